import { Client } from "pg";
import type { Page } from "@playwright/test";
import { env, overrideEnv } from "@/lib/platform/env";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "@/prisma/demo/accounts";
import { expect, test } from "./fixtures";
import { ViewerPage } from "./viewer-page";

const EMAIL = DEMO_ACCOUNTS.find(({ role }) => role === "neuroscientist")?.email ?? "";
const PERIOD_DAYS = `CASE d."assertedPrecision" WHEN 'day' THEN 0 WHEN 'month' THEN 30 ELSE 365 END`;

/**
 * The question of this test, written by hand: exams at 3 T with a FLAIR, of subjects who had multiple sclerosis (any
 * form) by then. The neuroscientist of the demonstration may browse the whole network.
 */
const ANSWERING = `
  WITH RECURSIVE ms(code) AS (
    SELECT t."code" FROM "DiagnosisTerm" t WHERE t."labelEn" = 'multiple sclerosis'
    UNION SELECT a."descendantCode" FROM "DiagnosisTermAncestor" a JOIN ms ON ms.code = a."ancestorCode"
      WHERE a."depth" = 1)
  SELECT e."id", e."subjectId" FROM "Exam" e
  WHERE e."fieldStrengthTesla" BETWEEN 2.7 AND 3.3
    AND EXISTS (SELECT 1 FROM "Series" s WHERE s."examId" = e."id" AND s."role" = 'FLAIR')
    AND EXISTS (SELECT 1 FROM "Diagnosis" d JOIN ms ON ms.code = d."code"
      WHERE d."subjectId" = e."subjectId" AND d."verification" <> 'refuted'
        AND d."assertedOn" + ${PERIOD_DAYS} <= e."examAt"::date
        AND (d."abatedOn" IS NULL OR d."abatedOn" > e."examAt"::date))`;

let database: Client;

test.beforeAll(async () => {
  overrideEnv({ ARIANE_DATA_DIR: ".cache/e2e" });
  database = new Client({ connectionString: env().databaseUrl });
  await database.connect();
});
test.afterAll(async () => {
  // The account goes back to what the demonstration gives it, for the tests that follow.
  await database.query(`UPDATE "User" SET "locale" = NULL WHERE "email" = $1`, [EMAIL]);
  await database.end();
});

async function numberOf(sql: string): Promise<number> {
  const { rows } = await database.query<{ n: string }>(sql);
  return Number(rows[0]?.n);
}

async function signIn(page: Page, words: { email: string; password: string; submit: string }) {
  await page.getByLabel(words.email).fill(EMAIL);
  await page.getByLabel(words.password).fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: words.submit }).click();
}

/** Ticks a value of a facet and waits until it stands in the address. */
async function choose(page: Page, facet: string, label: RegExp, inAddress: RegExp) {
  await page.locator(`#facet-${facet}`).getByRole("checkbox", { name: label }).click();
  await expect(page).toHaveURL(inAddress);
}

test("finds multiple sclerosis with FLAIR at 3 T, counted as SQL counts it", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, { email: "E-mail", password: "Password", submit: "Sign in" });
  await expect(page).toHaveURL(/\/catalogue/);

  await choose(page, "diagnosis", /^multiple sclerosis /i, /diagnosis=DOID:2377/);
  await choose(page, "role", /^FLAIR /, /role=FLAIR/);
  await choose(page, "field", /^3.T /, /field=3/);

  const shown = {
    subjects: await numberOf(`SELECT count(DISTINCT "subjectId") AS n FROM (${ANSWERING}) a`),
    exams: await numberOf(`SELECT count(*) AS n FROM (${ANSWERING}) a`),
    series: await numberOf(
      `SELECT count(*) AS n FROM "Series" s JOIN (${ANSWERING}) a ON a."id" = s."examId" WHERE s."role" = 'FLAIR'`,
    ),
  };
  expect(shown.subjects, "the demonstration holds such subjects").toBeGreaterThan(10);
  for (const [unit, count] of Object.entries(shown)) {
    await expect(page.locator(`[data-count="${unit}"]`)).toHaveText(String(count));
  }
  // "Back" takes the last criterion out of the question.
  await page.goBack();
  await expect(page).not.toHaveURL(/field=3/);
  await expect(page.locator("#facet-field").getByRole("checkbox", { name: /^3.T / })).not.toBeChecked();
});

test("goes from a subject to her exam and through its slices, then reads French for good", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await signIn(page, { email: "E-mail", password: "Password", submit: "Sign in" });
  await expect(page).toHaveURL(/\/catalogue/);

  await page.goto("/catalogue?diagnosis=DOID:2377&role=FLAIR&field=3&pixels=true");
  const row = page.getByRole("table").getByRole("row").nth(1);
  const pseudonym = await row.getByRole("link", { name: /^ARI-/ }).innerText();
  await row.getByRole("link", { name: /^ARI-/ }).click();
  await expect(page).toHaveURL(new RegExp(`/subjects/${pseudonym}`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(pseudonym);

  const exam = page.getByRole("table", { name: "Exams by visit" }).getByRole("row");
  await exam
    .filter({ has: page.getByRole("link", { name: "View images" }) })
    .last()
    .getByRole("link", { name: /^M\d+$/ })
    .click();
  await expect(page.getByRole("heading", { level: 2, name: "What was acquired" })).toBeVisible();
  await page.getByRole("link", { name: "Open the viewer" }).click();

  const viewer = new ViewerPage(page);
  await viewer.ready();
  const before = await viewer.slice("axial");
  await viewer.pane("axial").hover();
  await page.mouse.wheel(0, 300);
  await expect.poll(() => viewer.slice("axial")).not.toBe(before);

  await page.goto("/catalogue");
  await page.getByRole("button", { name: "Français" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await expect(page.getByText("Tous les sujets du catalogue.")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Site et scanner" })).toBeVisible();

  // Remembered on the account: a browser that never chose French speaks it after signing in.
  await page.getByRole("button", { name: /Camille Chercheuse/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await signIn(page, { email: "E-mail", password: "Password", submit: "Sign in" });
  await expect(page.getByText("Tous les sujets du catalogue.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});
