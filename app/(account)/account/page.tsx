import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requestPreferences } from "@/app/i18n/preferences";
import { saveLocale, saveTheme } from "@/app/preferences";
import { PasswordForm } from "@/components/account/password-form";
import { TokenSection } from "@/components/account/token-section";
import { PreferenceChoices } from "@/components/account/preference-choices";
import { Facts } from "@/components/records/facts";
import { Page, Section } from "@/components/shell/page";
import { listApiTokens } from "@/lib/access/list-api-tokens";
import { pageActor, pageData } from "@/lib/access/page";
import { PASSWORD_MIN_CHARS } from "@/lib/access/password";
import { can } from "@/lib/access/policy";
import { readAccount } from "@/lib/access/read-account";
import { listUploadSites } from "@/lib/ingest/list-upload-sites";
import { submitPassword } from "./actions";
import { createToken, revokeToken } from "./token-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function AccountPage() {
  const actor = await pageActor();
  const [t, terms] = await Promise.all([getTranslations("account"), getTranslations("terms.userRole")]);
  const [account, preferences] = await Promise.all([
    pageData(() => readAccount(actor)),
    requestPreferences(),
  ]);
  const [tokens, sites] = await pageData(() =>
    Promise.all([listApiTokens(actor), can(actor, "ingest.manage") ? listUploadSites(actor) : []]),
  );
  return (
    <Page title={t("title")} context={`${account.name} · ${account.email}`}>
      <div className="grid max-w-4xl grid-cols-1 gap-8 md:grid-cols-2">
        <div className="flex flex-col gap-6">
          <PreferenceChoices
            locale={preferences.locale}
            theme={preferences.theme}
            saveLocale={saveLocale}
            saveTheme={saveTheme}
          />
          <Section title={t("rights")}>
            <Facts
              facts={[
                {
                  key: "roles",
                  label: t("roles"),
                  value: actor.roles.map((role) => terms(role)).join(", ") || t("noRoles"),
                },
                {
                  key: "rights",
                  label: t("rights"),
                  value:
                    actor.grants.length > 0
                      ? t("rightsCount", { count: actor.grants.length })
                      : t("noRights"),
                },
              ]}
            />
            <p className="text-muted">{t("rightsHint")}</p>
          </Section>
        </div>
        <Section title={t("password.title")}>
          <PasswordForm submit={submitPassword} minimumLength={PASSWORD_MIN_CHARS} />
        </Section>
      </div>
      {sites.length + tokens.length > 0 ? (
        <div className="max-w-4xl">
          <Section title={t("tokens.title")}>
            <TokenSection
              sites={sites.map(({ id, name }) => ({ id, name }))}
              tokens={tokens}
              actions={{ create: createToken, revoke: revokeToken }}
            />
          </Section>
        </div>
      ) : null}
    </Page>
  );
}
