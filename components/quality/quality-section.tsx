import { useFormatter, useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import type { SeriesQuality, ShownRating } from "@/lib/harmonise/qc/quality";
import { MetricTable } from "./metric-table";
import type { QualityActions } from "./quality-actions";
import { RatingForm } from "./rating-form";

/** Image quality of a series: its metrics, and what people said of it. */
export function QualitySection({ quality, actions }: { quality: SeriesQuality; actions: QualityActions }) {
  const t = useTranslations("quality");
  const { seriesId, measured, metrics, ratings, canRate, hasImages } = quality;
  const own = ratings.find(({ isOwn }) => isOwn) ?? null;
  return (
    <Section title={t("title")} aside={measured === "measured" ? t("measuredOf") : null}>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-3">
        <div className="lg:col-span-2">
          {measured === "measured" ? (
            <MetricTable metrics={metrics} />
          ) : (
            <p className="text-muted">{t(`state.${measured}`)}</p>
          )}
        </div>
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">{t("rating.title")}</h3>
          {ratings.length === 0 ? (
            <p className="text-muted">{t("rating.none")}</p>
          ) : (
            <ul className="divide-y rounded-lg border bg-surface">
              {ratings.map((rating, index) => (
                <RatingLine key={index} rating={rating} />
              ))}
            </ul>
          )}
          {canRate ? (
            // Made anew when one's rating changes: the form then starts from what is kept.
            <RatingForm key={own?.at ?? "none"} seriesId={seriesId} own={own} actions={actions} />
          ) : (
            <p className="text-muted">{t(hasImages ? "rating.notYours" : "rating.noImages")}</p>
          )}
        </div>
      </div>
    </Section>
  );
}

function RatingLine({ rating: { raterName, isOwn, rating, comments, at } }: { rating: ShownRating }) {
  const t = useTranslations("quality.rating");
  const format = useFormatter();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-1.5">
      <span>
        <span className="font-medium">{t(`value.${rating}`)}</span>
        {comments.length > 0 ? (
          <span className="text-muted">{` · ${comments.map((comment) => t(`comment.${comment}`)).join(", ")}`}</span>
        ) : null}
      </span>
      <span className="text-muted">
        {isOwn ? t("yours") : raterName}
        {" · "}
        <time dateTime={at}>{format.dateTime(new Date(at), { dateStyle: "medium" })}</time>
      </span>
    </li>
  );
}
