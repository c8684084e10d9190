import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PROTOCOL = "CORE-DEMENTIA";

/** In light and in dark, the page as it is. */
async function expectAccessible(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // What the pointer rests on, and what still changes colour, is not judged half way.
    await page.mouse.move(0, 0);
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ") ?? ""} (${nodes.length})`,
    );
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
}

/** The number at the head of a text, written in French. */
function leadingNumber(text: string): number {
  return Number(/^[\d\s\u202f\u00a0]+/.exec(text)?.[0].replace(/\D/g, "") ?? Number.NaN);
}

/** Series of the protocol by verdict, as its page shows them. */
async function verdictCounts(page: Page): Promise<Record<string, number>> {
  await page.goto(`/network/protocols/${PROTOCOL}`);
  const heading = page.getByRole("heading", { name: "Séries par verdict" });
  // What streams in is revealed a moment after the page has loaded.
  await expect(heading).toBeVisible();
  const items = heading.locator("xpath=../..").getByRole("listitem");
  const texts = await items.allInnerTexts();
  return Object.fromEntries(
    texts.map((text) => [text.replace(/[\d\s\u202f\u00a0]+$/, ""), Number(text.replace(/\D/g, ""))]),
  );
}

test("a data manager drafts a protocol from an exam, tries a tolerance, saves, and verdicts change", async ({
  signedIn,
}) => {
  test.setTimeout(300_000);
  const page = await signedIn("dataManager", "fr-FR");

  // An exam, and its menu.
  await page.goto("/catalogue?by=exams&role=FLAIR.3D");
  await page.getByRole("table").locator('a[href^="/exams/"]').first().click();
  await page.getByRole("button", { name: "Protocole", exact: true }).click();
  await page.getByRole("menuitem", { name: "Ébaucher un protocole d’après cet examen" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nouveau protocole" })).toBeVisible();
  await expect(page.getByText("Ébauche d’après 1 examen.")).toBeVisible();
  await expectAccessible(page);

  // It becomes the next version of a protocol that judges exams, from a day on that many of them come after.
  await page.getByRole("combobox", { name: "Enregistrer comme" }).click();
  await page.getByRole("option", { name: `la version suivante de ${PROTOCOL}` }).click();
  await page.getByLabel("Premier jour", { exact: true }).fill("2023-01-01");
  await page.getByLabel("Motif de cette version").fill("Essai de navigateur");

  // A tolerance of FLAIR is made so narrow that other scanners leave it.
  const step = page.getByRole("button", { name: /FLAIR 3D/ }).first();
  await step.click();
  const rules = page.getByRole("group", { name: /^Règles de FLAIR 3D/ }).first();
  const relative = rules.getByLabel(/^Temps de répétition \(TR\)\s?: tolérance relative/);
  await expect(relative).toHaveValue("5");
  await relative.fill("x");
  await expect(rules.getByText("Une valeur d’un autre genre est attendue ici")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(relative).toHaveValue("5");
  await relative.fill("0,1");
  await expectAccessible(page);

  // Leaving does not lose it.
  await page.reload();
  await expect(
    page.getByText("Vos modifications non enregistrées de cet onglet sont revenues."),
  ).toBeVisible();
  await page
    .getByRole("button", { name: /FLAIR 3D/ })
    .first()
    .click();
  await expect(relative).toHaveValue("0,1");

  await page.getByRole("button", { name: "Essai à blanc" }).click();
  const sentence = page.getByText(/séries changeraient de verdict, sur/);
  await expect(sentence).toBeVisible({ timeout: 60_000 });
  const foretold = leadingNumber(await sentence.innerText());
  expect(foretold).toBeGreaterThan(0);
  const changes = page.getByRole("table", { name: "Changements par scanner" });
  const scanner = (await changes.getByRole("link").first().getAttribute("href")) ?? "";
  expect(scanner).toMatch(/^\/network\/scanners\//);
  await expect(page.getByText(/prend fin\s?: à partir du 1 janv\. 2023/)).toBeVisible();
  await expectAccessible(page);

  // What there is to see before it is saved, in another tab: the life line and the catalogue's facet.
  const other = await page.context().newPage();
  const before = await versionCount(other);
  const lifeline = await lifelineFigures(other, scanner);
  const minor = await minorSubjects(other);
  await page.getByRole("button", { name: "Enregistrer cette version" }).click();
  await expect(page).toHaveURL(new RegExp(`/network/protocols/${PROTOCOL}$`));
  await expect(page.getByRole("heading", { name: `Étapes de la version ${before + 1}` })).toBeVisible();
  await expectAccessible(page);

  // Exams are judged anew, with progress; afterwards as many verdicts have changed as was foretold.
  await page.goto("/network/protocols");
  await expect(page.getByRole("heading", { name: "Réévaluations" })).toBeVisible();
  const task = page.getByRole("listitem").filter({ hasText: "Un protocole a été enregistré" }).first();
  await expect(task).toContainText(/verdicts? changé/, { timeout: 120_000 });
  const changed = /, ([\d\s\u202f\u00a0]+) verdicts? changé/.exec(await task.innerText())?.[1] ?? "";
  expect(Number(changed.replace(/\D/g, ""))).toBe(foretold);
  await expectAccessible(page);
  const counts = await verdictCounts(page);
  expect(counts["écart mineur"] ?? 0).toBeGreaterThan(0);
  expect(await lifelineFigures(other, scanner)).not.toBe(lifeline);
  expect(await minorSubjects(other)).toBeGreaterThan(minor);
});

/** The figures of a scanner's life line for the protocol, as its table gives them. */
async function lifelineFigures(page: Page, scanner: string): Promise<string> {
  await page.goto(`${scanner}?protocol=${PROTOCOL}`);
  await page.getByText("Les mêmes chiffres en tableau").click();
  return page.getByRole("table", { name: "Les mêmes chiffres en tableau" }).innerText();
}

/** Subjects with a minor deviation by the protocol, as the catalogue's facet counts them. */
async function minorSubjects(page: Page): Promise<number> {
  await page.goto(`/catalogue?protocol=${PROTOCOL}`);
  // The answer streams in after the page: without it there would be no such value, whatever the data say.
  await expect(page.locator("#facet-verdict").getByRole("checkbox").first()).toBeVisible();
  const box = page.locator("#facet-verdict").getByRole("checkbox", { name: /^écart mineur/ });
  if ((await box.count()) === 0) return 0;
  const text = await box.locator("xpath=..").innerText();
  return Number(/\d[\d\u202f\u00a0]*/.exec(text)?.[0].replace(/\D/g, "") ?? Number.NaN);
}

async function versionCount(page: Page): Promise<number> {
  await page.goto(`/network/protocols/${PROTOCOL}`);
  const table = page.getByRole("table", { name: "Versions" });
  await expect(table).toBeVisible();
  return table
    .getByRole("row")
    .count()
    .then((rows) => rows - 1);
}

test("a file with faults is refused line by line, and nothing is saved", async ({ signedIn }) => {
  const page = await signedIn("dataManager", "fr-FR");
  await page.goto("/network/protocols");
  await page.getByRole("button", { name: "Importer…" }).click();
  const dialog = page.getByRole("dialog", { name: "Importer un protocole" });
  const text = [
    "code: E2E-IMPORT",
    "name: Essai",
    "validFrom: 2024-01-01",
    "content:",
    "  steps:",
    "    - name: T1",
    "      role: T1w",
    "      rules:",
    "        - { parameter: flipAngleDeg, expect: { min: 9, max: 8 }, unit: mm, severity: minor }",
  ].join("\n");
  await dialog.getByLabel("Texte").fill(text);
  await dialog.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(dialog.getByText(/Rien n’est enregistré\s?: 2 points sont à corriger\./)).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "ligne 9" })).toHaveText([
    /Unité inconnue pour ce paramètre|La fin précède le début/,
    /Unité inconnue pour ce paramètre|La fin précède le début/,
  ]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "E2E-IMPORT" })).toHaveCount(0);
});

test("whoever may not write protocols reads them", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist", "fr-FR");
  await page.goto("/network/protocols");
  await page.getByRole("link", { name: PROTOCOL }).click();
  await expect(page.getByRole("table", { name: "Étapes" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Modifier" })).toHaveCount(0);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exporter en YAML" }).click();
  expect((await download).suggestedFilename()).toMatch(/^CORE-DEMENTIA-v\d+\.yaml$/);
  const schema = await page.request.get("/api/protocols/schema.json");
  expect(((await schema.json()) as { title: string }).title).toContain("protocol");
});
