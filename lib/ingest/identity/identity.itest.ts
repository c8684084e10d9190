import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { registerInstances } from "@/lib/catalogue/register-instances-store";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { decideMatch } from "./decide-match";
import { listIdentities } from "./list-identities";
import { movedSchema } from "./moved";
import { rewriteMerge } from "./rewrite-merge";
import { splitMerge } from "./split-merge";
import { GivenPerson } from "./testing/given-people";

const actor = systemActor("test");
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  for (const code of ["LILLE", "AMIENS"])
    await db().site.create({ data: { code, name: `Hospital ${code}`, city: code } });
});
afterAll(() => database?.stop());

let next = 0;
let given: GivenPerson;
beforeEach(() => {
  next += 1;
  given = new GivenPerson(next);
});

const openMatches = async () => (await listIdentities(actor)).open;

/** Everything that a merge touches, in a fixed order; secrets too. */
async function everything() {
  const rows = await Promise.all([
    db().subject.findMany({ orderBy: { id: "asc" } }),
    db().subjectSecret.findMany({ orderBy: { subjectId: "asc" } }),
    db().subjectLink.findMany({ orderBy: { linkageHash: "asc" } }),
    db().subjectTrait.findMany({ orderBy: [{ subjectId: "asc" }, { kind: "asc" }, { hash: "asc" }] }),
    db().visit.findMany({ orderBy: { id: "asc" } }),
    db().exam.findMany({ orderBy: { id: "asc" } }),
    db().series.findMany({ orderBy: { id: "asc" } }),
    db().instance.findMany({ orderBy: { uidHash: "asc" } }),
    db().diagnosis.findMany({ orderBy: { id: "asc" } }),
    db().score.findMany({ orderBy: { id: "asc" } }),
    db().projectMember.findMany({ orderBy: [{ projectId: "asc" }, { subjectId: "asc" }] }),
  ]);
  return JSON.stringify(rows, (_, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  });
}

async function objects(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const key of objectStore().list("instances"))
    found.set(
      key,
      createHash("sha256")
        .update(await objectStore().get(key))
        .digest("hex"),
    );
  return new Map([...found].sort());
}

async function keysOfRows(): Promise<string[]> {
  const rows = await db().instance.findMany();
  return rows.map((row) => instanceKey(row.seriesId, row)).sort();
}

async function storedFiles(subjectId: string) {
  const rows = await db().instance.findMany({ where: { series: { exam: { subjectId } } } });
  return Promise.all(
    rows.map(async (row) =>
      parseDicom(new Uint8Array(await objectStore().get(instanceKey(row.seriesId, row)))),
    ),
  );
}

const work = () => drainQueue({ "subject.merge": ({ mergeId }) => rewriteMerge(actor, mergeId) });

async function mergeOnly(): Promise<string> {
  const [match] = await openMatches();
  await decideMatch(actor, { matchId: match?.id ?? "", decision: "same-person" });
  const merge = await db().subjectMerge.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  return merge.id;
}

const linkedSubjects = async () => {
  const links = await db().subjectLink.findMany({
    where: { subject: { exams: { some: {} } } },
    select: { subjectId: true },
  });
  return new Set(links.map(({ subjectId }) => subjectId));
};

