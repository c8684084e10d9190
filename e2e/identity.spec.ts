import AxeBuilder from "@axe-core/playwright";
import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";

const STORE = "./e2e/identity-store.ts";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test("a data manager says that two subjects are one person, and takes it back", async ({ signedIn }) => {
  test.setTimeout(240_000);
  const { merged, kept } = inServerData(STORE, "insertMatch") as { merged: string; kept: string };
  try {
    const page = await signedIn("dataManager");
    await page.goto("/admin/identity");
    const pair = page.getByRole("listitem").filter({ hasText: merged }).filter({ hasText: kept });
    await expect(pair).toContainText("name, birth date and sex");
    await expect(pair).toContainText("1 exam (M0)");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await violations(page), colorScheme).toEqual([]);
    }
    await pair.getByRole("button", { name: /^Same person/ }).click();
    await expect(page.getByRole("dialog")).toContainText(`${merged}`);
    await page.getByRole("button", { name: "Merge them" }).click();
    const row = page.getByRole("row").filter({ hasText: merged });
    await expect(row).toContainText(kept);
    await expect(row).toContainText("done", { timeout: 60_000 });
    await expect(pair).toHaveCount(0);

    await row.getByRole("button", { name: /^Split/ }).click();
    await page.getByRole("button", { name: "Split them" }).click();
    await expect(row).toContainText("split again", { timeout: 60_000 });
    // Remembered as two people, and not asked about again.
    await expect(pair).toHaveCount(1);
    await expect(pair.getByRole("button")).toHaveCount(0);
  } finally {
    inServerData(STORE, "removeMatch", [merged, kept]);
  }
});

test("a data manager keeps the opposition list; identifiers leave no trace", async ({ signedIn }) => {
  const identifier = `E2E-${randomBytes(6).toString("hex").toUpperCase()}`;
  const since = new Date(Date.now() - 1000).toISOString();
  const page = await signedIn("dataManager");
  await page.goto("/admin/identity");
  const field = page.getByLabel("Hospital identifier");
  const say = async (button: string, answer: string) => {
    await field.fill(identifier);
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByText(answer, { exact: true })).toBeVisible();
    await expect(field).toHaveValue("");
  };
  await say("Check", "She is not on the list.");
  await say("Put on the list", "She is on the list now.");
  await say("Put on the list", "She was on the list already.");
  await say("Check", "She is on the list.");
  expect(inServerData(STORE, "oppositionTraces", { since, identifier })).toBe(false);
  await say("Take off", "She is off the list; files that come from now on are accepted.");

  const list = page.getByLabel("Several identifiers");
  await list.fill(`IPP;Name\n${identifier};A\n***;B`);
  await page.getByRole("button", { name: "Try the list" }).click();
  await expect(page.getByText("Line 3 names nobody", { exact: false })).toBeVisible();
  await expect(page.getByRole("button", { name: "Add the list" })).toBeDisabled();
  await list.fill(`IPP;Name\n${identifier};A`);
  await page.getByRole("button", { name: "Try the list" }).click();
  await page.getByRole("button", { name: "Add the list" }).click();
  await expect(page.getByText("1 person added, 0 on the list already.")).toBeVisible();
  await say("Take off", "She is off the list; files that come from now on are accepted.");
});
