import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { correctRole } from "@/lib/harmonise/correct-role";
import { readRoleCorrections } from "@/lib/harmonise/read-role-corrections";
import { removeRoleCorrection } from "@/lib/harmonise/remove-role-correction";
import { settleSeriesRoles } from "@/lib/harmonise/settle-series-roles";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { AppError } from "@/lib/platform/errors";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { completeSeries } from "./complete-series";
import { ingestFiles } from "./ingest-files";
import { type SyntheticInstance, syntheticInstance } from "./testing/synthetic-instance";

// A data manager's word on a role, from the files to the catalogue: what is there, and what comes later.

const actor = systemActor("test");
let database: TestDatabase;
let study = 8100;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());

const complete = {
  "series.complete": ({ seriesId }: { seriesId: string }) => completeSeries(actor, seriesId),
};

async function storeSeries(given: SyntheticInstance = {}): Promise<string> {
  study += 1;
  async function* items() {
    for (const slice of [1, 2, 3])
      yield {
        label: `${slice}`,
        bytes: syntheticInstance({ study: String(study), slice, patientId: `ROLE-${study}`, ...given }),
      };
  }
  const { seriesIds } = await ingestFiles(actor, { items, door: "folder", siteCode: "LOCAL" });
  await drainQueue(complete);
  return seriesIds[0] ?? "";
}

async function stateOf(seriesId: string) {
  const series = await db().series.findUniqueOrThrow({
    where: { id: seriesId },
    select: {
      role: true,
      map: true,
      derived: true,
      volumes: { select: { id: true, role: true, map: true, roleRule: true, roleConfidence: true } },
    },
  });
  const { volumes, ...shown } = series;
  const [{ id: volumeId, ...volume }] = volumes as [(typeof volumes)[number]];
  return { ...shown, volume, volumeId };
}

const CORRECTED = {
  role: "PDw",
  map: "PD",
  derived: true,
  volume: { role: "PDw", map: "PD", roleRule: "correction", roleConfidence: 1 },
};
/** Nothing but words tells what it is: no physics decides by these. */
const WORDS_ONLY = { imageType: ["ORIGINAL", "PRIMARY", "M"], seriesDescription: "T1 MPRAGE" };

async function waitingFor(examOf: string): Promise<number> {
  const { examId } = await db().series.findUniqueOrThrow({
    where: { id: examOf },
    select: { examId: true },
  });
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key = ${`exam.judge:${examId}`}`;
  return row?.count ?? 0;
}

test("a correction holds for the scanner and description, at once and for what comes later, until it is taken back", async () => {
  const first = await storeSeries(WORDS_ONLY);
  const second = await storeSeries(WORDS_ONLY);
  const otherDescription = await storeSeries({ ...WORDS_ONLY, seriesDescription: "T1 MPRAGE sag" });
  const otherScanner = await storeSeries({ ...WORDS_ONLY, serial: "990002" });
  const ruled = await stateOf(first);
  const { volumeId, ...before } = ruled;
  expect(before.volume.roleRule).not.toBe("correction");
  await drainQueue({ "exam.judge": async () => undefined });

  expect(await readRoleCorrections(actor, first)).toMatchObject({
    series: 2,
    volumes: [{ volumeId, corrected: false, ruled: { role: before.role } }],
  });
  const outcome = await correctRole(actor, { volumeId, role: "PDw", map: "PD" });
  expect(outcome).toMatchObject({ seriesId: first, series: 2, later: false });
  for (const id of [first, second]) {
    expect(await stateOf(id)).toMatchObject(CORRECTED);
    expect(await waitingFor(id)).toBe(1);
  }
  for (const id of [otherDescription, otherScanner]) {
    expect(await stateOf(id)).toMatchObject(before);
    expect(await waitingFor(id)).toBe(0);
  }

  // A series that comes later, and one that is made again because more of it came.
  const third = await storeSeries(WORDS_ONLY);
  expect(await stateOf(third)).toMatchObject(CORRECTED);
  await inTransaction((tx) => enqueueCompletion(tx, first, 0));
  await drainQueue(complete);
  const again = await stateOf(first);
  expect(again.volumeId).not.toBe(volumeId);
  expect(again).toMatchObject(CORRECTED);
  expect(await readRoleCorrections(actor, first)).toMatchObject({
    series: 3,
    volumes: [{ corrected: true, ruled: { role: before.role, rule: before.volume.roleRule } }],
  });

  expect(await removeRoleCorrection(actor, again.volumeId)).toMatchObject({ series: 3, later: false });
  for (const id of [first, second, third]) expect(await stateOf(id)).toMatchObject(before);
  expect(await db().roleCorrection.count()).toBe(0);
  await expect(removeRoleCorrection(actor, again.volumeId)).rejects.toMatchObject({ code: "not-found" });
  const events = await db().auditEvent.findMany({
    where: { type: { startsWith: "role." } },
    orderBy: { at: "asc" },
    select: { type: true, detail: true },
  });
  expect(events).toMatchObject([
    { type: "role.corrected", detail: { seriesId: first, role: "PDw", series: 2, later: false } },
    { type: "role.correction-removed", detail: { seriesId: first, series: 3 } },
  ]);
});

test("many series are brought in line by a job, which has the scanner judged anew", async () => {
  const given = { ...WORDS_ONLY, serial: "990003" };
  const seriesId = await storeSeries(given);
  const { volumeId, role } = await stateOf(seriesId);
  const { examId, description } = await db().series.findUniqueOrThrow({
    where: { id: seriesId },
    select: { examId: true, description: true },
  });
  await db().series.createMany({
    data: Array.from({ length: 250 }, (_, n) => ({
      examId,
      description,
      seriesInstanceUid: `2.25.${90_000 + n}`,
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      state: "complete" as const,
      role,
    })),
  });
  const made = await db().series.findMany({
    where: { examId, id: { not: seriesId } },
    select: { id: true },
  });
  await db().volume.createMany({
    data: made.map(({ id }) => ({
      seriesId: id,
      ordinal: 0,
      kind: "volume" as const,
      role,
      nx: 2,
      ny: 2,
      nz: 2,
    })),
  });
  expect(await correctRole(actor, { volumeId, role: "PDw", map: null })).toMatchObject({
    series: 251,
    later: true,
  });
  expect((await stateOf(seriesId)).role).toBe(role);
  await drainQueue({ "roles.settle": (series) => settleSeriesRoles(actor, series) });
  expect(await db().series.count({ where: { examId, role: "PDw" } })).toBe(251);
  expect(await db().volume.count({ where: { roleRule: "correction" } })).toBe(251);
  expect(await db().judgingTask.findMany({ select: { reason: true, selection: true } })).toMatchObject([
    { reason: "role-corrected", selection: { by: "scanner" } },
  ]);
});

test("what is not there is not found, and a refused correction changes nothing", async () => {
  const nowhere = "4b1f0a52-5b7c-4c58-9a0e-2f6f9a1f0e11";
  await expect(correctRole(actor, { volumeId: nowhere, role: "T1w", map: null })).rejects.toBeInstanceOf(
    AppError,
  );
  const before = await db().roleCorrection.count();
  const stranger = { ...actor, agent: "user" as const, roles: ["dataManager" as const], grants: [] };
  const { volumeId } = await stateOf(await storeSeries(WORDS_ONLY));
  await expect(correctRole(stranger, { volumeId, role: "T1w", map: null })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await db().roleCorrection.count()).toBe(before);
});
