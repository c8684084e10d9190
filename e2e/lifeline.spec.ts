import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

// The demonstration's drifting scanners (prisma/demo/network/sites.ts) as their life lines tell them.

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test("a data manager sees which scanner drifts, since when and by what, in French, by keyboard", async ({
  signedIn,
}) => {
  const page = await signedIn("dataManager", "fr-FR");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/network");
  await expect(page.getByText(/\d+ scanners dérivent sur \d+/)).toBeVisible();
  const overview = page.getByRole("table", { name: "État des scanners" });
  const row = overview.getByRole("row", { name: /CH de Roubaix/ });
  await expect(row).toContainText("dérive");
  await expect(row).toContainText("19 février 2024");
  await expect(row).toContainText("FLAIR · Temps d’inversion (TI)");
  // What drifts stands first, until another order is asked for.
  await expect(overview.getByRole("row").nth(1)).toContainText("dérive");
  await page.getByRole("button", { name: "Trier par État" }).focus();
  await page.keyboard.press("Enter");
  await expect(overview.getByRole("columnheader", { name: "Trier par État" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(overview.getByRole("row").nth(1)).toContainText("stable");

  await row.getByRole("link", { name: /CH de Roubaix/ }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/network\/scanners\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("CH de Roubaix · GE SIGNA Architect");
  const finding = page.getByRole("listitem").filter({ hasText: "FLAIR · Temps d’inversion (TI)" });
  await expect(finding).toContainText(/100\s%\sdes examens s’écartent du protocole depuis la version/);
  await expect(finding).toContainText(/le 19 février 2024/);
  await expect(finding).toContainText(/Attendu 1\s830\sms, observé 1\s684\sms/);
  const button = finding.getByRole("button", { name: /Marquer comme vu/ });
  if ((await button.count()) > 0) await button.click();
  await expect(finding.getByText("vu", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: /Socle inflammatoire/ }).click();
  await expect(page).toHaveURL(/protocol=CORE-INFLAMMATORY/);
  await page.getByText("Les mêmes chiffres en tableau").focus();
  await page.keyboard.press("Enter");
  const figures = page.getByRole("table", { name: "Les mêmes chiffres en tableau" });
  await expect(figures.getByRole("rowheader", { name: "mars 2026" })).toBeVisible();

  await finding.getByRole("link", { name: /Voir les séries/ }).click();
  await expect(page).toHaveURL(/\/catalogue\?.*verdict=/);
});

test("whoever holds no true date is told the order of epochs and no date", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist", "en-GB");
  await page.goto("/network");
  const row = page
    .getByRole("table", { name: "State of the scanners" })
    .getByRole("row", { name: /CH de Calais/ });
  await expect(row).toContainText("drifts");
  await expect(row).not.toContainText(/20\d\d/);
  await row.getByRole("link").click();
  await expect(page.getByText("time is given by the epochs, in order", { exact: false })).toBeVisible();
  await expect(page.getByText(/depart from the protocol since version 11.1.0/).first()).toBeVisible();
  expect(await page.getByRole("main").innerText()).not.toMatch(/\b20\d\d\b/);
  await expect(page.getByRole("button", { name: /Mark as seen/ })).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the overview and a life line are accessible, ${colorScheme}`, async ({ signedIn }) => {
    const page = await signedIn("dataManager", "fr-FR");
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/network");
    await expect(page.getByRole("table", { name: "État des scanners" })).toBeVisible();
    expect(await violations(page), "overview").toEqual([]);
    await page.getByRole("link", { name: /^Ligne de vie de .*Roubaix/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("CH de Roubaix");
    await page.getByText("Les mêmes chiffres en tableau").click();
    expect(await violations(page), "life line").toEqual([]);
  });
