import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, type ActiveGrant, systemActor } from "@/lib/access/actor";
import { writeNetwork } from "@/lib/catalogue/testing/network-fixture-store";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { migrateQueue } from "@/lib/platform/queue";
import { type ProtocolDocument, protocolDocumentSchema } from "./content";
import { draftProtocol } from "./draft-protocol";
import { dryRunProtocol } from "./dry-run-protocol";
import { formatProtocolDocument } from "./format-document";
import { getProtocol } from "./get-protocol";
import { importProtocol } from "./import-protocol";
import { listProtocols } from "./list-protocols";
import { saveProtocolVersion } from "./save-protocol-version";

let database: TestDatabase;
let manager: Actor;
let reader: Actor;

const system = systemActor("test");

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  const { siteIds } = await inTransaction((tx) => writeNetwork(tx, 9, 40));
  await db().series.updateMany({ data: { repetitionTimeMs: 2300, state: "complete" } });
  const exams = await db().exam.findMany({ select: { id: true } });
  await db().examClock.createMany({
    data: exams.map(({ id: examId }, index) => ({
      examId,
      acquiredAt: new Date(Date.UTC(2022 + (index % 3), 5, 15)),
      receivedAt: new Date(Date.UTC(2025, 0, 1)),
    })),
  });
  const person = async (name: string, roles: Actor["roles"], grant: Partial<ActiveGrant>): Promise<Actor> => {
    const user = await db().user.create({
      data: { email: `${name}@example.org`, name, passwordHash: "-", roles: [...roles] },
    });
    const all = {
      id: randomUUID(),
      scope: "network",
      siteId: null,
      projectId: null,
      level: "browse",
      trueDates: false,
    } as const;
    return { userId: user.id, agent: "user", roles, locale: null, grants: [{ ...all, ...grant }] };
  };
  manager = await person("manager", ["dataManager"], {});
  const siteId = [...siteIds.values()][0] ?? null;
  reader = await person("reader", ["neuroscientist"], { scope: "site", siteId });
});
afterAll(() => database.stop());

/** A protocol for T1w at a repetition time; all exams are given to it by a rule once `assign` has been called. */
function t1(code: string, validFrom: string, repetitionTimeMs: number, tolerance = 0.05): ProtocolDocument {
  return protocolDocumentSchema.parse({
    code,
    name: `Protocol ${code}`,
    validFrom,
    content: {
      steps: [
        {
          name: "T1",
          role: "T1w",
          required: false,
          count: { min: 1, max: 20 },
          rules: [
            {
              parameter: "repetitionTimeMs",
              expect: { value: repetitionTimeMs },
              tolerance: { relative: tolerance },
              severity: "major",
            },
          ],
        },
      ],
    },
  });
}

async function assign(code: string): Promise<void> {
  const { id } = await db().protocol.findUniqueOrThrow({ where: { code } });
  await db().assignmentRuleProtocol.deleteMany();
  await db().assignmentRule.deleteMany();
  await db().assignmentRule.create({
    data: { ordinal: 1, kind: "protocolName", pattern: "*", protocols: { create: { protocolId: id } } },
  });
  await db().series.updateMany({ data: { protocolName: "any" } });
}

const save = (
  document: ProtocolDocument,
  basedOn: number | null,
  onOverlap: "replace" | "refuse" = "replace",
) => saveProtocolVersion(manager, { document, basedOn, onOverlap });

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppError) return error.details?.["reason"] ?? error.code;
    throw error;
  }
}

