import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor, type ActiveGrant, type Actor } from "@/lib/access/actor";
import { examFilter } from "@/lib/access/policy";
import { perturbCount } from "@/lib/catalogue/perturb-count";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { type Fixture, writeNetwork } from "@/lib/catalogue/testing/network-fixture-store";
import { db, inTransaction, Prisma } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { type Criteria, EVERYTHING, type ExamNode } from "../criteria";
import { answeringExams } from "../criteria-sql-store";
import type { Overlap, OverlapValue } from "./overlap";
import { overlapOf } from "./overlap-of";
import { type Dimension, overlapRequestSchema } from "./overlap-request";
import { narrowed } from "./value-clauses";

let database: TestDatabase;
let fixture: Fixture;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  fixture = await inTransaction((tx) => writeNetwork(tx, 20261124, 90));
  userId = (await db().user.create({ data: { email: "n@example.org", name: "N", passwordHash: "x" } })).id;
});
afterAll(() => database.stop());

const everyone = systemActor("test");
const ask = (input: object) => overlapRequestSchema.parse(input);

function actorWith(...grants: Partial<ActiveGrant>[]): Actor {
  return {
    ...{ userId, agent: "user", roles: ["neuroscientist"], locale: null },
    grants: grants.map((grant, index) => ({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      ...{ scope: "network", siteId: null, projectId: null, level: "browse", trueDates: false },
      ...grant,
    })),
  };
}

type Answered = Exclude<Overlap, { access: "nothing" }>;
async function overlap(actor: Actor, criteria: Criteria, input: object): Promise<Answered> {
  const found = await overlapOf(actor, criteria, ask(input));
  if (found.access === "nothing") throw new Error("nothing was answered");
  return found;
}

/** The same number as the question itself gives: it knows nothing of matrices. */
async function counted(actor: Actor, criteria: Criteria): Promise<{ subjects: number; exams: number }> {
  const [row] = await db().$queryRaw<{ s: bigint; e: bigint }[]>(Prisma.sql`
    WITH ${answeringExams(criteria, examFilter(actor, "browse"), "q")}
    SELECT count(DISTINCT "subjectId") AS "s", count(*) AS "e" FROM "q"`);
  return { subjects: Number(row?.s ?? -1), exams: Number(row?.e ?? -1) };
}

const MS: ExamNode = { kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "exam" }, status: "present" };
const WOMEN_OR_MS: ExamNode = { kind: "or", of: [{ kind: "sex", values: ["female"] }, MS] };
const EITHER: Criteria = { version: 1, root: WOMEN_OR_MS };
const FOLLOWED: Criteria = {
  version: 1,
  root: {
    kind: "pair",
    part: "either",
    interval: { min: 3, max: 15, unit: "month" },
    ...{ sameScanner: false, bothCompliant: false },
    of: WOMEN_OR_MS,
  },
};

