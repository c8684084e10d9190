import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { seededRandom, writeNetwork } from "../testing/network-fixture-store";
import { countSearchDifferences, rebuildSearchModel } from "./model-store";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await inTransaction((tx) => writeNetwork(tx, 5, 25));
});
afterAll(() => database.stop());

const SAME = { exams: 0, subjects: 0 };
const differences = () => inTransaction(countSearchDifferences);
const change = async () => {
  const [row] = await db().$queryRaw<{ n: bigint }[]>`SELECT last_value AS "n" FROM "catalogue_change"`;
  return Number(row?.n ?? 0);
};

/** One of every kind of write that changes what a search can see; each picks its row by `pick`. */
const WRITES: Record<string, (pick: number) => Promise<unknown>> = {
  role: (n) => db().$executeRaw`UPDATE "Series" SET "role" = 'DIR', "voxelSizeMaxMm" = ${n}::int + 0.1
    WHERE "id" = (SELECT "id" FROM "Series" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  exam: (n) => db()
    .$executeRaw`UPDATE "Exam" SET "ageAtExamYears" = 44, "examAt" = "examAt" + INTERVAL '1 day'
    WHERE "id" = (SELECT "id" FROM "Exam" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  verdict: (n) => db().$executeRaw`UPDATE "Verdict" SET "value" = 'major', "current" = ${n % 2 === 0}
    WHERE "seriesId" IN (SELECT "seriesId" FROM "Verdict" ORDER BY 1 OFFSET ${n}::int LIMIT 3)`,
  verdictGone: (n) => db().$executeRaw`DELETE FROM "Verdict"
    WHERE "seriesId" IN (SELECT "seriesId" FROM "Verdict" ORDER BY 1 OFFSET ${n}::int LIMIT 1)`,
  whole: (n) => db().$executeRaw`UPDATE "ExamProtocol" SET "isWhole" = NOT coalesce("isWhole", false)
    WHERE "examId" IN (SELECT "examId" FROM "ExamProtocol" ORDER BY 1 OFFSET ${n}::int LIMIT 2)`,
  sex: (n) => db().$executeRaw`UPDATE "Subject" SET "sex" = 'other'
    WHERE "id" = (SELECT "id" FROM "Subject" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  diagnosis: (n) => db().$executeRaw`UPDATE "Diagnosis" SET "verification" = 'refuted'
    WHERE "id" = (SELECT "id" FROM "Diagnosis" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  score: (n) => db().$executeRaw`
    INSERT INTO "Score" ("id", "subjectId", "name", "value", "takenOn")
    SELECT gen_random_uuid(), "id", 'EDSS', 2.5, '2140-01-01' FROM "Subject" ORDER BY "id" OFFSET ${n}::int LIMIT 2`,
  control: (n) => db().$executeRaw`UPDATE "ProjectMember" SET "status" = 'control'
    WHERE "subjectId" = (SELECT "subjectId" FROM "ProjectMember" ORDER BY 1 OFFSET ${n}::int LIMIT 1)`,
  project: (n) => db().$executeRaw`INSERT INTO "ExamProject" SELECT e."id", p."id" FROM "Project" p,
    (SELECT "id" FROM "Exam" ORDER BY "id" OFFSET ${n}::int LIMIT 1) e ON CONFLICT DO NOTHING`,
  seriesGone: (n) => db().$executeRaw`DELETE FROM "Series"
    WHERE "id" = (SELECT "id" FROM "Series" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  examGone: (n) => db().$executeRaw`DELETE FROM "Exam"
    WHERE "id" = (SELECT "id" FROM "Exam" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  subjectGone: (n) => db().$executeRaw`DELETE FROM "Exam"
    WHERE "subjectId" = (SELECT "id" FROM "Subject" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  visit: (n) => db().$executeRaw`UPDATE "Visit" SET "startedAt" = "startedAt" - INTERVAL '3 days'
    WHERE "id" = (SELECT "id" FROM "Visit" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
  moved: (n) => db().$executeRaw`UPDATE "Exam" SET "subjectId" =
      (SELECT "id" FROM "Subject" ORDER BY "id" OFFSET ${n}::int LIMIT 1)
    WHERE "id" = (SELECT "id" FROM "Exam" ORDER BY "id" OFFSET ${n}::int LIMIT 1)`,
};

describe("the search read-model", () => {
  it("is what the base tables say, after every kind of write", async () => {
    expect(await db().searchExam.count()).toBeGreaterThan(25);
    expect(await differences()).toEqual(SAME);
    const random = seededRandom(9);
    for (let round = 0; round < 2; round++) {
      for (const [name, write] of Object.entries(WRITES)) {
        await write(Math.floor(random() * 15));
        expect(await differences(), name).toEqual(SAME);
      }
    }
  });

  it("counts the changes that a search can see, and no others", async () => {
    const first = await change();
    await db().$executeRaw`UPDATE "Series" SET "instanceCount" = "instanceCount" + 1`;
    expect(await change()).toBe(first);
    await WRITES["role"]?.(1);
    expect(await change()).toBe(first + 1);
  });

  it("is rebuilt to the same rows, and tells that what was not noted is gone", async () => {
    const rows = () => db().searchExam.findMany({ orderBy: { examId: "asc" }, omit: { kinds: true } });
    const before = await rows();
    await db()
      .$executeRaw`DELETE FROM "SearchExam" WHERE "examId" IN (SELECT "examId" FROM "SearchExam" LIMIT 2)`;
    await db().$executeRaw`UPDATE "SearchSubject" SET "facts" = '{}'
      WHERE "subjectId" IN (SELECT "subjectId" FROM "SearchSubject" LIMIT 1)`;
    expect(await differences()).toEqual({ exams: 2, subjects: 2 });
    expect(await inTransaction(rebuildSearchModel)).toMatchObject({ exams: before.length });
    expect(await rows()).toEqual(before);
    expect(await differences()).toEqual(SAME);
  });

  it("holds nothing of a transaction that is undone, in part or whole", async () => {
    const exam = await db().exam.findFirstOrThrow({ orderBy: { id: "asc" } });
    const last = await change();
    await expect(
      inTransaction(async (tx) => {
        await tx.exam.update({ where: { id: exam.id }, data: { ageAtExamYears: 3 } });
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    await inTransaction(async (tx) => {
      await tx.$executeRaw`SAVEPOINT a`;
      await tx.exam.update({ where: { id: exam.id }, data: { ageAtExamYears: 4 } });
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT a`;
    });
    expect(await change()).toBe(last);
    await inTransaction(async (tx) => {
      await tx.$executeRaw`SAVEPOINT a`;
      await tx.exam.update({ where: { id: exam.id }, data: { ageAtExamYears: 4 } });
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT a`;
      await tx.exam.update({ where: { id: exam.id }, data: { ageAtExamYears: 5 } });
    });
    expect(await differences()).toEqual(SAME);
    expect(await db().searchExam.findUniqueOrThrow({ where: { examId: exam.id } })).toMatchObject({ age: 5 });
  });

  it("misses nothing where two transactions change one exam at once", async () => {
    // The embedded database takes transactions one after the other.
    if (database.kind === "embedded") return;
    const { id: examId } = await db().exam.findFirstOrThrow({ orderBy: { id: "asc" } });
    const add = (tx: Parameters<Parameters<typeof inTransaction>[0]>[0]) =>
      tx.series.create({
        data: {
          examId,
          seriesInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`,
          sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
          inversionTimeMs: Math.random(),
        },
      });
    let bothWritten = 0;
    let release: () => void = () => undefined;
    const meet = new Promise<void>((resolve) => (release = resolve));
    const one = () =>
      inTransaction(async (tx) => {
        await add(tx);
        bothWritten += 1;
        if (bothWritten === 2) release();
        await meet;
      });
    await Promise.all([one(), one()]);
    expect(await differences()).toEqual(SAME);
  });
});
