import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** Says the same of what does not exist and of what is outside the reader's rights. */
export function NotFoundMessage() {
  const t = useTranslations("shell.notFound");
  return (
    <div className="mx-auto flex min-h-[60dvh] max-w-2xl flex-col justify-center p-8">
      <EmptyState
        headingLevel={1}
        title={t("title")}
        body={t("body")}
        action={<LinkButton href="/">{t("action")}</LinkButton>}
      />
    </div>
  );
}
