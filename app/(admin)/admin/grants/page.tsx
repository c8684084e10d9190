import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { GrantsView } from "@/components/admin/grants-view";
import { Page } from "@/components/shell/page";
import { GRANTS_LISTED } from "@/lib/access/grant-store";
import { listGrantScopes } from "@/lib/access/list-grant-scopes";
import { listGrants, listGrantsSchema } from "@/lib/access/list-grants";
import { listUsers } from "@/lib/access/list-users";
import { pageActor, pageData } from "@/lib/access/page";
import { give, revoke } from "./actions";

const querySchema = listGrantsSchema.extend({
  /** The person for whom the form opens at once. */
  give: z.guid().nullable().catch(null),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.grants"))("title") };
}

export default async function GrantsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const actor = await pageActor();
  const { give: giveTo, ...query } = querySchema.parse(await searchParams);
  const [{ grants, counts }, scopes, users] = await pageData(() =>
    Promise.all([listGrants(actor, query), listGrantScopes(actor), listUsers(actor)]),
  );
  const t = await getTranslations("admin.grants");
  return (
    <Page title={t("title")} context={t("context")}>
      <GrantsView
        key={`${query.state} ${query.userId ?? ""} ${giveTo ?? ""}`}
        grants={grants}
        counts={counts}
        state={query.state}
        userId={query.userId}
        giveTo={giveTo}
        choices={{ ...scopes, people: users.filter((user) => user.disabledAt === null) }}
        listed={GRANTS_LISTED}
        give={give}
        revoke={revoke}
      />
    </Page>
  );
}