describe("saving a protocol version", () => {
  it("keeps versions from overlapping, and says what became of the earlier ones", async () => {
    expect(await save(t1("A-ONE", "2022-01-01", 2300), 0)).toMatchObject({ version: 1, taskId: null });
    expect(await save(t1("A-ONE", "2023-01-01", 2300), 1)).toMatchObject({
      version: 2,
      closed: [1],
      superseded: [],
    });
    const third = await save(t1("A-ONE", "2022-06-01", 2300), 2);
    expect(third).toMatchObject({ version: 3, closed: [1], superseded: [2] });
    const { versions } = await getProtocol(manager, "A-ONE");
    expect(
      versions.map(({ version, validFrom, validUntil, superseded }) => [
        version,
        validFrom,
        validUntil,
        superseded,
      ]),
    ).toEqual([
      [3, "2022-06-01", null, false],
      [2, "2023-01-01", null, true],
      [1, "2022-01-01", "2022-06-01", false],
    ]);
    const task = await db().judgingTask.findUniqueOrThrow({ where: { id: third.taskId ?? "" } });
    expect(task).toMatchObject({ reason: "protocol-saved", createdById: manager.userId });
    const jobs = await db().$queryRaw<unknown[]>`
      SELECT 1 FROM graphile_worker.jobs WHERE key = ${`harmonise.rejudge:${third.taskId}`}`;
    expect(jobs).toHaveLength(1);
    const audited = await db().auditEvent.findMany({
      where: { type: "protocol.version-saved", actorId: manager.userId },
    });
    expect(audited.length).toBeGreaterThanOrEqual(3);
  });

  it("refuses what somebody else has changed, a code that is taken, and a scanner that is not there", async () => {
    await save(t1("A-TWO", "2022-01-01", 2300), 0);
    const before = await db().protocolVersion.count();
    expect(await reasonOf(save(t1("A-TWO", "2023-01-01", 2300), 0))).toBe("protocol-code-taken");
    expect(await reasonOf(save(t1("A-TWO", "2023-01-01", 2300), 7))).toBe("protocol-changed");
    const lost = t1("A-TWO", "2023-01-01", 2300);
    lost.content.steps[0]?.variants.push({ scope: { scanner: randomUUID() }, rules: [] });
    expect(await reasonOf(save(lost, 1))).toBe("unknown-scanner");
    expect(await db().protocolVersion.count(), "nothing half-done").toBe(before);
  });

  it("lets one of two who save at once go first, and tells the other", async () => {
    await save(t1("A-RACE", "2022-01-01", 2300), 0);
    const outcomes = await Promise.all([
      reasonOf(save(t1("A-RACE", "2023-01-01", 2300), 1)),
      reasonOf(save(t1("A-RACE", "2024-01-01", 2300), 1)),
    ]);
    expect(outcomes.filter((outcome) => outcome === "protocol-changed")).toHaveLength(1);
    expect((await getProtocol(manager, "A-RACE")).versions).toHaveLength(2);
  });
});

describe("importing", () => {
  it("saves a file, and refuses a version on the same days with its line", async () => {
    const yaml = formatProtocolDocument(t1("B-IMPORT", "2022-01-01", 2300), "yaml", "https://x/schema.json");
    expect(await importProtocol(manager, { text: yaml, onOverlap: "refuse" })).toMatchObject({
      ok: true,
      saved: { code: "B-IMPORT", version: 1 },
    });
    const again = await importProtocol(manager, { text: yaml, onOverlap: "refuse" });
    expect(again).toMatchObject({
      ok: false,
      issues: [{ code: "overlaps-version", line: 4, values: { version: 1, from: "2022-01-01" } }],
    });
    expect(await importProtocol(manager, { text: yaml, onOverlap: "replace" })).toMatchObject({
      ok: true,
      saved: { version: 2, superseded: [1] },
    });
    expect(await importProtocol(manager, { text: "code: [", onOverlap: "replace" })).toMatchObject({
      ok: false,
    });
    const scope = yaml.replace(
      "required: false",
      `required: false\n      variants:\n        - scope: { scanner: ${randomUUID()} }\n          rules: []`,
    );
    expect(await importProtocol(manager, { text: scope, onOverlap: "replace" })).toMatchObject({
      ok: false,
      issues: [{ code: "unknown-scanner", line: 11 }],
    });
  });
});

