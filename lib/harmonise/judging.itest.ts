import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { childEnv } from "@/lib/platform/env";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { repositoryRoot } from "@/lib/platform/root";
import { chooseProtocols } from "./assignment/choose-protocols";
import { listAssignment } from "./assignment/list-assignment";
import { saveAssignment } from "./assignment/save-assignment";
import { getExamCompliance } from "./compliance/get-exam-compliance";
import { getSeriesCompliance } from "./compliance/get-series-compliance";
import { judgeArrivedExam } from "./judge-arrived-exam";
import { listJudgingTasks } from "./list-judging-tasks";
import { queueExamJudging, queueRejudging } from "./queue-judging";
import {
  type JudgedPlace,
  writeExams,
  writePlace,
  writeProtocol,
  writeVersion,
} from "./testing/judging-fixture-store";
import { workJudgingTask } from "./work-judging-task";

const actor = systemActor("test");
const T1 = { role: "T1w", seriesNumber: 1, repetitionTimeMs: 2000 } as const;
const FLAIR = { role: "FLAIR", seriesNumber: 2 } as const;

let database: TestDatabase;
let place: JudgedPlace;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  place = await writePlace();
});
afterAll(() => database.stop());

const verdictsOn = (seriesId: string) =>
  db().verdict.findMany({
    where: { seriesId },
    orderBy: [{ current: "desc" }, { protocolVersionId: "asc" }],
    select: { protocolVersionId: true, value: true, current: true, stepOrdinal: true },
  });
const work = () =>
  drainQueue({
    "exam.judge": ({ examId }) => judgeArrivedExam(actor, examId),
    "harmonise.rejudge": ({ taskId }) => workJudgingTask(actor, taskId),
  });

async function assignByDescription(rules: { pattern: string; protocolIds: string[] }[]): Promise<string> {
  const seen = (await listAssignment(actor)).rules.map(({ id }) => id);
  return saveAssignment(actor, {
    seen,
    rules: rules.map((rule) => ({ kind: "studyDescription", projectId: null, ...rule })),
  });
}

