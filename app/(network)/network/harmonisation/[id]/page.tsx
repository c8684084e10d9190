import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ApplyForm } from "@/components/harmonisation/apply-form";
import { EffectTables } from "@/components/harmonisation/effect-tables";
import { ModelFacts } from "@/components/harmonisation/model-facts";
import { Page, Section } from "@/components/shell/page";
import { pageActor, pageData } from "@/lib/access/page";
import { readModel } from "@/lib/harmonise/models/read-model";
import { apply } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("combat"))("title") };
}

export default async function HarmonisationModelPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const t = await getTranslations("combat");
  const model = await pageData(async () => readModel(actor, z.guid().parse((await params).id)));
  return (
    <Page
      title={t("modelTitle", { name: model.name, version: model.version })}
      context={
        <Link href="/network/harmonisation" className="text-thread">
          {t("back")}
        </Link>
      }
    >
      <Section title={t("facts.title")}>
        <ModelFacts model={model} />
      </Section>
      <Section title={t("effects.title")} aside={t("effects.ofGroup")}>
        <EffectTables effects={model.effects} epochs={model.epochs} />
      </Section>
      <Section title={t("apply.title")}>
        <ApplyForm model={model} apply={apply} />
      </Section>
    </Page>
  );
}
