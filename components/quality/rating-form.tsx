"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { QC_COMMENTS, QC_RATINGS, type QcComment, type QcRating } from "@/lib/harmonise/qc/rating";
import type { QualityActions } from "./quality-actions";

/** A person's own rating: one of three words, and what she sees from a closed list. */
export function RatingForm({
  seriesId,
  own,
  actions,
}: {
  seriesId: string;
  own: { rating: QcRating; comments: readonly QcComment[] } | null;
  actions: QualityActions;
}) {
  const t = useTranslations("quality.rating");
  const id = useId();
  const { run, pending } = useAction();
  const [rating, setRating] = useState<QcRating | null>(own?.rating ?? null);
  const [comments, setComments] = useState<ReadonlySet<QcComment>>(new Set(own?.comments));
  const toggle = (comment: QcComment, isSet: boolean) => {
    const next = new Set(comments);
    if (isSet) next.add(comment);
    else next.delete(comment);
    setComments(next);
  };
  return (
    <form
      className="flex flex-col gap-3 rounded-lg border bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (rating !== null)
          run(() => actions.rate({ seriesId, rating, comments: [...comments] }), t("saved"));
      }}
    >
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium">{t("question")}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          {QC_RATINGS.map((value) => (
            <label key={value} className="flex items-center gap-1.5">
              <input
                type="radio"
                name={`${id}-rating`}
                value={value}
                checked={rating === value}
                onChange={() => setRating(value)}
                className="size-3.5 accent-thread"
              />
              {t(`value.${value}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 font-medium">{t("comments")}</legend>
        <div className="grid grid-cols-2 gap-x-4 gap-y-1.5">
          {QC_COMMENTS.map((comment) => (
            <label key={comment} className="flex items-center gap-1.5" htmlFor={`${id}-${comment}`}>
              <Checkbox
                id={`${id}-${comment}`}
                checked={comments.has(comment)}
                onCheckedChange={(checked) => toggle(comment, checked === true)}
              />
              {t(`comment.${comment}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={pending || rating === null}>
          {t("save")}
        </Button>
        {own ? (
          <Button
            type="button"
            disabled={pending}
            onClick={() => run(() => actions.undo(seriesId), t("undone"))}
          >
            {t("undo")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
