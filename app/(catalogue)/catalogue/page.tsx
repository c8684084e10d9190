import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CatalogueView } from "@/components/catalogue/catalogue-view";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { readCatalogueState } from "@/lib/catalogue/search-params";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("catalogue");
  return { title: t("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CataloguePage({ searchParams }: Props) {
  const [actor, params, t] = await Promise.all([pageActor(), searchParams, getTranslations("catalogue")]);
  const { query, view } = readCatalogueState(params);
  const result = await pageData(() => searchCatalogue(actor, query, view));
  if (result.access === "nothing") {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("noRights.title")} body={t("noRights.body")} />
      </Page>
    );
  }
  return <CatalogueView result={result} />;
}
