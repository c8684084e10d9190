import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ConfoundingSentence } from "@/components/cohorts/overlap/confounding-sentence";
import { OverlapChoices } from "@/components/cohorts/overlap/overlap-choices";
import { MarkLegend } from "@/components/cohorts/overlap/overlap-table";
import { OverlapTables } from "@/components/cohorts/overlap/overlap-tables";
import { QuestionSentence } from "@/components/cohorts/question-sentence";
import { Page } from "@/components/shell/page";
import { buttonClasses } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PrintPageButton } from "@/components/ui/print-page-button";
import { pageActor, pageData } from "@/lib/access/page";
import { overlapParameters, readOverlapAddress } from "@/lib/cohort/overlap/overlap-address";
import { overlapOf } from "@/lib/cohort/overlap/overlap-of";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";
import { encodeCriteria } from "@/lib/cohort/url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cohort-compare.overlap"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OverlapPage({ searchParams }: Props) {
  const [actor, params, t, locale] = await Promise.all([
    pageActor(),
    searchParams,
    getTranslations("cohort-compare.overlap"),
    getLocale(),
  ]);
  const address = readOverlapAddress(params);
  if (address === null) {
    const bad = await getTranslations("cohort-compare.badQuestion");
    return (
      <Page title={t("title")}>
        <EmptyState
          title={bad("title")}
          body={bad("body")}
          action={<LinkButton href="/cohorts/build">{bad("action")}</LinkButton>}
        />
      </Page>
    );
  }
  const overlap = await pageData(() => overlapOf(actor, address.criteria, address.request));
  if (overlap.access === "nothing") {
    const catalogue = await getTranslations("catalogue.noRights");
    return (
      <Page title={t("title")}>
        <EmptyState title={catalogue("title")} body={catalogue("body")} />
      </Page>
    );
  }
  const exact = overlap.access === "rows";
  const vocabulary = await readVocabulary(actor, address.criteria);
  const csv = overlapParameters(address);
  csv.set("lang", locale);
  const [first] = overlap.tables;
  return (
    <Page
      title={t("title")}
      context={<QuestionSentence criteria={address.criteria} vocabulary={vocabulary} />}
      actions={
        <span className="flex gap-2 print:hidden">
          <LinkButton href={`/cohorts/build?q=${encodeCriteria(address.criteria)}`}>
            {t("question")}
          </LinkButton>
          <a href={`/api/cohorts/overlap?${csv}`} download className={buttonClasses()}>
            {t("csv")}
          </a>
          <PrintPageButton label={t("print")} />
        </span>
      }
    >
      <OverlapChoices address={address} dimensions={overlap.dimensions} exact={exact} />
      {overlap.rows.length === 0 || overlap.columns.length === 0 || !first ? (
        <EmptyState title={t("nobody.title")} body={exact ? t("nobody.body") : t("nobody.few")} />
      ) : (
        <>
          {overlap.tables.length === 1 && first.confounding ? (
            <ConfoundingSentence
              confounding={first.confounding}
              request={overlap.request}
              rows={overlap.rows}
              columns={overlap.columns}
            />
          ) : null}
          <OverlapTables overlap={overlap} criteria={address.criteria} thinBelow={address.thinBelow} />
          <MarkLegend exact={exact} thinBelow={address.thinBelow} />
          <p className="max-w-prose text-dense text-muted">
            {t(`notes.${overlap.request.unit}`)} {exact ? null : t("notes.perturbed")}{" "}
            {overlap.cut ? t("notes.cut") : null}
          </p>
        </>
      )}
    </Page>
  );
}
