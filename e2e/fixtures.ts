import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, type DemoAccount } from "@/prisma/demo/accounts";

export { expect };

export type DemoRole = DemoAccount["role"];

/** Messages that a browser writes by itself and that say nothing about the page. */
const HARMLESS = [/GroupMarkerNotSet/, /GPU stall due to ReadPixels/, /Automatic fallback to software WebGL/];

interface Fixtures {
  /** A new page whose user has signed in with a demonstration account. */
  signedIn: (role: DemoRole, locale?: string) => Promise<Page>;
  /** Lets one expected kind of console error pass, e.g. the 404 that a test provokes. */
  allowConsoleError: (pattern: RegExp) => void;
}

/** Playwright's test, failing on any console error or uncaught exception of its pages. */
export const test = base.extend<Fixtures & { consoleGuard: { errors: string[]; allowed: RegExp[] } }>({
  consoleGuard: [
    async ({ context }, use) => {
      const guard = { errors: [] as string[], allowed: [...HARMLESS] };
      watch(context, guard.errors);
      await use(guard);
      const unexpected = guard.errors.filter((text) => !guard.allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, "errors on the console of the page").toEqual([]);
    },
    { auto: true },
  ],
  allowConsoleError: async ({ consoleGuard }, use) => {
    await use((pattern) => void consoleGuard.allowed.push(pattern));
  },
  signedIn: async ({ browser, consoleGuard }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role, locale) => {
      const context = await openSession(browser, role, locale);
      contexts.push(context);
      watch(context, consoleGuard.errors);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

function watch(context: BrowserContext, errors: string[]): void {
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    // A browser does not name what it could not load; the address says it.
    const { pathname } = new URL(message.location().url || "about:blank");
    errors.push(`${message.text()} ${pathname}`);
  });
  context.on("weberror", (error) => errors.push(error.error().message));
}

/** Signs in through next-auth's own endpoints; the sign-in page has its own test. */
async function openSession(browser: Browser, role: DemoRole, locale?: string): Promise<BrowserContext> {
  const context = await browser.newContext(locale ? { locale } : {});
  const csrf = (await (await context.request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await context.request.post("/api/auth/callback/credentials", {
    form: {
      csrfToken: csrf.csrfToken,
      email: DEMO_ACCOUNTS.find((account) => account.role === role)?.email ?? "",
      password: DEMO_PASSWORD,
      json: "true",
    },
  });
  expect(answer.ok()).toBe(true);
  return context;
}
