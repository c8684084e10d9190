import type { ReactNode } from "react";
import { ResearchNotice } from "@/components/shell/research-notice";
import { TopBar } from "@/components/shell/top-bar";
import { navigationFor } from "@/components/shell/navigation";
import { pageActor } from "@/lib/access/page";
import { readAccount } from "@/lib/access/read-account";
import { requestPreferences } from "./i18n/preferences";
import { saveLocale, saveTheme } from "./preferences";

/** The frame of every signed-in page but the viewer. Pages authorise by themselves: this only decorates. */
export async function AppShell({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const [account, preferences] = await Promise.all([readAccount(actor), requestPreferences()]);
  return (
    <div className="flex min-h-dvh flex-col">
      <TopBar
        userName={account.name}
        navigation={navigationFor(actor.roles, actor.grants.length > 0)}
        locale={preferences.locale}
        theme={preferences.theme}
        saveLocale={saveLocale}
        saveTheme={saveTheme}
      />
      <main id="content" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <footer className="border-t px-6.5 py-2">
        <ResearchNotice />
      </footer>
    </div>
  );
}
