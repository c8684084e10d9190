import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CohortPicker } from "@/components/cohorts/compare/cohort-picker";
import { cohortLetter } from "@/components/cohorts/compare/cohort-mark";
import { ComparisonView } from "@/components/cohorts/compare/comparison-view";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { PrintPageButton } from "@/components/ui/print-page-button";
import { pageActor, pageData } from "@/lib/access/page";
import {
  COHORT_PARAMETERS,
  type CohortSource,
  LEAST_COMPARED,
  parseCohortSource,
} from "@/lib/cohort/compare/cohort-source";
import { compareCohorts } from "@/lib/cohort/compare/compare-cohorts";
import type { Comparison } from "@/lib/cohort/compare/comparison";
import { EVERYTHING, type Criteria } from "@/lib/cohort/criteria";
import { listCohorts } from "@/lib/cohort/kept/list-cohorts";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";
import { encodeCriteria } from "@/lib/cohort/url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cohort-compare.compare"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

type Given = { text: string; letter: string; source: CohortSource | null };

export default async function ComparePage({ searchParams }: Props) {
  const [actor, params, t] = await Promise.all([
    pageActor(),
    searchParams,
    getTranslations("cohort-compare.compare"),
  ]);
  const given = COHORT_PARAMETERS.flatMap((parameter, at): Given[] => {
    const text = params[parameter];
    if (text === undefined || text === "") return [];
    const one = typeof text === "string" ? text : "";
    return [{ text: one, letter: cohortLetter(at), source: parseCohortSource(one) }];
  });
  const sources = given.flatMap(({ source }) => (source ? [source] : []));
  const unreadable = given.filter(({ source }) => source === null);
  const isAsked = unreadable.length === 0 && sources.length >= LEAST_COMPARED;
  const comparison = isAsked ? await pageData(() => compareCohorts(actor, sources)) : null;
  if (comparison?.access === "nothing") {
    const catalogue = await getTranslations("catalogue.noRights");
    return (
      <Page title={t("title")}>
        <EmptyState title={catalogue("title")} body={catalogue("body")} />
      </Page>
    );
  }
  const kept = await pageData(() => listCohorts(actor));
  const everything = encodeCriteria(EVERYTHING);
  const named = [...kept.mine, ...kept.shared].map(({ id, name }) => ({ value: id, label: name }));
  const fromAddress = given.flatMap(({ text, letter, source }) => {
    if (source === null || text === everything || named.some(({ value }) => value === text)) return [];
    const label =
      source.kind === "version"
        ? t("version", { code: source.citationCode })
        : `${t("cohort", { letter })} (${t("address")})`;
    return [{ value: text, label }];
  });
  // The same address twice is one choice.
  const options = [...fromAddress, ...named, { value: everything, label: t("everything") }].filter(
    ({ value }, at, all) => all.findIndex((one) => one.value === value) === at,
  );
  return (
    <Page
      title={t("title")}
      context={t("intro")}
      actions={
        comparison ? (
          <span className="print:hidden">
            <PrintPageButton label={t("print")} />
          </span>
        ) : null
      }
    >
      <CohortPicker
        key={given.map(({ text }) => text).join(" ")}
        chosen={given.flatMap(({ text, source }) => (source ? [text] : []))}
        options={options}
      />
      {unreadable.map(({ letter }) => (
        <p key={letter} role="alert" className="text-major">
          {t("unreadable", { letter })}
        </p>
      ))}
      {comparison ? (
        <ComparisonView
          comparison={comparison}
          vocabulary={await readVocabulary(actor, together(comparison))}
        />
      ) : (
        <EmptyState title={t("few.title")} body={t("few.body")} />
      )}
    </Page>
  );
}

/** One tree that names all that the questions name, for their words. */
function together({ cohorts }: Exclude<Comparison, { access: "nothing" }>): Criteria {
  return {
    version: EVERYTHING.version,
    root: { kind: "or", of: cohorts.map(({ criteria }) => criteria.root) },
  };
}
