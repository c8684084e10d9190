import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export default async function NotFound() {
  const t = await getTranslations("shell");
  return (
    <main id="content" className="mx-auto flex min-h-[70dvh] max-w-2xl flex-col justify-center p-8">
      <EmptyState
        headingLevel={1}
        title={t("notFound.title")}
        body={t("notFound.body")}
        action={<LinkButton href="/">{t("notFound.action")}</LinkButton>}
      />
    </main>
  );
}
