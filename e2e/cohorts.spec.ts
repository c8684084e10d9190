import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { inServerData } from "./server-data";

type Counts = { subjects: number; exams: number; series: number };

const tree = (page: Page) => page.getByRole("region", { name: "Critères" });
const row = (page: Page, key: string) => page.locator(`[data-row="${key}"]`);

/** Adds a clause or a group by the menu of a group. */
async function add(page: Page, into: string | RegExp, what: string) {
  await tree(page).getByRole("button", { name: into }).last().click();
  await page.getByRole("menuitem", { name: what, exact: true }).click();
}

/** The three counts, once they are those of the question on screen. */
async function shownCounts(page: Page): Promise<Counts> {
  await expect(page.locator("[aria-busy]").first()).toHaveAttribute("aria-busy", "false");
  const read = async (unit: keyof Counts) =>
    Number((await page.locator(`[data-count="${unit}"]`).innerText()).replace(/\D/g, ""));
  return { subjects: await read("subjects"), exams: await read("exams"), series: await read("series") };
}

/** The builder at rest: a number that is being asked anew is greyed for a moment. */
async function expectAccessible(page: Page) {
  await shownCounts(page);
  await expectAccessibleAtRest(page);
}

async function expectAccessibleAtRest(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ") ?? ""}`),
      colorScheme,
    ).toEqual([]);
  }
}

const tick = (within: Locator, name: string) => within.getByRole("checkbox", { name, exact: true }).click();

test("builds a longitudinal question in French and counts it as SQL counts it", async ({ signedIn }) => {
  test.slow();
  const page = await signedIn("neuroscientist", "fr-FR");
  // No colour is measured while it still fades.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/cohorts/build");
  await expect(page.getByRole("heading", { name: "Pour commencer, par exemple" })).toBeVisible();
  await expectAccessible(page);
  const everything = await shownCounts(page);

  await add(page, "Ajouter un critère", "Diagnostic");
  await page.getByRole("combobox", { name: "Chercher un diagnostic" }).fill("sclerose en plaques");
  await expect(page.getByRole("option", { name: /^sclérose en plaques/i }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(row(page, "0")).toContainText("à la date de l’examen");
  await expect(page.getByRole("heading", { name: "Pour commencer, par exemple" })).toHaveCount(0);

  await add(page, "Ajouter un critère", "Rôle de séquence");
  await tick(page.getByRole("group", { name: "Rôle de séquence", exact: true }), "FLAIR");
  await tick(page.getByRole("group", { name: "Rôle de séquence", exact: true }), "T1w");
  await expect(row(page, "1.0.0")).toContainText("FLAIR");
  await expect(row(page, "1.0.0")).not.toContainText("T1w");
  await add(page, /^Ajouter à : Dans une même série/, "Acquisition");
  await add(page, /^Ajouter à : Dans une même série/, "Conformité de la série");
  await expect(row(page, "1.0.2")).toContainText("conforme");
  await expectAccessible(page);
  await add(page, "Ajouter un critère", "Rôle de séquence");
  await expect(row(page, "2.0.0")).toContainText("T1w");
  await add(page, "Ajouter un critère", "Une autre visite, après un intervalle");
  await tick(page.getByRole("group", { name: "Les deux examens" }), "même scanner");
  await expect(row(page, "3")).toContainText("Autre visite 9 à 15 mois plus tard");
  await expect(row(page, "3")).toContainText("même scanner");

  const expected = inServerData("./e2e/cohorts-store.ts", "countByHand") as Counts;
  expect(expected.subjects, "the demonstration holds such subjects").toBeGreaterThan(0);
  await expect.poll(() => shownCounts(page)).toEqual(expected);
  expect(expected.subjects).toBeLessThan(everything.subjects);

  // What a clause removed is what its removal brings back.
  const removed = Number((await row(page, "3").locator("[data-effect]").innerText()).replace(/\D/g, ""));
  await row(page, "3")
    .getByRole("button", { name: /^Autre visite/ })
    .first()
    .focus();
  await page.keyboard.press("Delete");
  await expect(row(page, "3")).toHaveCount(0);
  await expect.poll(async () => (await shownCounts(page)).subjects).toBe(expected.subjects + removed);
  await page.keyboard.press("Control+z");
  await expect.poll(() => shownCounts(page)).toEqual(expected);

  // The whole question is in the address: it opens again as it was, and reads as one sentence.
  await expect(page.getByRole("group", { name: "La question en une phrase" })).toContainText("FLAIR");
  const sentence = await page.getByRole("group", { name: "La question en une phrase" }).innerText();
  await page.goto(page.url());
  await expect(page.getByRole("group", { name: "La question en une phrase" })).toHaveText(sentence);
  expect(await shownCounts(page)).toEqual(expected);
  await expectAccessible(page);

  // Kept, then frozen: what is frozen has a code to cite it by.
  await page.getByRole("button", { name: "Enregistrer…" }).click();
  await page.getByRole("textbox", { name: "Nom" }).fill("SEP suivies à un an");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await expect(page).toHaveURL(/\/cohorts\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "SEP suivies à un an", level: 1 })).toBeVisible();
  const kept = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "Figer…" }).click();
  await page.getByRole("textbox", { name: "Pourquoi" }).fill("Étude des lésions");
  await page.getByRole("button", { name: "Figer", exact: true }).click();
  await expect(page).toHaveURL(/\/cohorts\/versions\/ARIANE-C-[A-Z0-9]{6}\.1$/);
  const version = page.url();
  await expect(page.getByText("SEP suivies à un an, version 1 [cohorte figée]")).toBeVisible();
  await page.getByRole("link", { name: "Ce qui changerait aujourd’hui" }).click();
  const diff = page.locator("[data-diff]");
  await expect(diff).toContainText("la même question donnerait aujourd’hui les mêmes membres");

  // One more exam that answers is found by the next question, and named by the next comparison; the version stays.
  const added = inServerData("./e2e/cohorts-store.ts", "addMatchingExam") as {
    examId: string;
    pseudonym: string;
  };
  try {
    await page.goto(`${version}?today=1`);
    await expect(diff).toContainText("1 examen entrerait, aucun ne sortirait");
    const named = diff.getByRole("row").filter({ hasText: added.pseudonym });
    await expect(named).toContainText("Nouvel examen, arrivé depuis");
    await expectAccessibleAtRest(page);
    await page.goto("/cohorts");
    await page.locator(`a[href="${kept}"]`).click();
    await expect(page.getByText(/ARIANE-C-[A-Z0-9]{6}\.1/).first()).toBeVisible();
    await expectAccessibleAtRest(page);
  } finally {
    inServerData("./e2e/cohorts-store.ts", "removeExam", added.examId);
  }
});

