import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FitForm } from "@/components/harmonisation/fit-form";
import { ModelList } from "@/components/harmonisation/model-list";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listFitChoices } from "@/lib/harmonise/models/list-fit-choices";
import { listModels } from "@/lib/harmonise/models/list-models";
import { fit, preview } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("combat"))("title") };
}

export default async function HarmonisationPage() {
  const actor = await pageActor();
  const t = await getTranslations("combat");
  if (!can(actor, "harmonisation.use")) {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("forbidden")} body={t("forbiddenBody")} />
      </Page>
    );
  }
  const [models, choices] = await pageData(() => Promise.all([listModels(actor), listFitChoices(actor)]));
  return (
    <Page title={t("title")} context={t("context")}>
      <Section title={t("models", { count: models.length })}>
        {models.length > 0 ? <ModelList models={models} /> : <p className="text-muted">{t("noModel")}</p>}
      </Section>
      <Section title={t("fit.title")}>
        {choices.sequences.length > 0 && choices.epochs.length > 0 ? (
          <FitForm choices={choices} preview={preview} fit={fit} />
        ) : (
          <EmptyState headingLevel={3} title={t("nothingMeasured")} body={t("nothingMeasuredBody")} />
        )}
      </Section>
    </Page>
  );
}
