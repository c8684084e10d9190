"use client";

import { useTranslations } from "next-intl";
import { Page } from "@/components/shell/page";
import { ErrorState } from "@/components/ui/error-state";

export default function CatalogueError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("catalogue");
  return (
    <Page title={t("title")}>
      <ErrorState
        title={t("failed.title")}
        body={t("failed.body")}
        reference={error.digest}
        retry={{ label: t("failed.retry"), onRetry: reset }}
      />
    </Page>
  );
}
