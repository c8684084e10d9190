import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditFilter } from "@/components/admin/audit-filter";
import { AuditTable } from "@/components/admin/audit-table";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { AUDIT_TYPES } from "@/lib/access/audit";
import { listAudit, listAuditSchema } from "@/lib/access/list-audit";
import { pageActor, pageData } from "@/lib/access/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.audit"))("title") };
}

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const query = listAuditSchema.parse(await searchParams);
  const { events, next, people } = await pageData(() => listAudit(actor, query));
  const t = await getTranslations("admin.audit");
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "";
  const value = { actorId: query.actorId, type: query.type, from: day(query.from), to: day(query.to) };
  const hrefAfter = (after: string | null) => {
    const entries = Object.entries({ ...value, after }).flatMap(([name, entry]) =>
      entry === null || entry === "" ? [] : [[name, entry]],
    );
    return `/admin/audit?${new URLSearchParams(entries).toString()}`;
  };
  return (
    <Page title={t("title")} context={t("context")}>
      <AuditFilter key={hrefAfter(null)} value={value} people={people} types={AUDIT_TYPES} />
      {events.length === 0 ? (
        <EmptyState title={t("emptyTitle")} body={t("emptyBody")} />
      ) : (
        <AuditTable events={events} people={people} />
      )}
      <nav aria-label={t("pages")} className="flex justify-end gap-2">
        {query.after !== null ? <LinkButton href={hrefAfter(null)}>{t("newest")}</LinkButton> : null}
        {next !== null ? <LinkButton href={hrefAfter(next)}>{t("older")}</LinkButton> : null}
      </nav>
    </Page>
  );
}
