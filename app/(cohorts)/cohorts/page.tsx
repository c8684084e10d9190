import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CohortTable } from "@/components/cohorts/kept/cohort-table";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { CRITERIA_VERSION } from "@/lib/cohort/criteria";
import { listCohorts } from "@/lib/cohort/kept/list-cohorts";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";
import { archive, restore } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cohort-kept"))("list.title") };
}

export default async function CohortsPage() {
  const [actor, t] = await Promise.all([pageActor(), getTranslations("cohort-kept")]);
  const lists = await pageData(() => listCohorts(actor));
  const every = [...lists.mine, ...lists.shared, ...lists.archived];
  // One question that names all that any of them names.
  const together = { kind: "and" as const, of: every.map(({ criteria }) => criteria.root) };
  const vocabulary = await pageData(() =>
    readVocabulary(actor, { version: CRITERIA_VERSION, root: together }),
  );
  const begin = (
    <LinkButton key="new" variant="primary" href="/cohorts/build">
      {t("list.new")}
    </LinkButton>
  );
  const compare = (
    <LinkButton key="compare" href="/cohorts/compare" prefetch={false}>
      {t("compare")}
    </LinkButton>
  );
  const sections = (["mine", "shared", "archived"] as const).filter((kind) => lists[kind].length > 0);
  return (
    <Page
      title={t("list.title")}
      context={t("list.context")}
      actions={sections.length === 0 ? begin : [compare, begin]}
    >
      {sections.length === 0 ? (
        <EmptyState title={t("list.empty")} body={t("list.emptyBody")} action={begin} />
      ) : null}
      {sections.map((kind) => (
        <Section key={kind} title={t(`list.${kind}`, { count: lists[kind].length })}>
          <CohortTable
            label={t(`list.${kind}`, { count: lists[kind].length })}
            cohorts={lists[kind]}
            vocabulary={vocabulary}
            archive={archive}
            restore={restore}
          />
        </Section>
      ))}
    </Page>
  );
}