describe("a cell", () => {
  it.each<[string, Criteria, Dimension, Dimension, Dimension | null]>([
    ["diagnoses and scanners of all", EVERYTHING, "diagnosis", "scanner", null],
    ["ages and sexes of the followed", FOLLOWED, "age", "sex", null],
    ["protocols and fields by site", FOLLOWED, "protocol", "field", "site"],
    ["named diagnoses by sex, ages apart", EITHER, "diagnosis", "sex", "age"],
  ])("is what its question answers: %s", async (_, criteria, rows, columns, split) => {
    const found = await overlap(everyone, criteria, { rows, columns, split });
    expect(found.rows.length).toBeGreaterThan(1);
    const expectQuestion = async (values: (OverlapValue | null)[], shown: object) => {
      const clauses: ExamNode[] = [];
      for (const value of values) {
        if (value === null) continue;
        // No scanner of the fixture has a twin at its site.
        expect(value.clauseIsWider).toBe(false);
        if (value.clause) clauses.push(value.clause);
      }
      expect(await counted(everyone, narrowed(criteria, clauses))).toEqual(shown);
    };
    for (const table of found.tables) {
      await expectQuestion([table.split], table.total);
      for (const [r, row] of found.rows.entries()) {
        await expectQuestion([table.split, row], table.rowMargins[r] ?? {});
        // One column each is enough, another one for each row.
        const c = r % found.columns.length;
        await expectQuestion([table.split, row, found.columns[c] ?? null], table.cells[r]?.[c] ?? {});
      }
      for (const [c, column] of found.columns.entries()) {
        await expectQuestion([table.split, column], table.columnMargins[c] ?? {});
      }
    }
  });

  it("counts a subject at each of her scanners, and the measure only who stands in one cell", async () => {
    const found = await overlap(everyone, EVERYTHING, { rows: "sex", columns: "scanner" });
    const [row] = await db().$queryRaw<{ n: bigint }[]>`SELECT count(*) AS "n" FROM (
      SELECT 1 FROM "Exam" GROUP BY "subjectId" HAVING min("scannerId"::text) <> max("scannerId"::text)) x`;
    const several = Number(row?.n);
    const [table] = found.tables;
    expect(several).toBeGreaterThan(10);
    expect(table?.confounding).toMatchObject({ n: 90 - several, leftOut: several });
    expect(table?.total.subjects).toBe(90);
    const byExam = await overlap(everyone, EVERYTHING, { rows: "sex", columns: "scanner", unit: "exams" });
    expect(byExam.tables[0]?.confounding).toMatchObject({ n: fixture.exams.length, leftOut: 0 });
  });

  it("of a diagnosis holds its descendants; a question's own diagnoses stand even with nobody", async () => {
    const asked: Criteria = {
      version: 1,
      root: {
        kind: "or",
        of: [
          { ...MS, codes: ["DOID:863"] },
          { ...MS, codes: ["DOID:14330"] },
          { kind: "control", projects: [] },
        ],
      } as ExamNode,
    };
    const found = await overlap(everyone, asked, { rows: "diagnosis", columns: "sex" });
    const keys = found.rows.map(({ key }) => key);
    expect(keys.slice(0, 2)).toEqual(["DOID:863", "DOID:14330"]);
    expect(keys).toContain("@control");
    expect(found.tables[0]?.rowMargins[1]).toEqual({ subjects: 0, exams: 0 });
  });

  it("levels go down the hierarchy of what is present", async () => {
    const keys = async (level: string) =>
      (await overlap(everyone, EVERYTHING, { rows: "diagnosis", columns: "sex", level })).rows
        .map(({ key }) => key)
        .filter((key) => !key.startsWith("@"));
    const [first, second, third] = [await keys("1"), await keys("2"), await keys("3")];
    expect(await keys("auto")).toEqual([first, second, third].find((codes) => codes.length > 1));
    expect(third.length).toBeGreaterThan(first.length);
    expect(third).toContain("DOID:2378");
  });
});

