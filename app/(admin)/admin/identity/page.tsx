import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MatchList } from "@/components/identity/match-list";
import { MergeTable } from "@/components/identity/merge-table";
import { OppositionPanel } from "@/components/identity/opposition-panel";
import { Page, Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { listIdentities } from "@/lib/ingest/identity/list-identities";
import { listOppositions } from "@/lib/ingest/opposition/list-oppositions";
import { add, check, decide, remove, resume, split } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("identity"))("title") };
}

export default async function IdentityPage() {
  const actor = await pageActor();
  const [{ open, apart, merges }, oppositions] = await pageData(() =>
    Promise.all([listIdentities(actor), listOppositions(actor)]),
  );
  const t = await getTranslations("identity");
  return (
    <Page title={t("title")} context={t("context")}>
      <Section title={t("matches.title")} aside={t("matches.count", { count: open.length })}>
        {open.length === 0 ? (
          <EmptyState headingLevel={3} title={t("matches.emptyTitle")} body={t("matches.emptyBody")} />
        ) : (
          <MatchList matches={open} decide={decide} />
        )}
      </Section>
      {merges.length === 0 ? null : (
        <Section title={t("merges.title")} aside={t("merges.context")}>
          <MergeTable merges={merges} split={split} resume={resume} />
        </Section>
      )}
      {apart.length === 0 ? null : (
        <Section title={t("matches.apartTitle")} aside={t("matches.apartContext")}>
          <MatchList matches={apart} decide={null} />
        </Section>
      )}
      <Section title={t("opposition.title")} aside={t("opposition.context")}>
        <OppositionPanel sites={oppositions} add={add} check={check} remove={remove} />
      </Section>
    </Page>
  );
}