describe("a dry run", () => {
  it("tells what saving then does, series by series, and changes nothing itself", async () => {
    await save(t1("C-DRY", "2022-01-01", 2300), 0);
    await assign("C-DRY");
    const first = await save(t1("C-DRY", "2022-01-01", 2300), 1);
    await workJudgingTask(system, first.taskId ?? "");
    const judged = (await getProtocol(manager, "C-DRY")).versions[0]?.counts;
    expect(judged).toMatchObject({ minor: 0, major: 0 });
    expect(judged?.compliant).toBeGreaterThan(10);

    // From mid 2023 on another repetition time is asked for.
    const next = t1("C-DRY", "2023-07-01", 2000, 0.01);
    const rows = await db().verdict.count();
    const foretold = await dryRunProtocol(manager, { document: next });
    expect(await db().verdict.count()).toBe(rows);
    expect(foretold.plan.closes).toMatchObject([{ version: 2, validUntil: "2023-07-01" }]);
    expect(foretold.assigned).toBe(true);
    expect(foretold.seriesChanged).toBeGreaterThan(5);
    expect(foretold.seriesChanged).toBe(foretold.scanners.reduce((sum, { changed }) => sum + changed, 0));
    for (const { transitions } of foretold.scanners) {
      for (const { before, after } of transitions) expect([before, after]).toEqual(["compliant", "major"]);
    }
    expect(foretold.sample[0]?.findings).toMatchObject([{ parameter: "repetitionTimeMs", verdict: "major" }]);

    const saved = await save(next, 2);
    await workJudgingTask(system, saved.taskId ?? "");
    const task = await db().judgingTask.findUniqueOrThrow({ where: { id: saved.taskId ?? "" } });
    expect(task.changed).toBe(foretold.seriesChanged);
    const [now, earlier] = (await getProtocol(manager, "C-DRY")).versions;
    expect(now?.counts).toMatchObject({ compliant: 0, major: foretold.seriesChanged });
    expect(earlier?.counts?.compliant).toBe((judged?.compliant ?? 0) - foretold.seriesChanged);
  });

  it("judges as if it were assigned where no rule names the protocol", async () => {
    const result = await dryRunProtocol(manager, { document: t1("C-NEW", "2022-01-01", 2300) });
    expect(result.assigned).toBe(false);
    expect(result.examsJudged).toBe(result.examTotal);
    expect(
      result.scanners.flatMap(({ transitions }) => transitions.map(({ before }) => before)),
    ).not.toContain("compliant");
    expect(result.seriesJudged).toBeGreaterThan(10);
    expect(await db().protocol.count({ where: { code: "C-NEW" } })).toBe(0);
  });
});

describe("drafting", () => {
  it("makes of an exam a protocol that finds nothing wrong with it", async () => {
    const exam = await db().exam.findFirstOrThrow({
      where: { series: { some: { role: "T1w", derived: false } } },
      select: { id: true },
    });
    const { content, examCount } = await draftProtocol(manager, { from: "exam", examId: exam.id });
    expect(examCount).toBe(1);
    expect(content.steps.map(({ role }) => role)).toContain("T1w");
    const alike = await draftProtocol(manager, { from: "alike", examId: exam.id });
    expect(alike.examCount).toBeGreaterThanOrEqual(1);
    const document = { ...t1("D-DRAFT", "2022-01-01", 1), content };
    await save(document, 0);
    await assign("D-DRAFT");
    const { taskId } = await save(document, 1);
    await workJudgingTask(system, taskId ?? "");
    const verdicts = await db().verdict.findMany({
      where: {
        series: { examId: exam.id },
        current: true,
        protocolVersion: { protocol: { code: "D-DRAFT" } },
      },
    });
    expect(verdicts.length).toBeGreaterThan(0);
    expect(verdicts.map(({ value }) => value).filter((value) => value !== "compliant")).toEqual([]);
  });

  it("is nothing for an exam outside one's rights", async () => {
    const draft = draftProtocol(manager, { from: "exam", examId: randomUUID() });
    expect(await reasonOf(draft)).toBe("not-found");
  });
});

describe("reading", () => {
  it("is open to whoever has a grant, and counts only her exams", async () => {
    const mine = await listProtocols(reader);
    const all = await listProtocols(manager);
    expect(mine.protocols.map(({ code }) => code)).toEqual(all.protocols.map(({ code }) => code));
    expect([mine.mayManage, mine.tasks]).toEqual([false, []]);
    expect(all.mayManage).toBe(true);
    const sum = (list: typeof all) =>
      list.protocols.reduce((total, { standing }) => total + (standing?.counts?.compliant ?? 0), 0);
    expect(sum(mine)).toBeLessThan(sum(all));
    const counter = {
      ...reader,
      grants: reader.grants.map((grant) => ({ ...grant, level: "count" as const })),
    };
    expect((await listProtocols(counter)).protocols.every(({ standing }) => standing?.counts === null)).toBe(
      true,
    );
    expect(await reasonOf(listProtocols({ ...reader, grants: [] }))).toBe("forbidden");
    expect(await reasonOf(getProtocol({ ...reader, grants: [] }, "C-DRY"))).toBe("forbidden");
    expect(await reasonOf(getProtocol(reader, "NOWHERE"))).toBe("not-found");
    expect(
      await reasonOf(
        saveProtocolVersion(reader, {
          document: t1("E-X", "2022-01-01", 1),
          basedOn: 0,
          onOverlap: "replace",
        }),
      ),
    ).toBe("forbidden");
  });
});
