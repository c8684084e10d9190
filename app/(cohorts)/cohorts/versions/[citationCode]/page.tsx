import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { CitationBlock } from "@/components/cohorts/kept/citation-block";
import { DiffView } from "@/components/cohorts/kept/diff-view";
import { DownloadList } from "@/components/cohorts/kept/download-list";
import { KeptSentence } from "@/components/cohorts/kept/kept-sentence";
import { MemberTable } from "@/components/cohorts/kept/member-table";
import { VersionFacts } from "@/components/cohorts/kept/version-facts";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { diffFrozenCohort } from "@/lib/cohort/freeze/diff-frozen-cohort";
import { getFrozenCohort, getFrozenCohortSchema } from "@/lib/cohort/freeze/get-frozen-cohort";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cohort-kept"))("version.pageTitle") };
}

interface Props {
  params: Promise<{ citationCode: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FrozenCohortPage({ params, searchParams }: Props) {
  const [actor, t] = await Promise.all([pageActor(), getTranslations("cohort-kept")]);
  const { page, today } = await searchParams;
  const version = await pageData(async () => {
    const { citationCode } = await params;
    return getFrozenCohort(actor, getFrozenCohortSchema.parse({ citationCode, page: page ?? 1 }));
  });
  const { cohortId, citationCode, title, digest, frozenBy, frozenAt } = version;
  const vocabulary = await pageData(() => readVocabulary(actor, version.criteria));
  const mayBrowse = version.within !== null;
  const diff =
    mayBrowse && today !== undefined ? await pageData(() => diffFrozenCohort(actor, citationCode)) : null;
  return (
    <Page
      title={t("version.title", { title, version: version.version })}
      context={
        <Link href={`/cohorts/${cohortId}`} className="text-thread print:hidden">
          {t("version.back")}
        </Link>
      }
      actions={
        mayBrowse ? (
          <span className="flex flex-wrap gap-2 print:hidden">
            <LinkButton href={`/cohorts/compare?a=${citationCode}`} prefetch={false}>
              {t("compare")}
            </LinkButton>
            <LinkButton href={`/cohorts/versions/${citationCode}?today=1#today`} prefetch={false}>
              {t("diff.open")}
            </LinkButton>
          </span>
        ) : null
      }
    >
      <CitationBlock
        citation={{ title, version: version.version, citationCode, frozenBy, frozenAt, digest }}
      />
      <p className="max-w-5xl text-sentence" data-sentence="">
        <KeptSentence criteria={version.criteria} vocabulary={vocabulary} />
      </p>
      <VersionFacts version={version} />
      {diff ? (
        <div id="today">
          <Section title={t("diff.title")}>
            <DiffView diff={diff} />
          </Section>
        </div>
      ) : null}
      {version.members.rows.length > 0 ? (
        <Section title={t("members.title")} aside={t("members.asThen")}>
          <MemberTable version={{ citationCode, members: version.members }} />
        </Section>
      ) : null}
      {version.mayExport ? (
        <div className="print:hidden">
          <Section title={t("files.title")}>
            <p className="max-w-prose text-dense text-muted">{t("files.body")}</p>
            <DownloadList citationCode={citationCode} />
          </Section>
        </div>
      ) : null}
    </Page>
  );
}