test("moves, groups and drags the criteria, and facets change the same tree", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist", "fr-FR");
  await page.goto("/cohorts/build");
  await page
    .locator("#facet-sex")
    .getByRole("checkbox", { name: /^femme/ })
    .click();
  await expect(row(page, "0")).toContainText("femme");
  await page
    .locator("#facet-role")
    .getByRole("checkbox", { name: /^FLAIR / })
    .click();
  await expect(row(page, "1")).toContainText("Dans une même série");

  // Keys: Alt and an arrow move a row, the focus stays with it; G puts it into a group; undo takes both back.
  await row(page, "0").locator("[data-row-button]").focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(row(page, "1")).toContainText("femme");
  await expect(row(page, "1").locator("[data-row-button]")).toBeFocused();
  await page.keyboard.press("g");
  await expect(row(page, "1")).toContainText("Au moins un de ces critères");
  await expect(row(page, "1.0")).toContainText("femme");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(row(page, "0")).toContainText("femme");
  await page.keyboard.press("Control+Shift+z");
  await expect(row(page, "1")).toContainText("femme");

  // The pointer does the same. An answer that comes meanwhile would move the rows.
  await shownCounts(page);
  const handle = row(page, "1").locator("[title]").first();
  const from = await handle.boundingBox();
  const to = await row(page, "0").boundingBox();
  if (!from || !to) throw new Error("no rows to drag");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + 20, { steps: 5 });
  await page.mouse.move(to.x + 40, to.y + 3, { steps: 5 });
  await page.mouse.up();
  await expect(row(page, "0")).toContainText("femme");
  await expect(page.locator("#facet-sex").getByRole("checkbox", { name: /^femme/ })).toBeChecked();
});

test("an address that holds no question is told so; an empty answer offers what would do", async ({
  signedIn,
}) => {
  const page = await signedIn("neuroscientist", "fr-FR");
  await page.goto("/cohorts/build?q=abime");
  await expect(page.getByRole("heading", { name: /ne contient pas de question lisible/ })).toBeVisible();
  await page.getByRole("link", { name: "Commencer une nouvelle question" }).click();
  await expect(page).toHaveURL(/\/cohorts\/build$/);

  await add(page, "Ajouter un critère", "Âge à l’examen");
  await page.getByRole("textbox", { name: "Au moins" }).fill("1");
  await page.getByRole("textbox", { name: "Au plus" }).fill("2");
  await expect(page.getByRole("heading", { name: "Aucun sujet ne répond à cette question" })).toBeVisible();
  const way = page.getByRole("button", { name: /→ \d/ }).first();
  const promised = Number(/→ ([\d\s\u202f]+)$/.exec(await way.innerText())?.[1]?.replace(/\D/g, ""));
  await way.click();
  await expect.poll(async () => (await shownCounts(page)).subjects).toBe(promised);
});
