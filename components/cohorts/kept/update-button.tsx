"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Criteria } from "@/lib/cohort/criteria";
import type { KeptActions } from "./kept-actions";
import { useAction } from "@/components/ui/use-action";

/** A button that puts the builder's question in the place of the kept one. For the builder, with ?cohort=ID. */
export function UpdateButton({
  cohort,
  criteria,
  change,
}: {
  cohort: { id: string; name: string; updatedAt: Date };
  criteria: Criteria;
  change: KeptActions["change"];
}) {
  const t = useTranslations("cohort-kept");
  const router = useRouter();
  const { run, pending } = useAction();
  return (
    <Button
      variant="primary"
      disabled={pending}
      onClick={() => {
        const input = { cohortId: cohort.id, criteria, seenAt: cohort.updatedAt.toISOString() };
        run(
          () => change(input),
          t("update.done", { name: cohort.name }),
          () => {
            router.push(`/cohorts/${cohort.id}`);
          },
        );
      }}
    >
      {t("update.do", { name: cohort.name })}
    </Button>
  );
}
