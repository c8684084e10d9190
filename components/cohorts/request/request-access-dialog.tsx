"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { useAction } from "@/components/ui/use-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ActionResult } from "@/lib/access/action";
import type { Criteria } from "@/lib/cohort/criteria";

const LEVELS = ["browse", "view", "export"] as const;
type Level = (typeof LEVELS)[number];

export interface OwnRequest {
  id: string;
  level: "count" | Level;
  state: "open" | "accepted" | "declined" | "withdrawn";
  createdAt: Date;
}

export type RequestAccess = (input: {
  criteria: Criteria;
  level: Level;
  purpose: string;
}) => Promise<ActionResult<OwnRequest[]>>;

/** For whoever may only count: keeps the question with the wish to see what answers it, and shows one's requests. */
export function RequestAccessDialog({
  criteria,
  requestAccess,
}: {
  criteria: Criteria;
  requestAccess: RequestAccess;
}) {
  const t = useTranslations("criteria.request");
  const [open, setOpen] = useState(false);
  const [kept, setKept] = useState<OwnRequest[] | null>(null);
  return (
    <Dialog
      trigger={<Button>{t("button")}</Button>}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) setKept(null);
      }}
      title={kept === null ? t("title") : t("done")}
      description={kept === null ? t("body") : t("doneBody")}
      closeLabel={t("close")}
    >
      {kept === null ? (
        <RequestForm criteria={criteria} requestAccess={requestAccess} onKept={setKept} />
      ) : (
        <OwnRequests requests={kept} />
      )}
    </Dialog>
  );
}

function RequestForm({
  criteria,
  requestAccess,
  onKept,
}: {
  criteria: Criteria;
  requestAccess: RequestAccess;
  onKept: (requests: OwnRequest[]) => void;
}) {
  const t = useTranslations("criteria.request");
  const tLevel = useTranslations("terms.grantLevel");
  const [level, setLevel] = useState<Level>("browse");
  const { run, pending } = useAction();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog is a portal inside the page's tree: the event would reach the builder's own form.
    event.stopPropagation();
    const purpose = String(new FormData(event.currentTarget).get("purpose") ?? "");
    run(() => requestAccess({ criteria, level, purpose }), null, onKept);
  };
  return (
    <form className="flex flex-col gap-5" onSubmit={submit}>
      <Field label={t("level")}>
        {(control) => (
          <Select
            {...control}
            value={level}
            onValueChange={(value) => {
              setLevel(LEVELS.find((one) => one === value) ?? "browse");
            }}
            options={LEVELS.map((value) => ({ value, label: tLevel(value) }))}
          />
        )}
      </Field>
      <Field label={t("purpose")} hint={t("purposeHint")}>
        {(control) => (
          <TextArea {...control} name="purpose" required minLength={10} maxLength={500} rows={4} />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{t("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={pending}>
          {t("submit")}
        </Button>
      </div>
    </form>
  );
}

function OwnRequests({ requests }: { requests: readonly OwnRequest[] }) {
  const t = useTranslations("criteria.request");
  const tLevel = useTranslations("terms.grantLevel");
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-4">
      <ul className="max-h-60 list-disc overflow-y-auto pl-5 text-read">
        {requests.map(({ id, level, state, createdAt }) => (
          <li key={id}>
            {t("row", {
              level: tLevel(level),
              date: format.dateTime(createdAt, { dateStyle: "medium" }),
              state: t(`state.${state}`),
            })}
          </li>
        ))}
      </ul>
      <div className="flex justify-end">
        <DialogClose>
          <Button variant="primary">{t("close")}</Button>
        </DialogClose>
      </div>
    </div>
  );
}
