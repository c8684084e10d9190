import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { EVERYTHING } from "@/lib/cohort/criteria";
import { encodeCriteria } from "@/lib/cohort/url";
import { expect, test, type DemoRole } from "./fixtures";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Rules broken on the page, each with the first elements that break it and their number. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ target }) => target.join(" "))
        .join(" | ")} (${nodes.length})`,
  );
}

/** In light and in dark, the page as it is. */
async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page), `${page.url()} in ${colorScheme}`).toEqual([]);
  }
}

const EVERYTHING_ASKED = encodeCriteria(EVERYTHING);
const WOMEN_ASKED = encodeCriteria({ version: 1, root: { kind: "sex", values: ["female"] } });

const PAGES: { path: string; role: DemoRole; see: string }[] = [
  { path: "/catalogue", role: "neuroscientist", see: "Catalogue" },
  {
    path: "/catalogue?by=exams&diagnosis=DOID:2377&role=FLAIR.3D&ageMin=30",
    role: "neuroscientist",
    see: "Catalogue",
  },
  { path: "/catalogue?by=series&pixels=true", role: "neuroscientist", see: "Catalogue" },
  { path: "/catalogue?q=nothing-is-called-this", role: "neuroscientist", see: "Catalogue" },
  { path: "/network", role: "neuroscientist", see: "Network" },
  { path: "/network", role: "clinician", see: "Network" },
  { path: "/network/discovery", role: "dataManager", see: "Discovery" },
  { path: "/find", role: "clinician", see: "Find a patient" },
  { path: "/find", role: "neuroscientist", see: "Find a patient" },
  { path: "/account", role: "clinician", see: "My preferences" },
  { path: "/cohorts", role: "neuroscientist", see: "Cohorts" },
  { path: `/cohorts/overlap?q=${EVERYTHING_ASKED}`, role: "neuroscientist", see: "Overlap of the cohort" },
  {
    path: `/cohorts/compare?a=${EVERYTHING_ASKED}&b=${WOMEN_ASKED}`,
    role: "neuroscientist",
    see: "Comparison of cohorts",
  },
  { path: "/admin/clinical", role: "dataManager", see: "Clinical data" },
];

for (const { path, role, see } of PAGES) {
  test(`${path} keeps to WCAG 2.2 AA for the ${role}`, async ({ signedIn }) => {
    const page = await signedIn(role);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: see })).toBeAttached();
    await expectAccessible(page);
  });
}

test("subject, exam and series pages keep to WCAG 2.2 AA", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist");
  await page.goto("/catalogue?diagnosis=DOID:2377&visits=3");
  await page.getByRole("table").getByRole("link", { name: /^ARI-/ }).first().click();
  await expect(page).toHaveURL(/\/subjects\//);
  await expect(page.getByRole("heading", { level: 1, name: /^ARI-/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("table").getByRole("link", { name: "M0" }).click();
  await expect(page).toHaveURL(/\/exams\//);
  await expect(page.getByRole("heading", { level: 1, name: /M0/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("table").getByRole("link", { name: /^T1w/ }).first().click();
  await expect(page).toHaveURL(/\/series\//);
  await expect(page.getByRole("heading", { level: 1, name: /T1w/ })).toBeVisible();
  await expectAccessible(page);
});

test("sign-in and not-found pages keep to WCAG 2.2 AA", async ({ page, signedIn, allowConsoleError }) => {
  allowConsoleError(/404/);
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expectAccessible(page);
  const known = await signedIn("neuroscientist");
  await known.goto("/subjects/ARI-0000-00");
  await expect(known.getByRole("link", { name: "Back to the catalogue" })).toBeVisible();
  await expectAccessible(known);
});

test("the catalogue can be asked, read and left with the keyboard alone", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist");
  await page.goto("/catalogue");
  const focused = page.locator(":focus");

  // The first stop leads past the bar.
  await page.keyboard.press("Tab");
  await expect(focused).toHaveAttribute("href", /^#/);

  // A facet: arrows walk its boxes, space ticks one, and the question says it.
  const boxes = page.locator("#facet-diagnosis").getByRole("checkbox");
  await boxes.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(boxes.nth(1)).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/diagnosis=/);
  await expect(page.getByRole("group", { name: "The question" }).getByRole("button").first()).toBeVisible();
  await page.goBack();
  await expect(page.getByText("All subjects of the catalogue.")).toBeVisible();

  // The table: down and up walk the rows, the focused one is outlined, Enter opens it.
  const rows = page.getByRole("table").locator("tbody tr");
  await rows.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(rows.nth(1)).toBeFocused();
  expect(await focused.evaluate((row) => getComputedStyle(row).outlineStyle)).not.toBe("none");
  const pseudonym = await rows.nth(1).getByRole("link", { name: /^ARI-/ }).innerText();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/subjects/${pseudonym}`));

  // "/" reaches the search from any page, "?" shows the keys, Escape closes them.
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("Lille");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/catalogue\?q=Lille/);
  await expect(page.getByRole("table").locator("tbody tr").first()).toContainText("Lille");
  await page.getByRole("tab", { name: "By subject" }).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("tab", { name: "By subject" })).toBeFocused();
});
