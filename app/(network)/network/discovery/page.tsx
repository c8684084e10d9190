import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DiscoveryFilter } from "@/components/discovery/discovery-filter";
import { GroupTable } from "@/components/discovery/group-table";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { can, examFilter } from "@/lib/access/policy";
import { discoverGroups, discoverySchema } from "@/lib/harmonise/discovery/discover-groups";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("discovery"))("title") };
}

export default async function DiscoveryPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const t = await getTranslations("discovery");
  if (examFilter(actor, "browse").kind === "none") {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("forbidden")} body={t("forbiddenBody")} />
      </Page>
    );
  }
  const query = discoverySchema.parse(await searchParams);
  const discovery = await pageData(() => discoverGroups(actor, query));
  return (
    <Page title={t("title")} context={t("context")}>
      {discovery.kind ? (
        <>
          <DiscoveryFilter kinds={discovery.kinds} kind={discovery.kind} maker={query.maker} />
          <GroupTable discovery={discovery} mayDraft={can(actor, "protocols.manage")} />
        </>
      ) : (
        <EmptyState title={t("emptyTitle")} body={t("emptyBody")} />
      )}
    </Page>
  );
}
