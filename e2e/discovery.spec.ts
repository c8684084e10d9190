import AxeBuilder from "@axe-core/playwright";
import { Client } from "pg";
import { env, overrideEnv } from "@/lib/platform/env";
import { expect, test } from "./fixtures";

let database: Client;

test.beforeAll(async () => {
  overrideEnv({ ARIANE_DATA_DIR: ".cache/e2e" });
  database = new Client({ connectionString: env().databaseUrl });
  await database.connect();
});
test.afterAll(() => database.end());

async function numberOf(sql: string): Promise<number> {
  const { rows } = await database.query<{ n: string }>(sql);
  return Number(rows[0]?.n);
}

test("groups the fleet's 3D FLAIR by what is set, in French, with the keyboard", async ({ signedIn }) => {
  const page = await signedIn("dataManager", "fr-FR");
  await page.goto("/network/discovery?role=FLAIR&dimension=3D");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Découverte");
  const table = page.getByRole("region", { name: "Groupes de réglages" });
  await expect(table.getByText("dominant", { exact: true })).toBeVisible();
  await expect(table.getByRole("row", { name: /^variante 1 / })).toContainText("au lieu de");

  const details = page.getByRole("button", { name: "Voir les détails : dominant" });
  await details.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Séries par scanner et par mois" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ébaucher un protocole d’après cet examen" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByLabel("Constructeur").click();
  await page.getByRole("option", { name: "Siemens" }).click();
  await expect(page).toHaveURL(/maker=Siemens/);
  await expect(table).toBeVisible();
});

test("finds compliant 3D FLAIR in whole exams, counted as SQL counts them", async ({ signedIn }) => {
  const page = await signedIn("neuroscientist", "en-GB");
  await page.goto("/catalogue?role=FLAIR.3D&verdict=compliant&whole=whole");
  const expected = await numberOf(`
    SELECT count(DISTINCT e."subjectId") AS n FROM "Exam" e
    WHERE EXISTS (SELECT 1 FROM "Series" s JOIN "Verdict" v ON v."seriesId" = s."id"
        WHERE s."examId" = e."id" AND s."role" = 'FLAIR' AND s."is3D" AND v."current" AND v."value" = 'compliant')
      AND EXISTS (SELECT 1 FROM "ExamProtocol" p WHERE p."examId" = e."id" AND p."current" AND p."isWhole")`);
  expect(expected, "the demonstration holds such subjects").toBeGreaterThan(5);
  await expect(page.locator('[data-count="subjects"]')).toHaveText(String(expected));
  await expect(page.getByRole("group", { name: "The question asked" })).toContainText(
    "whose series’ verdict is compliant",
  );
  // Its own selection does not empty the facet: the others are still offered.
  await expect(page.locator("#facet-verdict").getByRole("checkbox")).not.toHaveCount(1);
  await page.goto("/catalogue?role=FLAIR.3D&verdict=compliant&whole=whole&by=series");
  await expect(page.getByRole("columnheader", { name: "Compliance" })).toBeVisible();
});
