"use client";

import { useTranslations } from "next-intl";
import { ErrorState } from "@/components/ui/error-state";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("shell");
  return (
    <main id="content" className="mx-auto flex min-h-[70dvh] max-w-2xl flex-col justify-center p-8">
      <ErrorState
        title={t("broken.title")}
        body={t("broken.body")}
        reference={error.digest}
        retry={{ label: t("broken.retry"), onRetry: reset }}
      />
    </main>
  );
}
