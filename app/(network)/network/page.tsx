import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NetworkView } from "@/components/network/network-view";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listNetwork } from "@/lib/network/list-network";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("network"))("title") };
}

export default async function NetworkPage() {
  const actor = await pageActor();
  if (!can(actor, "network.read")) {
    const t = await getTranslations("network");
    return (
      <Page title={t("title")}>
        <EmptyState title={t("forbidden")} body={t("forbiddenBody")} />
      </Page>
    );
  }
  return <NetworkView sites={await pageData(() => listNetwork(actor))} />;
}
