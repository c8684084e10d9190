import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PeerDialog } from "@/components/admin/peer-dialog";
import { PeersTable } from "@/components/admin/peers-table";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { listPeers } from "@/lib/ingest/list-peers";
import { env } from "@/lib/platform/env";
import { remove, save } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.peers"))("title") };
}

export default async function PeersPage() {
  const actor = await pageActor();
  const { peers, sites, mayManage } = await pageData(() => listPeers(actor));
  const t = await getTranslations("admin.peers");
  const { aeTitle, port } = env().dicom;
  return (
    <Page
      title={t("title")}
      context={t("context", { aeTitle, port: String(port) })}
      actions={mayManage ? <PeerDialog peer={null} sites={sites} save={save} /> : null}
    >
      {peers.length === 0 ? (
        <EmptyState title={t("emptyTitle")} body={t("emptyBody")} />
      ) : (
        <PeersTable peers={peers} sites={sites} mayManage={mayManage} save={save} remove={remove} />
      )}
    </Page>
  );
}
