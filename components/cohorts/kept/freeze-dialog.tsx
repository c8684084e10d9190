"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import type { KeptActions } from "./kept-actions";
import { useAction } from "@/components/ui/use-action";

/** Freezes a kept question, with the reason, and leads to the version's page. */
export function FreezeDialog({
  cohort,
  freeze,
}: {
  cohort: { id: string; updatedAt: Date };
  freeze: KeptActions["freeze"];
}) {
  const t = useTranslations("cohort-kept");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { run, pending } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">{t("freeze.open")}</Button>}
      title={t("freeze.title")}
      description={t("freeze.body")}
      closeLabel={t("close")}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const input = {
            cohortId: cohort.id,
            reason: reason.trim(),
            seenAt: cohort.updatedAt.toISOString(),
          };
          run(
            () => freeze(input),
            t("freeze.done"),
            ({ citationCode }) => {
              setOpen(false);
              router.push(`/cohorts/versions/${citationCode}`);
            },
          );
        }}
      >
        <Field label={t("freeze.reason")} hint={t("freeze.reasonHint")}>
          {(control) => (
            <TextArea
              {...control}
              value={reason}
              maxLength={2000}
              onChange={(event) => {
                setReason(event.target.value);
              }}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button type="submit" variant="primary" disabled={pending}>
            {pending ? t("freeze.pending") : t("freeze.do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
