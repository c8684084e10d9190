"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Criteria } from "@/lib/cohort/criteria";
import type { KeptActions } from "./kept-actions";
import { NameForm } from "./name-form";
import { useAction } from "@/components/ui/use-action";

/** A button that keeps a question under a name, and leads to its page. For the builder. */
export function SaveDialog({ criteria, save }: { criteria: Criteria; save: KeptActions["save"] }) {
  const t = useTranslations("cohort-kept");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { run, pending } = useAction();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button>{t("save.open")}</Button>}
      title={t("save.title")}
      description={t("save.body")}
      closeLabel={t("close")}
    >
      <NameForm
        initial={{ name: "", description: "" }}
        submitLabel={t("save.do")}
        pending={pending}
        onSubmit={(named) => {
          run(
            () => save({ ...named, criteria }),
            t("save.done"),
            ({ cohortId }) => {
              setOpen(false);
              router.push(`/cohorts/${cohortId}`);
            },
          );
        }}
      />
    </Dialog>
  );
}