describe("rights", () => {
  it("nothing without a grant", async () => {
    expect(await overlapOf(actorWith(), EVERYTHING, ask({}))).toEqual({ access: "nothing" });
  });

  it("only the exams of one's site, and only their protocol versions where true dates may be read", async () => {
    const siteId = fixture.siteIds.get("NORD") ?? "";
    const local = actorWith({ scope: "site", siteId });
    const found = await overlap(local, EVERYTHING, { rows: "site", columns: "sex" });
    expect(found.rows.map(({ key }) => key)).toEqual(["NORD"]);
    expect(found.dimensions).not.toContain("protocolVersion");
    const versions = ask({ rows: "protocolVersion", columns: "sex" });
    await expect(overlapOf(local, EVERYTHING, versions)).rejects.toThrow(new AppError("forbidden"));
    const dated = actorWith({}, { scope: "site", siteId, trueDates: true });
    const told = await overlap(dated, EVERYTHING, { rows: "protocolVersion", columns: "site" });
    const at = (key: string, site: string) =>
      told.tables[0]?.cells[told.rows.findIndex((row) => row.key === key)]?.[
        told.columns.findIndex((column) => column.key === site)
      ]?.exams;
    expect(at("NEURO~1", "NORD")).toBeGreaterThan(0);
    expect(at("NEURO~", "NORD")).toBe(0);
    expect(at("NEURO~1", "SUD")).toBe(0);
    expect(at("NEURO~", "SUD")).toBeGreaterThan(0);
  });

  it("who may only count gets for a set of members the number she gets for it everywhere", async () => {
    const counter = actorWith({ level: "count" });
    const found = await overlap(counter, EVERYTHING, { rows: "sex", columns: "site", split: "field" });
    expect(found.access).toBe("counts");
    const catalogue = await searchCatalogue(counter, EMPTY_QUERY, DEFAULT_VIEW);
    if (catalogue.access !== "counts") throw new Error("not counted");
    const whole = await overlap(counter, EVERYTHING, { rows: "sex", columns: "site" });
    const [table] = whole.tables;
    const { series: _, ...total } = catalogue.counts;
    expect(table?.total).toEqual(total);
    const facet = (values: readonly OverlapValue[], margins: readonly { subjects: unknown }[] = []) =>
      values.map(({ key }, at) => ({ key, count: margins[at]?.subjects }));
    const facetOf = (values: { value: string; count: unknown }[]) =>
      values.map(({ value, count }) => ({ key: value, count }));
    expect(facet(whole.rows, table?.rowMargins)).toEqual(
      expect.arrayContaining(facetOf(catalogue.facets.sex)),
    );
    expect(facet(whole.columns, table?.columnMargins)).toEqual(
      expect.arrayContaining(facetOf(catalogue.facets.site)),
    );
    const everything = [...whole.tables, ...found.tables];
    const numbers = everything.flatMap(({ total: all, rowMargins, columnMargins, cells }) =>
      [all, ...rowMargins, ...columnMargins, ...cells.flat()].flatMap(({ subjects, exams }) => [
        subjects,
        exams,
      ]),
    );
    for (const shown of numbers) {
      expect(shown === "below-11" || (shown >= 10 && shown % 5 === 0)).toBe(true);
    }
    expect(numbers).toContain("below-11");
    expect(everything.every(({ confounding }) => confounding === null)).toBe(true);
  });

  it("a perturbed cell is a function of its members, whichever way they were asked for", async () => {
    const counter = actorWith({ level: "count" });
    const matrix = await overlap(counter, EVERYTHING, { rows: "sex", columns: "site" });
    const turned = await overlap(
      counter,
      { version: 1, root: { kind: "not", of: { kind: "or", of: [] } } },
      { rows: "site", columns: "sex" },
    );
    for (const [r, row] of matrix.rows.entries()) {
      for (const [c, column] of matrix.columns.entries()) {
        const other = turned.rows.findIndex(({ key }) => key === column.key);
        const at = turned.columns.findIndex(({ key }) => key === row.key);
        const [members] = await db().$queryRaw<{ k: string | null }[]>`
          SELECT sum(k."countKey")::text AS "k" FROM "SubjectSecret" k
          JOIN "Subject" s ON s."id" = k."subjectId" WHERE s."sex"::text = ${row.key} AND EXISTS (
            SELECT 1 FROM "Exam" e JOIN "Site" si ON si."id" = e."siteId"
            WHERE e."subjectId" = s."id" AND si."code" = ${column.key})`;
        const expected = perturbCount(members?.k ?? "0");
        expect(matrix.tables[0]?.cells[r]?.[c]?.subjects).toBe(expected);
        expect(turned.tables[0]?.cells[other]?.[at]?.subjects).toBe(expected);
      }
    }
  });

  it("is written to the audit", async () => {
    const actor = actorWith({});
    await overlap(actor, EVERYTHING, { rows: "age", columns: "field", split: "sex" });
    const event = await db().auditEvent.findFirst({ where: { actorId: userId }, orderBy: { at: "desc" } });
    expect(event).toMatchObject({
      type: "cohort-overlap.viewed",
      detail: { rows: "age", columns: "field", split: "sex" },
    });
  });
});

it("the same dimension twice is refused", () => {
  expect(() => ask({ rows: "age", columns: "age" })).toThrow();
  expect(() => ask({ rows: "age", columns: "sex", split: "sex" })).toThrow();
});
