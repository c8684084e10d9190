import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ArchiveButton, EditDialog } from "@/components/cohorts/kept/cohort-menu";
import { CountsLine } from "@/components/cohorts/kept/counts-line";
import { FreezeDialog } from "@/components/cohorts/kept/freeze-dialog";
import { KeptSentence } from "@/components/cohorts/kept/kept-sentence";
import { RunsTable } from "@/components/cohorts/kept/runs-table";
import { ShareSection } from "@/components/cohorts/kept/share-section";
import { VersionList } from "@/components/cohorts/kept/version-list";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { examFilter } from "@/lib/access/policy";
import { getCohort } from "@/lib/cohort/kept/get-cohort";
import { cohortIdSchema } from "@/lib/cohort/kept/kept-cohort";
import { listCohortRuns } from "@/lib/cohort/kept/list-cohort-runs";
import { runCohort } from "@/lib/cohort/kept/run-cohort";
import { readVocabulary } from "@/lib/cohort/read-vocabulary";
import { encodeCriteria } from "@/lib/cohort/url";
import { archive, edit, freeze, restore, share, unshare } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("cohort-kept"))("list.title") };
}

export default async function CohortPage({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t] = await Promise.all([pageActor(), getTranslations("cohort-kept")]);
  const id = await pageData(async () => cohortIdSchema.parse((await params).id));
  const cohort = await pageData(() => getCohort(actor, id));
  const [counts, vocabulary] = await pageData(() =>
    Promise.all([runCohort(actor, id), readVocabulary(actor, cohort.criteria)]),
  );
  const runs = await pageData(() => listCohortRuns(actor, id));
  const { right, archivedAt } = cohort;
  const mayFreeze = right !== "read" && examFilter(actor, "browse").kind !== "none";
  const actions = (
    <>
      <LinkButton href={`/cohorts/build?q=${encodeCriteria(cohort.criteria)}&cohort=${id}`} prefetch={false}>
        {t("openBuilder")}
      </LinkButton>
      <LinkButton href={`/cohorts/overlap?q=${encodeCriteria(cohort.criteria)}`} prefetch={false}>
        {t("overlap")}
      </LinkButton>
      <LinkButton href={`/cohorts/compare?a=${id}`} prefetch={false}>
        {t("compare")}
      </LinkButton>
      {right === "read" ? null : (
        <EditDialog cohort={{ id, name: cohort.name, description: cohort.description }} edit={edit} />
      )}
      {right === "owner" ? (
        <ArchiveButton
          cohort={{ id, name: cohort.name }}
          archived={archivedAt !== null}
          archive={archive}
          restore={restore}
        />
      ) : null}
      {mayFreeze ? <FreezeDialog cohort={{ id, updatedAt: cohort.updatedAt }} freeze={freeze} /> : null}
    </>
  );
  return (
    <Page
      title={cohort.name}
      context={
        <>
          <Link href="/cohorts" className="text-thread">
            {t("back")}
          </Link>
          {right === "owner" ? null : ` · ${t("sharedBy", { name: cohort.owner })}`}
          {archivedAt === null ? null : ` · ${t("isArchived")}`}
        </>
      }
      actions={actions}
    >
      <p className="max-w-5xl text-sentence" data-sentence="">
        <KeptSentence criteria={cohort.criteria} vocabulary={vocabulary} />
      </p>
      {cohort.description === "" ? null : (
        <p className="max-w-prose whitespace-pre-line text-muted">{cohort.description}</p>
      )}
      {counts ? <CountsLine counts={counts} /> : <p className="text-muted">{t("noRights")}</p>}
      <Section title={t("versions.title")}>
        {cohort.versions.length > 0 ? (
          <VersionList versions={cohort.versions} />
        ) : (
          <p className="text-muted">{t("versions.none")}</p>
        )}
      </Section>
      {runs.length > 0 ? (
        <Section title={t("runs.title")} aside={t("runs.own")}>
          <RunsTable runs={runs} />
        </Section>
      ) : null}
      {right === "owner" ? (
        <Section title={t("share.title")}>
          <ShareSection
            cohort={{ id, shares: cohort.shares, shareable: cohort.shareable }}
            share={share}
            unshare={unshare}
          />
        </Section>
      ) : null}
    </Page>
  );
}
