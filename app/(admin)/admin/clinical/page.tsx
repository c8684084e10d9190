import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ImportList } from "@/components/clinical/import-list";
import { ImportPanel } from "@/components/clinical/import-panel";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { listClinicalImports } from "@/lib/catalogue/clinical/list-clinical-imports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clinical"))("title") };
}

export default async function ClinicalPage() {
  const actor = await pageActor();
  const { sites, imports } = await pageData(() => listClinicalImports(actor));
  const t = await getTranslations("clinical");
  return (
    <Page title={t("title")} context={t("context")}>
      <Section title={t("import.title")}>
        <ImportPanel sites={sites} />
      </Section>
      <Section title={t("imports.title")}>
        {imports.length === 0 ? (
          <EmptyState headingLevel={3} title={t("imports.empty")} body={t("imports.emptyBody")} />
        ) : (
          <ImportList imports={imports} />
        )}
      </Section>
    </Page>
  );
}