describe("judging", () => {
  it("is by the version that was valid on the true day of acquisition", async () => {
    const { protocolId, versionIds } = await writeProtocol([
      { tr: 2000, from: "2022-01-01", until: "2024-03-01" },
      { tr: 3000, from: "2024-03-01", until: null },
    ]);
    await assignByDescription([{ pattern: "by day*", protocolIds: [protocolId] }]);
    const on = async (day: string) =>
      (await writeExams(place, 1, day, [T1, FLAIR], { description: "By day" }))[0];
    const [early, late, before] = [await on("2024-02-29"), await on("2024-03-01"), await on("2021-12-31")];
    for (const exam of [early, late, before]) await judgeArrivedExam(actor, exam?.examId ?? "");
    expect(await verdictsOn(early?.seriesIds[0] ?? "")).toEqual([
      { protocolVersionId: versionIds[0], value: "compliant", current: true, stepOrdinal: 0 },
    ]);
    expect(await verdictsOn(late?.seriesIds[0] ?? "")).toMatchObject([
      { protocolVersionId: versionIds[1], value: "major" },
    ]);
    expect(await verdictsOn(late?.seriesIds[1] ?? "")).toEqual([]);
    expect(await verdictsOn(before?.seriesIds[0] ?? "")).toEqual([]);
    expect(await db().examProtocol.count({ where: { examId: before?.examId ?? "" } })).toBe(0);
    const compliance = await getExamCompliance(actor, late?.examId ?? "");
    expect(compliance.checklists).toMatchObject([
      {
        value: "major",
        isWhole: true,
        byHand: false,
        version: 2,
        steps: [{ name: "T1", state: "present", series: [{ value: "major", findings: [{ delta: -1000 }] }] }],
        extra: [{ seriesNumber: 2 }],
      },
    ]);
  });

  it("keeps the old verdict with its version when a reference changes, and counts what changed", async () => {
    const { protocolId, versionIds } = await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]);
    const exams = await writeExams(place, 3, "2024-05-05", [T1], { description: "superseded" });
    await assignByDescription([{ pattern: "superseded", protocolIds: [protocolId] }]);
    await work();
    await db().protocolVersion.updateMany({
      where: { id: { in: versionIds } },
      data: { supersededAt: new Date() },
    });
    const second = await writeVersion(protocolId, 2, { tr: 2500, from: "2022-01-01", until: null });
    const task = {
      reason: "protocol-saved",
      selection: { by: "protocol", protocolId },
      createdById: null,
    } as const;
    const taskId = await inTransaction((tx) => queueRejudging(tx, task));
    await work();
    const seriesId = exams[0]?.seriesIds[0] ?? "";
    expect(await verdictsOn(seriesId)).toMatchObject([
      { protocolVersionId: second, value: "major", current: true },
      { protocolVersionId: versionIds[0], value: "compliant", current: false },
    ]);
    const listed = (await listJudgingTasks(actor)).find(({ id }) => id === taskId);
    expect(listed).toMatchObject({ changed: 3, reason: "protocol-saved" });
    expect(listed?.finishedAt).not.toBeNull();
    expect(listed?.done).toBe(listed?.total);
    // Judged again, nothing changes and no row is written.
    const rows = () =>
      db().$queryRaw`SELECT xmin::text, "seriesId" FROM "Verdict" WHERE "seriesId" = ${seriesId}::uuid`;
    const unwritten = await rows();
    const again = await inTransaction((tx) => queueRejudging(tx, task));
    await work();
    expect(await db().judgingTask.findUnique({ where: { id: again } })).toMatchObject({ changed: 0 });
    expect(await rows()).toEqual(unwritten);
    expect((await getSeriesCompliance(actor, seriesId)).map(({ current }) => current)).toEqual([true, false]);
    const { kept, checklists } = await getExamCompliance(actor, exams[0]?.examId ?? "");
    expect([kept.length, checklists.length]).toEqual([1, 1]);
    // A version is valid in a true period: its number is for whoever may read true dates.
    const reader: Actor = {
      ...{ userId: randomUUID(), agent: "user", roles: [], locale: null },
      grants: [
        {
          ...{ id: randomUUID(), scope: "network", siteId: null, projectId: null },
          ...{ level: "browse", trueDates: false },
        },
      ],
    };
    await db().user.create({
      data: { id: reader.userId, email: "r@example.org", name: "R", passwordHash: "x" },
    });
    const told = JSON.stringify([
      await getExamCompliance(reader, exams[0]?.examId ?? ""),
      await getSeriesCompliance(reader, seriesId),
    ]);
    expect(told).not.toMatch(/"version":\d/);
    for (const versionId of [second, ...versionIds]) expect(told).not.toContain(versionId);
  });

  it("writes over the verdict of the same version when a series changes, and takes it away with its role", async () => {
    const { protocolId } = await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]);
    await assignByDescription([{ pattern: "*changing*", protocolIds: [protocolId] }]);
    const [exam] = await writeExams(place, 1, "2024-05-05", [T1], { description: "MRI changing brain" });
    const [seriesId = "", examId = ""] = [exam?.seriesIds[0], exam?.examId];
    const judgeWith = async (data: object) => {
      await inTransaction(async (tx) => {
        await tx.series.update({ where: { id: seriesId }, data });
        await queueExamJudging(tx, [examId, examId]);
      });
      await work();
      return verdictsOn(seriesId);
    };
    expect(await judgeWith({})).toMatchObject([{ value: "compliant" }]);
    expect(await judgeWith({ repetitionTimeMs: null })).toMatchObject([{ value: "undetermined" }]);
    expect(await judgeWith({ role: "localiser" })).toEqual([]);
    const whole = () =>
      db().examProtocol.findMany({ where: { examId }, select: { isWhole: true, value: true } });
    expect(await whole()).toEqual([{ isWhole: false, value: "major" }]);
    expect(await judgeWith({ role: "T1w", state: "arriving" })).toEqual([]);
    expect(await judgeWith({ state: "complete", repetitionTimeMs: 2000 })).toMatchObject([
      { value: "compliant", current: true },
    ]);
    expect(await whole()).toEqual([{ isWhole: true, value: "compliant" }]);
  });

  it("goes by hand before every rule, and by the rules again when the choice is undone", async () => {
    const [ruled, chosen, other] = [
      await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]),
      await writeProtocol([{ tr: 1000, from: "2022-01-01", until: null }]),
      await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]),
    ];
    await assignByDescription([{ pattern: "by hand", protocolIds: [ruled.protocolId] }]);
    const [exam] = await writeExams(place, 1, "2024-05-05", [T1], { description: "by hand" });
    const [seriesId = "", examId = ""] = [exam?.seriesIds[0], exam?.examId];
    const protocolIds = [chosen.protocolId, other.protocolId];
    expect(await chooseProtocols(actor, { examId, protocolIds })).toEqual({ before: [] });
    await work();
    expect((await verdictsOn(seriesId)).map(({ value }) => value).sort()).toEqual(["compliant", "major"]);
    expect(await db().examProtocol.count({ where: { examId, byHand: true, current: true } })).toBe(2);
    expect((await getExamCompliance(actor, examId)).choice?.chosenIds.sort()).toEqual(protocolIds.sort());
    const { before } = await chooseProtocols(actor, { examId, protocolIds: [] });
    expect(before.sort()).toEqual(protocolIds);
    await work();
    expect((await verdictsOn(seriesId)).filter(({ current }) => current)).toMatchObject([
      { protocolVersionId: ruled.versionIds[0], value: "compliant" },
    ]);
    expect(await db().verdict.count({ where: { seriesId, current: false } })).toBe(2);
    await expect(chooseProtocols(actor, { examId, protocolIds: [randomUUID()] })).rejects.toThrow();
    expect(await db().examProtocolChoice.count({ where: { examId } })).toBe(0);
  });

  it("refuses a list of rules that somebody else has changed meanwhile, and one that names what is not there", async () => {
    const rule = { kind: "project", projectId: randomUUID(), pattern: null, protocolIds: [] } as const;
    await assignByDescription([]);
    await expect(saveAssignment(actor, { seen: [randomUUID()], rules: [] })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      saveAssignment(actor, { seen: [], rules: [{ ...rule, protocolIds: [] }] }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await listAssignment(actor)).rules).toEqual([]);
  });

  it("selects exams by scanner and by true day", async () => {
    const elsewhere = await writePlace();
    const { scannerId } = elsewhere;
    await writeExams(elsewhere, 2, "2019-03-31", []);
    await writeExams(elsewhere, 3, "2019-04-01", []);
    const total = async (selection: Parameters<typeof queueRejudging>[1]["selection"]) => {
      const id = await inTransaction((tx) =>
        queueRejudging(tx, { reason: "asked", selection, createdById: null }),
      );
      return (await db().judgingTask.findUniqueOrThrow({ where: { id } })).total;
    };
    expect(await total({ by: "scanner", scannerId })).toBe(5);
    expect(await total({ by: "acquired", from: "2019-01-01", until: "2019-04-01" })).toBe(2);
    expect(await total({ by: "acquired", from: "2019-04-01", until: "2020-01-01" })).toBe(3);
    expect(await total({ by: "acquired", from: null, until: null })).toBe(await db().exam.count());
    await work();
    expect(await db().judgingTask.count({ where: { finishedAt: null } })).toBe(0);
  });

  it("counts every exam and every change once when two processes have the same task, and leaves none half judged", async () => {
    const { protocolId } = await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]);
    const elsewhere = await writePlace();
    const description = "worked twice";
    const exams = await writeExams(elsewhere, 250, "2024-05-05", [T1], { description });
    await assignByDescription([{ pattern: description, protocolIds: [protocolId] }]);
    const selection = { by: "scanner", scannerId: elsewhere.scannerId } as const;
    const id = await inTransaction((tx) =>
      queueRejudging(tx, { reason: "asked", selection, createdById: null }),
    );
    await Promise.all([workJudgingTask(actor, id), workJudgingTask(actor, id)]);
    expect(await db().judgingTask.findUnique({ where: { id } })).toMatchObject({
      done: 250,
      total: 250,
      changed: 250,
      finishedAt: expect.any(Date) as Date,
    });
    const seriesIds = exams.flatMap((exam) => exam.seriesIds);
    const [verdicts, wholes] = [
      await db().verdict.count({ where: { seriesId: { in: seriesIds }, value: "compliant", current: true } }),
      await db().examProtocol.count({ where: { exam: { scannerId: elsewhere.scannerId }, isWhole: true } }),
    ];
    expect([verdicts, wholes]).toEqual([250, 250]);
    await work();
  });

  it("keeps the parts before one that fails, and none after it, and goes on from there", async () => {
    const { protocolId } = await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]);
    const elsewhere = await writePlace();
    const { scannerId } = elsewhere;
    const description = "fails once";
    await writeExams(elsewhere, 350, "2024-05-05", [T1], { description });
    await assignByDescription([{ pattern: description, protocolIds: [protocolId] }]);
    const selection = { by: "scanner", scannerId } as const;
    const id = await inTransaction((tx) =>
      queueRejudging(tx, { reason: "asked", selection, createdById: null }),
    );
    const ids = await db().exam.findMany({
      where: { scannerId },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    const refused = ids[150]?.id ?? "";
    await db().$executeRawUnsafe(
      `ALTER TABLE "ExamProtocol" ADD CONSTRAINT "refused" CHECK ("examId" <> '${refused}')`,
    );
    const judged = () =>
      db().examProtocol.findMany({ where: { exam: { scannerId } }, orderBy: { examId: "asc" } });
    try {
      await expect(workJudgingTask(actor, id)).rejects.toThrow();
      expect(await db().judgingTask.findUnique({ where: { id } })).toMatchObject({
        done: 100,
        changed: 100,
        cursor: ids[99]?.id,
        finishedAt: null,
      });
      expect((await judged()).map(({ examId }) => examId)).toEqual(ids.slice(0, 100).map((exam) => exam.id));
    } finally {
      await db().$executeRaw`ALTER TABLE "ExamProtocol" DROP CONSTRAINT "refused"`;
    }
    await workJudgingTask(actor, id);
    expect(await db().judgingTask.findUnique({ where: { id } })).toMatchObject({ done: 350, changed: 350 });
    expect(await judged()).toHaveLength(350);
    await work();
  });

  it("goes on where it was when its process is killed", async () => {
    const { protocolId } = await writeProtocol([{ tr: 2000, from: "2022-01-01", until: null }]);
    const exams = await writeExams(place, 600, "2024-05-05", [T1], { description: "killed" });
    const taskId = await assignByDescription([{ pattern: "killed", protocolIds: [protocolId] }]);
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "lib/harmonise/testing/judging-child.ts", taskId],
      { cwd: repositoryRoot, env: childEnv({}), stdio: ["ignore", "inherit", "inherit"] },
    );
    const ended = new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
    const doneSoFar = async () =>
      (await db().judgingTask.findUniqueOrThrow({ where: { id: taskId }, select: { done: true } })).done;
    while (child.exitCode === null && (await doneSoFar()) === 0) await new Promise((go) => setTimeout(go, 5));
    child.kill("SIGKILL");
    await ended;
    const seen = await doneSoFar();
    expect(seen).toBeGreaterThan(0);
    await work();
    const task = await db().judgingTask.findUniqueOrThrow({ where: { id: taskId } });
    expect(task.done).toBe(task.total);
    expect(task.finishedAt).not.toBeNull();
    const seriesIds = exams.flatMap(({ seriesIds: ids }) => ids);
    expect(await db().verdict.count({ where: { seriesId: { in: seriesIds }, value: "compliant" } })).toBe(
      600,
    );
  });
});
