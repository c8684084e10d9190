import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FindForm } from "@/components/find/find-form";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { pageActor } from "@/lib/access/page";
import { can } from "@/lib/access/policy";
import { listIdentifiableSites } from "@/lib/network/list-identifiable-sites";
import { findPatient } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("records.find"))("title") };
}

export default async function FindPage() {
  const actor = await pageActor();
  const t = await getTranslations("records.find");
  if (!can(actor, "subject.identify")) {
    return (
      <Page title={t("title")}>
        <EmptyState
          title={t("forbidden")}
          body={t("forbiddenBody")}
          action={<LinkButton href="/catalogue">{t("toCatalogue")}</LinkButton>}
        />
      </Page>
    );
  }
  return (
    <Page title={t("title")} context={t("context")}>
      <FindForm sites={await listIdentifiableSites(actor)} find={findPatient} />
    </Page>
  );
}
