import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { QuarantineTable, ReasonFilter } from "@/components/admin/quarantine-list";
import { HeldGroups } from "@/components/quarantine/held-groups";
import { TaskList } from "@/components/quarantine/task-list";
import { KeepFresh } from "@/components/shell/keep-fresh";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { listHeldGroups } from "@/lib/ingest/list-held-groups";
import { listQuarantine, listQuarantineSchema } from "@/lib/ingest/list-quarantine";
import { reportCursorSchema } from "@/lib/ingest/report-cursor";
import { env } from "@/lib/platform/env";
import { count, drop, erase, mapKnown, mapNew, retry } from "./actions";

const querySchema = z.object({
  reason: listQuarantineSchema.shape.reason,
  heldAfter: reportCursorSchema,
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.quarantine"))("title") };
}

export default async function QuarantinePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const query = querySchema.parse(await searchParams);
  const [groups, files] = await pageData(() =>
    Promise.all([
      listHeldGroups(actor),
      listQuarantine(actor, { reason: query.reason, runId: null, after: query.heldAfter }),
    ]),
  );
  const t = await getTranslations("admin.quarantine");
  const tIngest = await getTranslations("admin.ingest");
  const reasonQuery = query.reason === null ? "" : `reason=${encodeURIComponent(query.reason)}&`;
  return (
    <Page title={t("title")} context={t("context", { days: env().quarantineDays })}>
      {groups.tasks.length > 0 ? (
        <Section title={t("tasks")}>
          <KeepFresh everySeconds={5} />
          <TaskList tasks={groups.tasks} />
        </Section>
      ) : null}
      <Section title={t("groups")}>
        {groups.groups.length === 0 ? (
          <EmptyState headingLevel={3} title={t("emptyTitle")} body={t("emptyBody")} />
        ) : (
          <HeldGroups page={groups} actions={{ count, retry, erase, drop, mapKnown, mapNew }} />
        )}
      </Section>
      {files.held.length > 0 || query.reason !== null ? (
        <Section title={t("files")}>
          {files.byReason.length > 0 ? (
            <ReasonFilter byReason={files.byReason} chosen={query.reason} />
          ) : null}
          <QuarantineTable held={files.held} />
          {files.next !== null ? (
            <div className="flex justify-end">
              <LinkButton
                href={`/admin/quarantine?${reasonQuery}heldAfter=${encodeURIComponent(files.next)}`}
              >
                {tIngest("olderHeld")}
              </LinkButton>
            </div>
          ) : null}
        </Section>
      ) : null}
    </Page>
  );
}
