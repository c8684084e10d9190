import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { QuarantineTable, ReasonFilter } from "@/components/admin/quarantine-list";
import { RunList } from "@/components/admin/run-list";
import { UploadPanel } from "@/components/ingest/upload-panel";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listQuarantine, listQuarantineSchema } from "@/lib/ingest/list-quarantine";
import { listRuns } from "@/lib/ingest/list-runs";
import { listUploadSites } from "@/lib/ingest/list-upload-sites";
import { reportCursorSchema } from "@/lib/ingest/report-cursor";

const querySchema = z.object({
  reason: listQuarantineSchema.shape.reason,
  runsAfter: reportCursorSchema,
  heldAfter: reportCursorSchema,
});

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
  const [{ runs, next }, quarantine] = await pageData(() =>
    Promise.all([
      listRuns(actor, { after: query.runsAfter }),
      listQuarantine(actor, { reason: query.reason, runId: null, after: query.heldAfter }),
    ]),
  );
  // An administrator reads this page without giving files.
  const sites = can(actor, "ingest.manage") ? await pageData(() => listUploadSites(actor)) : [];
  const t = await getTranslations("admin.ingest");
  const tUpload = await getTranslations("upload");
  const reasonQuery = query.reason === null ? "" : `reason=${encodeURIComponent(query.reason)}&`;
  return (
    <Page title={t("title")} context={t("context")}>
      {sites.length > 0 ? (
        <Section title={tUpload("title")}>
          <UploadPanel sites={sites.map(({ code, name }) => ({ code, name }))} />
        </Section>
      ) : null}
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
      <div id="quarantine" className="scroll-mt-14">
        <Section title={t("quarantine")} aside={t("quarantineContext")}>
          {quarantine.byReason.length > 0 ? (
            <ReasonFilter byReason={quarantine.byReason} chosen={query.reason} />
          ) : null}
          {quarantine.held.length === 0 ? (
            <EmptyState headingLevel={3} title={t("emptyQuarantineTitle")} body={t("emptyQuarantineBody")} />
          ) : (
            <QuarantineTable held={quarantine.held} />
          )}
          {quarantine.next !== null ? (
            <div className="flex justify-end">
              <LinkButton
                href={`/admin/ingest?${reasonQuery}heldAfter=${encodeURIComponent(quarantine.next)}#quarantine`}
              >
                {t("olderHeld")}
              </LinkButton>
            </div>
          ) : null}
        </Section>
      </div>
    </Page>
  );
}
