"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/access/action";
import { useAction } from "@/components/ui/use-action";

export type Retry = (jobId: string) => Promise<ActionResult<null>>;

/** Gives an abandoned job another run of tries. */
export function RetryButton({ jobId, job, retry }: { jobId: string; job: string; retry: Retry }) {
  const t = useTranslations("operations.deadLetters");
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      disabled={pending}
      aria-label={t("retryOf", { job })}
      onClick={() => run(() => retry(jobId), t("retried"))}
    >
      {t("retry")}
    </Button>
  );
}
