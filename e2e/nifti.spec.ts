import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";
import { ViewerPage } from "./viewer-page";

const STORE = "./e2e/nifti-store.ts";

interface Made {
  seriesId: string;
  /** A mask on the grid of the series' volume, and the same a voxel aside; in base64. */
  onGrid: string;
  aside: string;
}

test.afterAll(() => void inServerData(STORE, "removeNiftiExam"));

async function give(page: Page, name: string, content: string): Promise<void> {
  await page.getByLabel("Fichier", { exact: true }).setInputFiles({
    name,
    mimeType: "application/gzip",
    buffer: Buffer.from(content, "base64"),
  });
  await page.getByRole("button", { name: "Joindre", exact: true }).click();
}

test("a data manager attaches a mask to a series, is told why a bad file is not taken, and opens what she gave", async ({
  signedIn,
}) => {
  const { seriesId, onGrid, aside } = inServerData(STORE, "makeNiftiExam") as Made;
  const page = await signedIn("dataManager", "fr-FR");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`/series/${seriesId}`);
  await page.getByRole("button", { name: "Joindre un NIfTI" }).click();
  const dialog = page.getByRole("dialog", { name: "Joindre un fichier NIfTI" });
  await expect(dialog.getByRole("button", { name: "Joindre", exact: true })).toBeDisabled();
  expect(
    (await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations.map(({ id }) => id),
  ).toEqual([]);

  await give(page, "letter.nii.gz", gzipSync(Buffer.from("Dear colleague")).toString("base64"));
  await expect(dialog.getByText(/Non retenu.*pas un fichier NIfTI/)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Un autre fichier" }).click();

  await give(page, "mask.nii.gz", onGrid);
  await expect(dialog.getByText("Le volume est dans le catalogue.")).toBeVisible({ timeout: 60_000 });
  expect(
    (await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations.map(({ id }) => id),
  ).toEqual([]);
  await dialog.getByRole("button", { name: "Un autre fichier" }).click();

  // Off the grid, it is offered as what it can be.
  await give(page, "aside.nii.gz", aside);
  await expect(dialog.getByText(/Non retenu.*pas sur la grille de ce volume/)).toBeVisible({
    timeout: 60_000,
  });
  await dialog.getByRole("button", { name: "Joindre comme volume dérivé" }).click();
  await expect(dialog.getByText("Le volume est dans le catalogue.")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Fermer" }).click();

  await expect(page.getByRole("link", { name: "Volume calculé (NIfTI)" })).toHaveCount(2);
  await page.getByRole("link", { name: "Volume calculé (NIfTI)" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /SEG/ })).toBeVisible();
  await expect(page.getByText("Un fichier NIfTI")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);

  await page.getByRole("link", { name: "Ouvrir", exact: true }).click();
  const viewer = new ViewerPage(page);
  await viewer.ready();
  expect([0, 1, 2]).toContain((await viewer.reading()).value);
});