describe("merge and split", () => {
  test("merging moves rows and rewrites objects, intervals stay exact, and splitting gives all back byte by byte", async () => {
    await given.giveBoth();
    const [match] = await openMatches();
    const merged = await db().subjectLink.findFirstOrThrow({
      where: {
        site: { code: "AMIENS" },
        subject: { pseudonym: { in: match?.subjects.map((s) => s.pseudonym) ?? [] } },
      },
      select: { subject: { include: { secret: true } } },
    });
    const asserted = new Date(
      Date.UTC(2022, 5, 1) + (merged.subject.secret?.dateOffsetDays ?? 0) * 86_400_000,
    );
    const subjectId = merged.subject.id;
    await db().diagnosisTerm.upsert({
      where: { code: "DOID:2377" },
      create: { code: "DOID:2377", labelEn: "MS", labelFr: "SEP" },
      update: {},
    });
    await db().diagnosis.create({
      data: { subjectId, code: "DOID:2377", assertedOn: asserted, onsetOn: null },
    });
    await db().score.create({ data: { subjectId, name: "EDSS", value: 2, takenOn: asserted } });
    const project = await db().project.create({ data: { code: `P${next}`, name: "Project" } });
    await db().projectMember.create({ data: { projectId: project.id, subjectId, status: "patient" } });
    const [rowsBefore, objectsBefore] = [await everything(), await objects()];
    const found = await searchCatalogue(actor, EMPTY_QUERY, DEFAULT_VIEW);
    const subjectsBefore = await linkedSubjects();

    const mergeId = await mergeOnly();
    // The rows are one subject's at once; readers find every object at every moment.
    for (const key of await keysOfRows()) expect(await objectStore().has(key)).toBe(true);
    await work();
    const merge = await db().subjectMerge.findUniqueOrThrow({
      where: { id: mergeId },
      include: { subject: true },
    });
    expect(merge).toMatchObject({
      state: "done",
      seriesDone: 1,
      seriesTotal: 1,
      mergedPseudonym: merged.subject.pseudonym,
    });
    expect((await linkedSubjects()).size).toBe(subjectsBefore.size - 1);
    expect([...(await objects()).keys()]).toEqual(await keysOfRows());
    expect(await db().subject.findUnique({ where: { id: subjectId } })).toBeNull();

    const files = await storedFiles(merge.subjectId);
    expect(files).toHaveLength(4);
    for (const { dataset } of files) {
      expect(dataset.text(TAG.PatientID)).toBe(merge.subject.pseudonym);
      expect(dataset.text(TAG.PatientName)).toBe(merge.subject.pseudonym);
    }
    const exams = await db().exam.findMany({
      where: { subjectId: merge.subjectId },
      orderBy: { examAt: "asc" },
    });
    const days = exams.map(
      ({ examAt }) => (examAt.getTime() - (exams[0]?.examAt.getTime() ?? 0)) / 86_400_000,
    );
    expect(days).toEqual([0, 366, 731]);
    const diagnosis = await db().diagnosis.findFirstOrThrow({ where: { subjectId: merge.subjectId } });
    const examDay = Math.floor((exams[2]?.examAt.getTime() ?? 0) / 86_400_000);
    expect(diagnosis.assertedOn.getTime() / 86_400_000 - examDay).toBe(142);
    const dates = files.map(({ dataset }) => dataset.text(TAG.StudyDate)).sort();
    expect(dates).toEqual(
      [exams[0], exams[0], exams[1], exams[2]].map((exam) =>
        exam?.examAt.toISOString().slice(0, 10).replaceAll("-", ""),
      ),
    );
    const visits = await db().visit.findMany({
      where: { subjectId: merge.subjectId },
      orderBy: { startedAt: "asc" },
    });
    expect(visits.map(({ monthsFromFirst }) => monthsFromFirst)).toEqual([0, 12, 24]);
    const after = await searchCatalogue(actor, EMPTY_QUERY, DEFAULT_VIEW);
    if (found.access === "nothing" || after.access === "nothing") throw new Error("no access");
    expect(JSON.stringify(after)).not.toContain(merged.subject.pseudonym);

    await splitMerge(actor, mergeId);
    await work();
    expect(await db().subjectMerge.findUniqueOrThrow({ where: { id: mergeId } })).toMatchObject({
      state: "split",
    });
    expect(await objects()).toEqual(objectsBefore);
    expect(JSON.parse(await everything())).toEqual(JSON.parse(rowsBefore));
    // Remembered as two people.
    expect(await openMatches()).toEqual([]);
  });

  test("what comes later by a moved identifier is the kept subject's, and goes back with a split", async () => {
    await given.giveBoth();
    const mergeId = await mergeOnly();
    await work();
    const { subjectId: keptId } = await db().subjectMerge.findUniqueOrThrow({ where: { id: mergeId } });
    const more = [
      { ...given.theirs, study: given.study(3), studyDate: "20220110", slice: 2 },
      { ...given.theirs, study: given.study(5), studyDate: "20230110" },
    ];
    expect(await given.give("AMIENS", ...more)).toEqual(["stored", "stored"]);
    expect(await db().exam.count({ where: { subjectId: keptId } })).toBe(4);
    await splitMerge(actor, mergeId);
    await work();
    expect(await db().exam.count({ where: { subjectId: keptId } })).toBe(2);
    const other = await db().subjectLink.findFirstOrThrow({
      where: { site: { code: "AMIENS" } },
      orderBy: { subject: { pseudonym: "asc" } },
      select: { subjectId: true },
    });
    expect(other).toBeTruthy();
    const merge = await db().subjectMerge.findUniqueOrThrow({ where: { id: mergeId } });
    const back = await db().subject.findUniqueOrThrow({
      where: { pseudonym: merge.mergedPseudonym },
      include: { exams: true, secret: true },
    });
    expect(back.exams).toHaveLength(2);
    const files = await storedFiles(back.id);
    expect(files).toHaveLength(3);
    for (const { dataset } of files) expect(dataset.text(TAG.PatientID)).toBe(back.pseudonym);
    const first = new Date(Date.UTC(2022, 0, 10) + (back.secret?.dateOffsetDays ?? 0) * 86_400_000);
    expect(files.map(({ dataset }) => dataset.text(TAG.StudyDate)).sort()[0]).toBe(
      first.toISOString().slice(0, 10).replaceAll("-", ""),
    );
    expect([...(await objects()).keys()]).toEqual(await keysOfRows());
  });

  test("whoever placed an exam before a merge or a split is told that it moved, and writes nothing", async () => {
    await given.giveBoth();
    const mergeId = await mergeOnly();
    const merge = await db().subjectMerge.findUniqueOrThrow({ where: { id: mergeId } });
    const links = await db().subjectLink.findMany({ where: { subjectId: merge.subjectId } });
    expect(links).toHaveLength(2);
    const exam = await db().exam.findFirstOrThrow({ where: { subjectId: merge.subjectId } });
    const before = await everything();
    const register = (subjectId: string, linkageHash: Uint8Array<ArrayBuffer> | null, uid: string) =>
      inTransaction((tx) =>
        registerInstances(
          tx,
          {
            studyInstanceUid: uid,
            subjectId,
            linkageHash,
            dateOffsetDays: 40_000,
            siteId: exam.siteId,
            scannerId: exam.scannerId,
            softwareVersions: "1",
            fieldStrengthTesla: 3,
            acquiredAt: new Date("2024-01-01T00:00:00Z"),
            ageAtExamYears: null,
            description: null,
          },
          {
            id: randomUUID(),
            seriesInstanceUid: `${uid}.1`,
            seriesNumber: 1,
            description: null,
            protocolName: null,
            sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
            deidProfile: null,
            deidRulesDigest: new Uint8Array(32),
            deidReport: [],
            bodyPart: null,
          },
          [],
        ),
      );
    const moved = movedSchema.parse(merge.moved);
    const hash = new Uint8Array(Buffer.from(moved.links[0]?.hash ?? "", "hex"));
    // The merged subject is gone: a new exam, and one that is the kept subject's by now.
    expect(await register(moved.subject.id, hash, "2.25.77")).toBe("moved");
    expect(await register(moved.subject.id, hash, exam.studyInstanceUid)).toBe("moved");
    expect(await everything()).toBe(before);
    await work();
    await splitMerge(actor, mergeId);
    await work();
    // The identifier leads to the other one again.
    const split = await everything();
    expect(await register(merge.subjectId, hash, "2.25.77")).toBe("moved");
    expect(await everything()).toBe(split);
  });

  test("a job that died goes on; a repeated one changes nothing; another decision waits for it", async () => {
    await given.giveBoth();
    const mergeId = await mergeOnly();
    const before = await objects();
    // Died after its first commit, before the old object was removed.
    await rewriteMerge(actor, mergeId);
    const after = await objects();
    for (const [key] of before)
      if (!after.has(key)) await objectStore().put(key, await lostObject(key, mergeId));
    await db().subjectMerge.update({ where: { id: mergeId }, data: { state: "running", seriesDone: 0 } });
    await expect(splitMerge(actor, mergeId)).rejects.toMatchObject({ code: "conflict" });
    await rewriteMerge(actor, mergeId);
    expect(await objects()).toEqual(after);
    await rewriteMerge(actor, mergeId);
    expect(await objects()).toEqual(after);
    expect((await listIdentities(actor)).merges[0]).toMatchObject({
      state: "done",
      seriesDone: 1,
      seriesTotal: 1,
    });
  });

  /** The object as it was before the merge: the split makes it again, which the first test shows to be exact. */
  async function lostObject(key: string, mergeId: string): Promise<Uint8Array> {
    const { shiftStoredObject } = await import("@/lib/deid/shift-stored");
    const { writeDicom } = await import("@/lib/dicom/write");
    const merge = await db().subjectMerge.findUniqueOrThrow({
      where: { id: mergeId },
      include: { subject: { include: { secret: true } } },
    });
    const series = key.split("/")[1] ?? "";
    const row = await db().instance.findFirstOrThrow({ where: { seriesId: series } });
    const file = parseDicom(new Uint8Array(await objectStore().get(instanceKey(series, row))));
    const delta = merge.mergedDateOffsetDays - (merge.subject.secret?.dateOffsetDays ?? 0);
    return writeDicom(shiftStoredObject(file, delta, merge.mergedPseudonym));
  }

  test("three subjects of one person: merges follow each other and come apart in any order", async () => {
    await given.giveBoth();
    const first = await mergeOnly();
    await work();
    await given.give(
      "AMIENS",
      ...[1, 2, 3, 4, 5, 6].map((slice) => ({
        ...given.theirs,
        patientId: `C-${next}`,
        study: given.study(9),
        studyDate: "20240110",
        slice,
      })),
    );
    const before = await everything();
    const objectsBefore = await objects();
    const second = await mergeOnly();
    await work();
    expect((await linkedSubjects()).size).toBeGreaterThan(0);
    const rows = await db().subjectMerge.findMany({ where: { id: { in: [first, second] } } });
    expect(new Set(rows.map(({ subjectId }) => subjectId)).size).toBe(1);
    await splitMerge(actor, second);
    await work();
    expect(JSON.parse(await everything())).toEqual(JSON.parse(before));
    expect(await objects()).toEqual(objectsBefore);
    await splitMerge(actor, first);
    await work();
    expect([...(await objects()).keys()]).toEqual(await keysOfRows());
    for (const subject of await db().subject.findMany())
      for (const { dataset } of await storedFiles(subject.id))
        expect(dataset.text(TAG.PatientID)).toBe(subject.pseudonym);
  });
});
