import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BuilderView } from "@/components/cohorts/builder/builder-view";
import { STARTER_CODES } from "@/components/cohorts/builder/starter-questions";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { Actor } from "@/lib/access/actor";
import { pageActor, pageData } from "@/lib/access/page";
import { toAppError } from "@/lib/access/problem";
import type { CohortAnswer } from "@/lib/cohort/answer";
import { askCohort } from "@/lib/cohort/ask-cohort";
import { EVERYTHING, type Criteria } from "@/lib/cohort/criteria";
import { getCohort } from "@/lib/cohort/kept/get-cohort";
import { cohortIdSchema } from "@/lib/cohort/kept/kept-cohort";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";
import { decodeCriteria } from "@/lib/cohort/url";
import { change, freeze, save } from "../actions";
import { requestAccessToAnswer } from "../request-actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("cohorts");
  return { title: t("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The answer, or the codes because of which there is none. */
async function ask(actor: Actor, criteria: Criteria): Promise<CohortAnswer | { unknown: string[] }> {
  try {
    return await askCohort(actor, criteria);
  } catch (thrown) {
    const { details } = toAppError(thrown);
    if (details?.reason !== "unknown-code" || !Array.isArray(details.codes)) throw thrown;
    return { unknown: details.codes.map(String) };
  }
}

export default async function BuildCohortPage({ searchParams }: Props) {
  const [actor, { q, cohort: cohortId }, t] = await Promise.all([
    pageActor(),
    searchParams,
    getTranslations("cohorts"),
  ]);
  const kept =
    cohortId === undefined ? null : await pageData(() => getCohort(actor, cohortIdSchema.parse(cohortId)));
  const asked = typeof q === "string" ? decodeCriteria(q) : null;
  const criteria = q === undefined ? (kept?.criteria ?? EVERYTHING) : asked;
  if (!criteria) return <BadQuestion body={t("bad.body")} />;
  const answer = await pageData(() => ask(actor, criteria));
  if ("unknown" in answer) {
    return <BadQuestion body={t("bad.unknown", { codes: answer.unknown.join(", ") })} />;
  }
  if (answer.access === "nothing") {
    const catalogue = await getTranslations("catalogue.noRights");
    return (
      <Page title={t("title")}>
        <EmptyState title={catalogue("title")} body={catalogue("body")} />
      </Page>
    );
  }
  const vocabulary = await readVocabulary(actor, criteria, STARTER_CODES);
  const cohort = kept && {
    id: kept.id,
    name: kept.name,
    updatedAt: kept.updatedAt,
    criteria: kept.criteria,
    mayChange: kept.right !== "read",
  };
  return (
    <BuilderView
      criteria={criteria}
      answer={answer}
      vocabulary={vocabulary}
      cohort={cohort}
      actions={{ requestAccess: requestAccessToAnswer, save, change, freeze }}
    />
  );
}

/** An address that cannot be asked: why, and a way to begin anew. */
async function BadQuestion({ body }: { body: string }) {
  const t = await getTranslations("cohorts");
  return (
    <Page title={t("title")}>
      <EmptyState
        title={t("bad.title")}
        body={body}
        action={
          <LinkButton variant="primary" href="/cohorts/build">
            {t("bad.action")}
          </LinkButton>
        }
      />
    </Page>
  );
}
