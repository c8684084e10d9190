import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What breaks a rule, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

for (const colorScheme of ["light", "dark"] as const)
  test(`the administration is accessible, ${colorScheme}`, async ({ signedIn }) => {
    const page = await signedIn("admin");
    // No movement, so that no colour is measured while a panel is still appearing.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const section of [
      "users",
      "invitations",
      "grants",
      "requests",
      "audit",
      "ingest",
      "quarantine",
      "peers",
      "alarms",
    ]) {
      await page.goto(`/admin/${section}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await violations(page), section).toEqual([]);
    }
    await page.goto("/admin/grants");
    await page.getByRole("button", { name: "Give a grant" }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page), "giving a grant").toEqual([]);
    await page.goto("/admin/invitations");
    await page.getByRole("button", { name: "Invite someone" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violations(page), "inviting").toEqual([]);
  });

for (const colorScheme of ["light", "dark"] as const)
  test(`the pages before the door are accessible, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of ["/sign-in", "/invitation/no-such-link"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await violations(page), path).toEqual([]);
    }
  });
