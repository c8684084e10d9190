import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { RequestsTable } from "@/components/admin/requests-table";
import { Page } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { pageActor, pageData } from "@/lib/access/page";
import { criteriaNames } from "@/lib/cohort/criteria-names";
import { listAccessRequests } from "@/lib/cohort/list-access-requests";
import { sentenceOf } from "@/lib/cohort/sentence";
import { CRITERIA_PARAMETER, encodeCriteria } from "@/lib/cohort/url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.requests"))("title") };
}

export default async function RequestsPage() {
  const actor = await pageActor();
  const { requests, vocabulary } = await pageData(() => listAccessRequests(actor));
  const [t, words, locale] = await Promise.all([
    getTranslations("admin.requests"),
    getTranslations("criteria"),
    getLocale(),
  ]);
  const names = criteriaNames(vocabulary, locale === "fr" ? "fr" : "en");
  const shown = requests.map(({ criteria, siteName, projectName, ...request }) => ({
    ...request,
    scope: siteName ?? projectName,
    question: criteria && {
      sentence: sentenceOf(criteria, words, names),
      href: `/cohorts/build?${CRITERIA_PARAMETER}=${encodeCriteria(criteria)}`,
    },
  }));
  return (
    <Page title={t("title")} context={t("context", { count: requests.length })}>
      {shown.length === 0 ? (
        <EmptyState title={t("emptyTitle")} body={t("emptyBody")} />
      ) : (
        <RequestsTable requests={shown} />
      )}
    </Page>
  );
}
