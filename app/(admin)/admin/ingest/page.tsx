import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { DayTable } from "@/components/admin/day-table";
import { RunList } from "@/components/admin/run-list";
import { UploadPanel } from "@/components/ingest/upload-panel";
import { KeepFresh } from "@/components/shell/keep-fresh";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listDays, listDaysSchema } from "@/lib/ingest/list-days";
import { listRuns } from "@/lib/ingest/list-runs";
import { listUploadSites } from "@/lib/ingest/list-upload-sites";
import { reportCursorSchema } from "@/lib/ingest/report-cursor";
import { now } from "@/lib/platform/clock";

/** A delivery that is open for longer was cut off: its account stands still. */
const DAY_MS = 24 * 60 * 60 * 1000;

const querySchema = z.object({ runsAfter: reportCursorSchema, until: listDaysSchema.shape.until });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.ingest"))("title") };
}

export default async function IngestPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const query = querySchema.parse(await searchParams);
  const [{ runs, next }, { days, older }] = await pageData(() =>
    Promise.all([listRuns(actor, { after: query.runsAfter }), listDays(actor, { until: query.until })]),
  );
  // An administrator reads this page without giving files.
  const sites = can(actor, "ingest.manage") ? await pageData(() => listUploadSites(actor)) : [];
  const [t, tUpload] = await Promise.all([getTranslations("admin.ingest"), getTranslations("upload")]);
  const goesOn = runs.some(
    ({ waiting, startedAt, finishedAt }) =>
      waiting > 0 || (finishedAt === null && now().getTime() - startedAt.getTime() < DAY_MS),
  );
  return (
    <Page
      title={t("title")}
      context={t("context")}
      actions={<LinkButton href="/admin/quarantine">{t("toQuarantine")}</LinkButton>}
    >
      {goesOn ? <KeepFresh everySeconds={10} /> : null}
      {sites.length > 0 ? (
        <Section title={tUpload("title")}>
          <UploadPanel sites={sites.map(({ code, name }) => ({ code, name }))} />
        </Section>
      ) : null}
      <Section title={t("days")} aside={t("daysContext")}>
        {days.length === 0 ? <p className="text-muted">{t("emptyDays")}</p> : <DayTable days={days} />}
        <div className="flex justify-end gap-2">
          {query.until !== null ? <LinkButton href="/admin/ingest">{t("lastDays")}</LinkButton> : null}
          {days.length > 0 || query.until !== null ? (
            <LinkButton href={`/admin/ingest?until=${older}`}>{t("earlierDays")}</LinkButton>
          ) : null}
        </div>
      </Section>
      <Section title={t("runs")}>
        {runs.length === 0 ? (
          <EmptyState
            headingLevel={3}
            title={t("emptyRunsTitle")}
            body={
              <>
                <p>{t("emptyRunsBody")}</p>
                <code className="mt-2 block font-mono text-ink">{t("command")}</code>
              </>
            }
          />
        ) : (
          <RunList runs={runs} />
        )}
        <div className="flex justify-end gap-2">
          {query.runsAfter !== null ? <LinkButton href="/admin/ingest">{t("newest")}</LinkButton> : null}
          {next !== null ? (
            <LinkButton href={`/admin/ingest?runsAfter=${encodeURIComponent(next)}`}>{t("older")}</LinkButton>
          ) : null}
        </div>
      </Section>
    </Page>
  );
}
