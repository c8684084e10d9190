import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddToNetwork } from "@/components/network/add-to-network";
import { NetworkOverview } from "@/components/network/network-overview";
import { NetworkView } from "@/components/network/network-view";
import { NoticeList } from "@/components/network/notice-list";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listScannerStatus } from "@/lib/harmonise/lifeline/list-scanner-status";
import { listNetwork } from "@/lib/network/list-network";
import { listNotices } from "@/lib/network/list-notices";
import { acknowledge, addHardware, addScanner, addSite, editScanner, editSite } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("network"))("title") };
}

const actions = { addSite, editSite, addScanner, editScanner, addHardware, acknowledge };

export default async function NetworkPage() {
  const actor = await pageActor();
  const t = await getTranslations("network");
  const overview = await getTranslations("lifeline.overview");
  if (!can(actor, "network.read")) {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("forbidden")} body={t("forbiddenBody")} />
      </Page>
    );
  }
  const [sites, notices, statuses] = await pageData(() =>
    Promise.all([
      listNetwork(actor),
      can(actor, "network.manage") ? listNotices(actor) : [],
      listScannerStatus(actor),
    ]),
  );
  const scanners = sites.flatMap((site) => site.scanners);
  const managed = sites.filter((site) => site.mayManage).map(({ id, name }) => ({ id, name }));
  const maySites = can(actor, "sites.manage");
  return (
    <Page
      title={t("title")}
      context={`${t("context", { sites: sites.length, scanners: scanners.length })} · ${t("scope")}`}
      actions={
        <>
          <LinkButton href="/network/protocols">{t("protocols")}</LinkButton>
          <AddToNetwork sites={managed} mayAddSites={maySites} actions={actions} />
        </>
      }
    >
      {statuses.length > 0 ? (
        <Section
          title={overview("title")}
          aside={overview("summary", {
            drifting: statuses.filter(({ status }) => status === "drifts").length,
            scanners: statuses.length,
          })}
        >
          <NetworkOverview scanners={statuses} />
        </Section>
      ) : null}
      {notices.length > 0 ? (
        <Section title={t("notices", { count: notices.length })}>
          <NoticeList notices={notices} acknowledge={acknowledge} />
        </Section>
      ) : null}
      <NetworkView sites={sites} managed={managed} maySites={maySites} actions={actions} />
    </Page>
  );
}
