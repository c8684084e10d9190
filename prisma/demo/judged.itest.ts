import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { loadTerminology } from "@/lib/catalogue/load-terminology-store";
import { queueRejudging } from "@/lib/harmonise/queue-judging";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { insertDemonstration } from "./demonstration-store";
import { generateNetwork } from "./network/generate";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  await inTransaction(loadTerminology);
});
afterAll(() => database.stop());

it("the demonstration's verdicts are those that the catalogue's own judging gives", async () => {
  const network = generateNetwork({ share: 0.02 });
  await inTransaction((tx) => insertDemonstration(tx, { network, imaged: [], links: [], accounts: [] }));
  const verdicts = () =>
    db().verdict.findMany({ orderBy: [{ seriesId: "asc" }, { protocolVersionId: "asc" }] });
  const exams = () =>
    db().examProtocol.findMany({ orderBy: [{ examId: "asc" }, { protocolVersionId: "asc" }] });
  const before = { verdicts: await verdicts(), exams: await exams() };
  expect(before.verdicts).toHaveLength(network.verdicts.length);
  expect(before.exams).toHaveLength(network.exams.length);
  const id = await inTransaction((tx) =>
    queueRejudging(tx, { reason: "asked", selection: { by: "all" }, createdById: null }),
  );
  await workJudgingTask(systemActor("test"), id);
  expect(await db().judgingTask.findUniqueOrThrow({ where: { id } })).toMatchObject({
    changed: 0,
    done: network.exams.length,
  });
  expect({ verdicts: await verdicts(), exams: await exams() }).toEqual(before);
});
