"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { KeptCohort } from "@/lib/cohort/kept/kept-cohort";
import type { KeptActions } from "./kept-actions";
import { NameForm } from "./name-form";
import { useAction } from "@/components/ui/use-action";

type Cohort = Pick<KeptCohort, "id" | "name" | "description">;

/** Renames and describes. */
export function EditDialog({ cohort, edit }: { cohort: Cohort; edit: KeptActions["edit"] }) {
  const t = useTranslations("cohort-kept");
  const [open, setOpen] = useState(false);
  const { run, pending } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>{t("edit.open")}</Button>}
      title={t("edit.title")}
      closeLabel={t("close")}
    >
      <NameForm
        initial={cohort}
        submitLabel={t("edit.do")}
        pending={pending}
        onSubmit={(named) => {
          run(
            () => edit({ cohortId: cohort.id, ...named }),
            t("edit.done"),
            () => {
              setOpen(false);
            },
          );
        }}
      />
    </Dialog>
  );
}

/** Puts a question away, or takes it back: each undoes the other. */
export function ArchiveButton({
  cohort,
  archived,
  small = false,
  archive,
  restore,
}: Pick<KeptActions, "archive" | "restore"> & {
  cohort: Pick<Cohort, "id" | "name">;
  archived: boolean;
  small?: boolean;
}) {
  const t = useTranslations("cohort-kept");
  const { run, pending } = useAction();
  return (
    <Button
      size={small ? "small" : "medium"}
      disabled={pending}
      aria-label={small ? t(archived ? "restoreNamed" : "archiveNamed", { name: cohort.name }) : undefined}
      onClick={() => {
        if (archived) run(() => restore(cohort.id), t("restored"));
        else run(() => archive(cohort.id), t("archived"));
      }}
    >
      {archived ? t("restore") : t("archive")}
    </Button>
  );
}
