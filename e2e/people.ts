import { randomBytes } from "node:crypto";
import {
  expect,
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type Page,
} from "@playwright/test";

// Accounts that a test opens by the pages themselves, and closes again.

export interface NewPerson {
  email: string;
  name: string;
  password: string;
}

/** Somebody whom no earlier run knows. */
export function newPerson(): NewPerson {
  const mark = randomBytes(4).toString("hex");
  return { email: `essai-${mark}@example.org`, name: `Essai ${mark}`, password: `fil ${mark} ariane` };
}

/** Invites as a neuroscientist; the one-time link as a path. The page stays on its closed dialogue. */
export async function invite(admin: Page, person: NewPerson): Promise<string> {
  await admin.goto("/admin/invitations");
  await admin.getByRole("button", { name: "Invite someone" }).click();
  await admin.getByLabel("E-mail").fill(person.email);
  await admin.getByRole("button", { name: "Make the link" }).click();
  const link = admin.getByRole("textbox", { name: "One-time link" });
  await expect(link).toBeVisible();
  const path = new URL(await link.inputValue()).pathname;
  await admin.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await expect(admin.getByRole("dialog")).toHaveCount(0);
  return path;
}

/** Opens the account by its link and signs in with it, in a browser of its own. */
export async function openAccount(
  browser: Browser,
  path: string,
  person: NewPerson,
): Promise<BrowserContext> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(path);
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByLabel("Password again").fill(person.password);
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !/^\/(sign-in|invitation)/.test(url.pathname));
  await page.close();
  return context;
}

/** Disables the account, which its row says afterwards; before it was opened, revokes the invitation. */
export async function disable(admin: Page, person: NewPerson): Promise<void> {
  await admin.goto("/admin/users");
  const row = admin.getByRole("row").filter({ hasText: person.email });
  if ((await row.getByText(/disabled on/).count()) > 0) return;
  if ((await row.count()) === 0) {
    await admin.goto("/admin/invitations");
    await row.getByRole("button", { name: /^Revoke/ }).click();
    await admin.getByRole("button", { name: "Revoke the invitation" }).click();
    await expect(row).toContainText("revoked on");
    return;
  }
  await row.getByRole("button", { name: `Actions for ${person.name}` }).click();
  await admin.getByRole("menuitem", { name: "Disable…" }).click();
  await admin.getByRole("button", { name: "Disable the account" }).click();
  await expect(row.getByText(/disabled on/)).toBeVisible();
}

/** Status of a GET that follows no redirection. */
export async function statusOf(request: APIRequestContext, path: string): Promise<number> {
  return (await request.get(path, { maxRedirects: 0 })).status();
}
