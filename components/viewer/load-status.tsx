"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { isRetryable } from "@/lib/viewer/viewer-error";
import type { ViewerFailure } from "@/lib/viewer/viewer-error";
import type { LoadProgress } from "@/lib/viewer/load-voxels";

interface LoadStatusProps {
  phase: "loading" | "ready" | "failed";
  progress: LoadProgress | null;
  failure: ViewerFailure | null;
  neededBytes: number | null;
  onRetry(): void;
}

const MEGABYTE = 2 ** 20;

/** Under the toolbar while a volume loads, and in the middle of the panes when it cannot be shown. */
export function LoadStatus({ phase, progress, failure, neededBytes, onRetry }: LoadStatusProps) {
  const t = useTranslations("viewer.load");
  const format = useFormatter();
  if (phase === "ready") return null;
  if (phase === "loading") {
    const received = progress ? progress.receivedBytes / progress.totalBytes : null;
    // Decoding lags behind the network; both must end for the picture to be whole.
    const decoded = progress ? progress.decodedFrames / progress.totalFrames : 0;
    return (
      <div className="absolute inset-x-0 top-0 z-10" data-testid="loading">
        <Progress
          className="rounded-none"
          value={received === null ? null : Math.min(received, (received + decoded) / 2)}
          label={t("progress")}
        />
      </div>
    );
  }
  if (!failure) return null;
  return (
    <div className="absolute inset-0 z-10 grid place-items-center bg-black/85 p-6">
      <div
        role="alert"
        data-testid="failure"
        data-failure={failure}
        className="max-w-md border-l-2 border-major pl-5"
      >
        <h2 className="text-sentence font-semibold">{t(`failure.${failure}.title`)}</h2>
        <p className="mt-1 text-read text-muted">
          {t(`failure.${failure}.body`, {
            megabytes: neededBytes === null ? "?" : format.number(Math.round(neededBytes / MEGABYTE)),
          })}
        </p>
        {isRetryable(failure) ? (
          <Button className="mt-3" onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
