"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/access/action";
import { useAdminAction } from "./use-admin-action";

export type Retry = (jobId: string) => Promise<ActionResult<null>>;

/** Gives an abandoned job another run of tries. */
export function RetryButton({ jobId, job, retry }: { jobId: string; job: string; retry: Retry }) {
  const t = useTranslations("operations.deadLetters");
  const { run, pending } = useAdminAction();
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
