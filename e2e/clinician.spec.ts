import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";
import { ViewerPage } from "./viewer-page";

const STORE = "./e2e/clinician-store.ts";
/** Of the demonstration: a patient of the clinician's site with two exams, and one of another site. */
const IDENTIFIER = "LILLE-000247";
const ELSEWHERE = "AMIENS-000058";
const UNKNOWN = "LILLE-864209";
const TYPED = [IDENTIFIER, ELSEWHERE, UNKNOWN];

/** Everything that a browser sends or keeps as an address. */
function recordAddresses(page: Page): string[] {
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers()["referer"] ?? ""));
  page.on("framenavigated", (frame) => addresses.push(frame.url()));
  return addresses;
}

async function find(page: Page, identifier: string): Promise<void> {
  await page.getByLabel("Hospital identifier").fill(identifier);
  await page.getByRole("button", { name: "Find", exact: true }).click();
}

test("finds a patient by identifier, sets two dates side by side, and keeps a length", async ({
  signedIn,
}) => {
  const viewer = new ViewerPage(await signedIn("clinician"));
  const { page } = viewer;
  const addresses = recordAddresses(page);

  await page.goto("/find");
  await find(page, IDENTIFIER.toLowerCase());
  await page.getByRole("link", { name: "Open the timeline" }).click();
  await page.waitForURL(/\/subjects\/ARI-/);
  const pseudonym = page.url().split("/").at(-1) ?? "";
  inServerData(STORE, "removeMeasurements", pseudonym);

  // Two dates, chosen by hand.
  for (const box of await page.getByRole("checkbox", { name: /for comparison$/ }).all()) await box.uncheck();
  await expect(page.getByRole("button", { name: "Compare two exams" })).toBeDisabled();
  await page.getByRole("checkbox", { name: "Select exam M0 for comparison" }).check();
  await page.getByRole("checkbox", { name: "Select exam M12 for comparison" }).check();
  await page.getByRole("button", { name: "Compare M0 and M12" }).click();
  await page.waitForURL(/\/compare\?a=.+&b=.+/);

  await viewer.ready("a");
  await viewer.ready("b");
  const shown = await page
    .locator("[data-testid=rail-volume][aria-pressed=true]")
    .evaluateAll((buttons) => buttons.map((button) => button.textContent));
  expect(shown, "the same role on both sides").toEqual([shown[0], shown[0]]);
  expect(shown[0]).toContain("T1w");
  const basis = page.getByTestId("link-basis");
  await expect(basis).toHaveAttribute("data-linked", "true");
  await expect(basis).toHaveAttribute("data-basis", "patient-position");
  await expect(basis).toContainText("frames differ");

  // What moves on the left moves on the right.
  await viewer.goTo([18, -10, 22], "a");
  await expect.poll(async () => (await viewer.reading("b")).positionMm).toEqual([18, -10, 22]);

  await page.getByRole("button", { name: "Measure", exact: true }).click();
  await viewer.drag("axial", [0.42, 0.45], [0.58, 0.55], "a");
  const lengths = viewer.measurements().filter({ hasText: "mm" });
  await expect(lengths).toHaveCount(1);
  const millimetres = /\d+\.\d mm/.exec(await lengths.first().innerText())?.[0];
  expect(millimetres).toBeDefined();

  await page.reload();
  await viewer.ready("a");
  await expect(lengths).toHaveCount(1);
  await expect(lengths.first()).toContainText(millimetres ?? "");
  await lengths
    .first()
    .getByRole("button", { name: /^Go to/ })
    .click();
  await expect(viewer.pane("axial", "a").getByTestId("length-mark")).toContainText(millimetres ?? "");

  await page.getByRole("button", { name: /^Delete Length 1/ }).click();
  await expect(lengths).toHaveCount(0);
  for (const address of addresses) expect(address).not.toContain(/\d{6}/.exec(IDENTIFIER)?.[0]);
});

test("an identifier finds nobody elsewhere, and stays nowhere", async ({ signedIn }) => {
  const page = await signedIn("clinician");
  const addresses = recordAddresses(page);
  const start = new Date().toISOString();
  await page.goto("/find");

  await find(page, UNKNOWN);
  await expect(page.getByRole("heading", { name: /^No patient with this/ })).toBeVisible();
  await expect(page.getByLabel("Hospital identifier")).toHaveValue("");

  await page.reload();
  await find(page, ELSEWHERE);
  await expect(page.getByRole("heading", { name: /^No patient with this/ })).toBeVisible();

  // A form altered to ask at that other site is refused: the right is that of one's own site.
  await page.reload();
  const otherSite = inServerData(STORE, "siteIdOf", "AMIENS") as string;
  await page.locator("input[name=siteId]").evaluate((input, id) => {
    (input as HTMLInputElement).value = id;
  }, otherSite);
  await find(page, ELSEWHERE);
  await expect(
    page.locator("main").getByText("This search is for clinicians of a site").first(),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the timeline" })).toHaveCount(0);

  await page.reload();
  await find(page, IDENTIFIER);
  await expect(page.getByRole("link", { name: "Open the timeline" })).toBeVisible();
  expect(await page.content()).not.toContain(IDENTIFIER);

  expect(addresses.filter((address) => TYPED.some((typed) => address.includes(typed)))).toEqual([]);
  const audit = inServerData(STORE, "auditSince", start) as { text: string; identified: number };
  expect(audit.identified, "hits and misses are recorded").toBe(3);
  for (const typed of TYPED) expect(audit.text).not.toContain(typed);
  expect(inServerData(STORE, "filesHolding", TYPED), "files of the database that hold an identifier").toEqual(
    [],
  );
});
