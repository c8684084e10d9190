import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";

const STORE = "./e2e/quarantine-store.ts";
const LABEL = "Salle d’essai";
const FILES = 3;

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}

test("a data manager names the scanner of held files, and they flow on", async ({ signedIn }) => {
  const { runId } = inServerData(STORE, "giveUnknownScanner", { files: FILES }) as { runId: string };
  try {
    const page = await signedIn("dataManager", "fr-FR");
    await page.emulateMedia({ reducedMotion: "reduce" });
    const group = page.getByRole("listitem").filter({ hasText: "scanner non enregistré" });
    await expect(async () => {
      await page.goto("/admin/quarantine");
      await expect(group).toContainText(`${FILES} fichiers d’un scanner non enregistré`, { timeout: 500 });
    }).toPass();
    await expect(group).toContainText("Siemens Prisma fit");
    await expect(group).toContainText("MagneticFieldStrength");
    expect(await violations(page), "the page").toEqual([]);

    await group.getByRole("button", { name: /Indiquer le scanner/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Scanner", { exact: true }).click();
    await page.getByRole("option", { name: "Enregistrer un nouveau scanner…" }).click();
    await expect(dialog.getByLabel("Modèle")).toHaveValue("Prisma fit");
    await dialog.getByLabel("Champ (T)").fill("30000");
    await expect(dialog.getByText(/En teslas/)).toBeVisible();
    const release = dialog.getByRole("button", { name: `Associer et libérer ${FILES} fichiers` });
    await expect(release).toBeDisabled();
    await dialog.getByLabel("Champ (T)").fill("3");
    await dialog.getByLabel("Nom d’usage").fill(LABEL);
    expect(await violations(page), "naming the scanner").toEqual([]);
    await release.click();
    await expect(
      page.getByText(`${FILES} fichiers repartent vers le catalogue.`, { exact: true }),
    ).toBeVisible();
    await expect(group).toHaveCount(0);
    await expect
      .poll(() => inServerData(STORE, "accountOf", { runId }), { timeout: 30_000 })
      .toEqual({ received: FILES, waiting: 0, stored: FILES, quarantined: 0 });

    await page.goto("/network");
    // The overview names it too, above the list that is kept of it.
    const row = page.getByRole("row").filter({ hasText: LABEL }).last();
    await expect(row).toContainText("Siemens Prisma fit");
    await expect(row.getByRole("time")).toBeVisible();
    expect(await violations(page), "the network").toEqual([]);
    await page.getByRole("button", { name: "Actions pour Siemens Prisma fit" }).last().click();
    await expect(page.getByRole("menuitem", { name: "Noter un changement de matériel…" })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto("/admin/ingest");
    await expect(page.getByRole("table", { name: "Jour par jour" })).toContainText("dossier");
  } finally {
    inServerData(STORE, "removeScanner", { label: LABEL, runId });
  }
});
