import AxeBuilder from "@axe-core/playwright";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";

const STORE = "./e2e/combat-store.ts";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
    );
    expect(found, colorScheme).toEqual([]);
  }
}

test("a researcher fits a harmonisation, reads it, applies it and takes the table, in French", async ({
  signedIn,
}) => {
  test.setTimeout(240_000);
  const { siteId, siteName } = inServerData(STORE, "insertMeasured") as { siteId: string; siteName: string };
  const model = `Essai ${randomBytes(4).toString("hex")}`;
  try {
    const page = await signedIn("neuroscientist", "fr-FR");
    await page.goto("/network/harmonisation");
    await expect(page.getByRole("heading", { level: 1, name: "Harmonisation statistique" })).toBeVisible();
    await page.getByLabel("Séquence", { exact: true }).click();
    await page.getByRole("option", { name: "T1w 3D" }).click();

    // Only the scanners of this test's site.
    const scanners = page.getByRole("group", { name: "Scanners du groupe de référence" }).first();
    await scanners.getByLabel("Tous les scanners").click();
    if ((await scanners.getByRole("checkbox", { checked: true }).count()) > 0)
      await scanners.getByLabel("Tous les scanners").click();
    await expect(page.getByRole("button", { name: "Voir le groupe" })).toBeDisabled();
    await scanners.getByLabel(siteName).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Voir le groupe" }).click();

    // One scanner has too few subjects, and the page says so and how to go on.
    const refusals = page.getByRole("alert").filter({ hasText: "Ce n’est pas possible ainsi" });
    await expect(refusals).toContainText(/Scanner C .* trop peu de sujets \(4\), il en faut au moins 10/);
    await expect(page.getByRole("button", { name: "Calculer le modèle" })).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Écarter cette époque" }).click();
    await expect(page.getByText(/^55 sujets sur 2 époques de scanner/)).toBeVisible();
    await expect(refusals).toHaveCount(0);
    const batches = page.getByRole("table", { name: "Sujets par époque de scanner" });
    await expect(batches.getByRole("row").filter({ hasText: "Scanner B" })).toContainText("30");

    await page.getByLabel("Nom du modèle").fill(model);
    await page.getByRole("button", { name: "Calculer le modèle" }).click();
    await expect(page).toHaveURL(/\/network\/harmonisation\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { level: 1, name: `${model}, version 1` })).toBeVisible();
    const snr = page.getByRole("table", { name: "Signal sur bruit dans la tête" });
    await expect(snr.getByRole("row").filter({ hasText: "Scanner B" })).toContainText(
      /avant.*médiane .* après/,
    );
    await expectAccessible(page);

    // A scanner that the model does not know is refused, in words; its own ones are harmonised.
    const targets = page.getByRole("group", { name: "Scanners dont les examens sont harmonisés" }).first();
    const unseen = targets.getByLabel(/Scanner C · XA60.*inconnue du modèle/);
    await unseen.click();
    await page.getByRole("button", { name: "Appliquer le modèle" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "ne connaît pas cette époque" })).toContainText(
      "Scanner C",
    );
    await unseen.click();
    await page.getByRole("button", { name: "Appliquer le modèle" }).click();
    await expect(page.getByText("55 examens harmonisés, de 55 sujets.")).toBeVisible();
    await expect(page.getByRole("table", { name: "Valeurs harmonisées" }).getByRole("row")).toHaveCount(51);
    await expectAccessible(page);

    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Télécharger le tableau (CSV)" }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/^harmonised-[0-9a-f]{8}-v1\.csv$/);
    const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(56);
    expect(lines[0]).toContain("snrForeground,");
    expect(lines[0]).toContain("snrForeground_harmonised");

    await page.getByRole("link", { name: "Tous les modèles" }).click();
    const row = page.getByRole("row").filter({ hasText: model });
    await expect(row).toContainText("Camille Chercheuse");
  } finally {
    inServerData(STORE, "removeMeasured", { siteId, model });
  }
});

test("statistical harmonisation is closed to a clinician, and says why", async ({ signedIn }) => {
  const page = await signedIn("clinician");
  await page.goto("/network/harmonisation");
  await expect(
    page.getByRole("heading", { name: "Statistical harmonisation is not within your rights" }),
  ).toBeVisible();
  await expectAccessible(page);
});
