import type { RawCount } from "@/lib/catalogue/counted-values";
import type { Reach } from "../counted-names";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import type { ExamFilter } from "@/lib/access/policy";

import { currentColumns, forgetColumns } from "@/lib/catalogue/search-model/columns-store";
import { writeNetwork } from "@/lib/catalogue/testing/network-fixture-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env } from "@/lib/platform/env";
import { EVERYTHING, type Criteria } from "../criteria";

import { arbitraryCriteria } from "../testing/arbitrary-criteria";
import { countQuestion } from "./count-question";
import { countedInSql } from "./counted-question";

let database: TestDatabase;
let filters: ExamFilter[];

beforeAll(async () => {
  database = await testDatabase();
  const { siteIds, projectId } = await inTransaction((tx) => writeNetwork(tx, 77, 40));
  await db().$executeRaw`
    INSERT INTO "Score" ("id", "subjectId", "name", "value", "takenOn")
    SELECT gen_random_uuid(), e."subjectId", (ARRAY['MMSE', 'EDSS'])[1 + n % 2], n,
      e."examAt"::date + (n - 3) * 40 FROM "Exam" e, generate_series(0, 6) n
    WHERE substr(e."id"::text, 1, 1) < '8'`;
  await db().$executeRaw`UPDATE "Exam" SET "examAt" = '1900-01-01' WHERE substr("id"::text, 1, 1) = '3'`;
  const [nord = ""] = [...siteIds.values()];
  filters = [
    { kind: "all" },
    { kind: "some", siteIds: [nord], projectIds: [] },
    { kind: "some", siteIds: [], projectIds: [projectId] },
  ];
});
afterAll(async () => {
  forgetColumns();
  await database.stop();
});

const inSql = (reach: Reach, criteria: Criteria, variants: readonly Criteria[]) =>
  countedInSql(reach, { criteria, facets: true, variants });

/** As text, in one order; rows of nothing are left out, which SQL gives for totals alone. */
function listed(counts: readonly RawCount[], withKeys: boolean): string[] {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ facet, value, count, keySum }) => `${facet} ${value} ${count} ${withKeys ? keySum : ""}`)
    .sort();
}

describe("the search columns", () => {
  it("count what SQL counts: totals, every facet, charts, with and without rights", async () => {
    const runs = env().testLong ? 2000 : 25;
    await fc.assert(
      fc.asyncProperty(
        arbitraryCriteria,
        arbitraryCriteria,
        fc.nat(2),
        fc.boolean(),
        async (criteria, variant, which, withKeys) => {
          const reach: Reach = { filter: filters[which] ?? { kind: "all" }, withKeys };
          const expected = await inSql(reach, criteria, [variant]);
          const columns = await currentColumns();
          const counted = countQuestion(columns, reach, { criteria, facets: true, variants: [variant] });
          expect(listed(counted, withKeys)).toEqual(listed(expected, withKeys));
        },
      ),
      { numRuns: runs },
    );
  });

  it("show at once what was committed, and nothing of what was not", async () => {
    const reach: Reach = { filter: { kind: "all" }, withKeys: true };
    const same = async () => {
      const expected = listed(await inSql(reach, EVERYTHING, []), true);
      const columns = await currentColumns();
      expect(
        listed(countQuestion(columns, reach, { criteria: EVERYTHING, facets: true, variants: [] }), true),
      ).toEqual(expected);
    };
    const before = await currentColumns();
    const writes = [
      db()
        .$executeRaw`UPDATE "Series" SET "role" = 'TOF', "is3D" = true WHERE substr("id"::text, 1, 1) = '1'`,
      db().$executeRaw`DELETE FROM "Exam" WHERE substr("id"::text, 1, 1) = '2'`,
      db().$executeRaw`UPDATE "Subject" SET "sex" = 'other' WHERE substr("id"::text, 1, 1) = '4'`,
      db()
        .$executeRaw`UPDATE "Scanner" SET "model" = 'Another' WHERE "id" = (SELECT min("id"::text)::uuid FROM "Scanner")`,
      db().$executeRaw`UPDATE "Verdict" SET "current" = false WHERE substr("seriesId"::text, 1, 1) = '5'`,
      db().$executeRaw`
        WITH moved AS (UPDATE "Visit" SET "subjectId" = (SELECT min("id"::text)::uuid FROM "Subject")
          WHERE "id" IN (SELECT "visitId" FROM "Exam" WHERE substr("id"::text, 1, 1) = '6') RETURNING "id")
        UPDATE "Exam" SET "subjectId" = (SELECT min("id"::text)::uuid FROM "Subject")
        WHERE "visitId" IN (SELECT "visitId" FROM "Exam" WHERE substr("id"::text, 1, 1) = '6')`,
      db().$executeRaw`UPDATE "SubjectSecret" SET "countKey" = 7 WHERE substr("subjectId"::text, 1, 1) = '7'`,
      db().$executeRaw`UPDATE "Visit" SET "startedAt" = "startedAt" - INTERVAL '90 days'
        WHERE substr("id"::text, 1, 1) = '8'`,
    ];
    for (const write of writes) {
      await write;
      await same();
    }
    expect(await currentColumns()).toBe(before);
    await db().$executeRaw`SELECT "search_rebuild"()`;
    await same();
    expect(await currentColumns()).not.toBe(before);
  });

  it("miss no transaction that began before others and committed after them", async () => {
    if (database.kind === "embedded") return;
    const exams = await db().exam.findMany({ orderBy: { id: "asc" }, take: 2 });
    const [early, late] = exams;
    const agesOf = async () => {
      const columns = await currentColumns();
      return [early, late].map((exam) => columns.age[columns.examIds.indexOf(exam?.id ?? "")]);
    };
    await agesOf();
    await inTransaction(async (tx) => {
      await tx.exam.update({ where: { id: early?.id ?? "" }, data: { ageAtExamYears: 11 } });
      await db().exam.update({ where: { id: late?.id ?? "" }, data: { ageAtExamYears: 12 } });
      const [hidden, shown] = await agesOf();
      expect(hidden).not.toBe(11);
      expect(shown).toBe(12);
    });
    expect(await agesOf()).toEqual([11, 12]);
  });
});
