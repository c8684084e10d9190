import { expect, test } from "./fixtures";

test("an administrator enters a peer, switches it off and removes it", async ({ signedIn }) => {
  const page = await signedIn("admin");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/admin/peers");
  await page.getByRole("button", { name: "Add a peer" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("PACS of the browser test");
  await dialog.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: "CHU de Lille" }).click();
  await dialog.getByLabel("AE title").fill("BROWSERTEST");
  // An address that is none is refused, and what was typed stays.
  await dialog.getByLabel("Addresses").fill("10.1.2.300");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Something in the form is not right").first()).toBeVisible();
  await expect(dialog.getByLabel("AE title")).toHaveValue("BROWSERTEST");
  await dialog.getByLabel("Addresses").fill("10.1.2.0/24");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();

  const row = page.getByRole("row", { name: /PACS of the browser test/ });
  await expect(row).toContainText("BROWSERTEST");
  await expect(row).toContainText("10.1.2.0/24");
  await expect(row).toContainText("never");
  await row.getByRole("button", { name: /Disable/ }).click();
  await expect(row).toContainText("disabled");
  await row.getByRole("button", { name: /Remove/ }).click();
  await page.getByRole("button", { name: "Remove the peer" }).click();
  await expect(row).toBeHidden();
});
