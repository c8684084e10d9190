import { zipSync } from "fflate";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";

const STORE = "./e2e/upload-store.ts";

test.afterAll(() => void inServerData(STORE, "removeUploads"));

test("a data manager gives files in the browser, and sees the fate of each", async ({ signedIn }) => {
  const made = inServerData(STORE, "makeSlices", { count: 3 }) as string[];
  const slice = (number: number) => Buffer.from(made[number - 1] ?? "", "base64");
  const page = await signedIn("dataManager", "fr-FR");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/admin/ingest");
  await expect(page.getByRole("button", { name: "Choisir des fichiers" })).toBeDisabled();
  await page.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: "CHU de Lille" }).click();

  const archive = zipSync({
    "inside/2.dcm": new Uint8Array(slice(2)),
    "inside/3.dcm": new Uint8Array(slice(3)),
  });
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([
      { name: "1.dcm", mimeType: "application/dicom", buffer: slice(1) },
      { name: "more.zip", mimeType: "application/zip", buffer: Buffer.from(archive) },
      { name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear colleague") },
    ]);

  await expect(page.getByText("Terminé : chaque fichier a son sort")).toBeVisible({ timeout: 60_000 });
  const files = page.getByRole("table", { name: "Fichiers de cet envoi" });
  await expect(files.getByRole("row", { name: /1\.dcm.*enregistré/ })).toBeVisible();
  await expect(files.getByRole("row", { name: /more\.zip.*2 fichiers enregistré/ })).toBeVisible();
  await expect(files.getByRole("row", { name: /letter\.txt.*refusé.*pas un fichier DICOM/ })).toBeVisible();
  const sum = (await page.getByTestId("upload-sum").innerText()).replace(/\s/g, " ");
  const [received = 0, ...parts] = [...sum.matchAll(/\d+/g)].map(([number]) => Number(number));
  expect(received).toBe(4);
  expect(parts.reduce((total, part) => total + part, 0)).toBe(received);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  // The same files again store nothing.
  await page.getByRole("button", { name: "Donner d’autres fichiers" }).click();
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([{ name: "1.dcm", mimeType: "application/dicom", buffer: slice(1) }]);
  await expect(page.getByRole("row", { name: /1\.dcm.*doublon/ })).toBeVisible({ timeout: 60_000 });
});
