import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationsTable } from "@/components/admin/invitations-table";
import { InviteDialog } from "@/components/admin/invite-dialog";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { INVITATION_DAYS } from "@/lib/access/invitation-token";
import { listInvitations } from "@/lib/access/list-invitations";
import { pageActor, pageData } from "@/lib/access/page";
import { invite, revoke } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.invitations"))("title") };
}

export default async function InvitationsPage() {
  const actor = await pageActor();
  const invitations = await pageData(() => listInvitations(actor));
  const t = await getTranslations("admin.invitations");
  return (
    <Page
      title={t("title")}
      context={t("context", { days: INVITATION_DAYS })}
      actions={<InviteDialog invite={invite} />}
    >
      {invitations.length === 0 ? (
        <EmptyState title={t("emptyTitle")} body={t("emptyBody")} />
      ) : (
        <InvitationsTable invitations={invitations} revoke={revoke} />
      )}
    </Page>
  );
}
