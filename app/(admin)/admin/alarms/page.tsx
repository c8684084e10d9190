import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AlarmList } from "@/components/admin/alarm-list";
import { DeadLetterTable, FailureTable, SilentScannerTable } from "@/components/admin/alarm-tables";
import { Page, Section } from "@/components/shell/page";
import { pageActor, pageData } from "@/lib/access/page";
import { readAlarms } from "@/lib/ingest/operations/read-alarms";
import { retry } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("title") };
}

export default async function AlarmsPage() {
  const actor = await pageActor();
  const { alarms, deadLetters, silentScanners, failures } = await pageData(() => readAlarms(actor));
  const t = await getTranslations("operations");
  const standing = alarms.filter(({ state }) => state !== "ok").length;
  return (
    <Page title={t("title")} context={t("context", { standing })}>
      <AlarmList alarms={alarms} />
      {deadLetters.length > 0 ? (
        <Section title={t("deadLetters.title")} aside={t("deadLetters.more", { count: deadLetters.length })}>
          <DeadLetterTable letters={deadLetters} retry={retry} />
        </Section>
      ) : null}
      {silentScanners.length > 0 ? (
        <Section title={t("silent.title")}>
          <SilentScannerTable scanners={silentScanners} />
        </Section>
      ) : null}
      {failures.length > 0 ? (
        <Section title={t("failures.title")}>
          <FailureTable failures={failures} />
        </Section>
      ) : null}
    </Page>
  );
}
