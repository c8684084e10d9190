import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UsersTable } from "@/components/admin/users-table";
import { Page } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { listUsers } from "@/lib/access/list-users";
import { pageActor, pageData } from "@/lib/access/page";
import { disable, enable, endAllSessions, setRoles } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.users"))("title") };
}

export default async function UsersPage() {
  const actor = await pageActor();
  const users = await pageData(() => listUsers(actor));
  const t = await getTranslations("admin.users");
  return (
    <Page
      title={t("title")}
      context={t("context", { count: users.length })}
      actions={
        <LinkButton variant="primary" href="/admin/invitations">
          {t("invite")}
        </LinkButton>
      }
    >
      <UsersTable
        users={users}
        ownId={actor.userId}
        actions={{ setRoles, disable, enable, endSessions: endAllSessions }}
      />
    </Page>
  );
}
