import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FleetDraftMenu } from "@/components/protocols/draft-menu";
import { ImportDialog } from "@/components/protocols/import-dialog";
import { JudgingTasks, ProtocolListTable } from "@/components/protocols/protocol-list";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor, pageData } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listProtocols } from "@/lib/harmonise/protocol/list-protocols";
import { listNetwork } from "@/lib/network/list-network";
import { importText } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("protocols"))("title") };
}

export default async function ProtocolsPage() {
  const actor = await pageActor();
  const t = await getTranslations("protocols");
  if (!can(actor, "network.read")) {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("forbidden")} body={t("forbiddenBody")} />
      </Page>
    );
  }
  const { protocols, tasks, mayManage } = await pageData(() => listProtocols(actor));
  const fields = mayManage
    ? (await pageData(() => listNetwork(actor))).flatMap(({ scanners }) =>
        scanners.map(({ fieldStrengthTesla }) => fieldStrengthTesla),
      )
    : [];
  const newButton = (
    <LinkButton variant="primary" href="/network/protocols/new">
      {t("new")}
    </LinkButton>
  );
  return (
    <Page
      title={t("title")}
      context={t("context")}
      actions={
        mayManage ? (
          <>
            <ImportDialog importText={importText} />
            <FleetDraftMenu fieldsTesla={[...new Set(fields)].sort((a, b) => a - b)} />
            {newButton}
          </>
        ) : null
      }
    >
      {protocols.length > 0 ? (
        <ProtocolListTable protocols={protocols} />
      ) : (
        <EmptyState title={t("empty")} body={t("emptyBody")} action={mayManage ? newButton : null} />
      )}
      {tasks.length > 0 ? (
        <Section title={t("tasks")}>
          <JudgingTasks tasks={tasks} />
        </Section>
      ) : null}
    </Page>
  );
}
