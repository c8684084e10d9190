import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { EVERYTHING, type Criteria } from "../criteria";
import { writeExam, writeGround, writePlace, writeSubject } from "../freeze/testing/freeze-fixture-store";
import { archiveCohort } from "./archive-cohort";
import { changeQuestion } from "./change-question";
import { editCohort } from "./edit-cohort";
import { getCohort } from "./get-cohort";
import { listCohortRuns } from "./list-cohort-runs";
import { listCohorts } from "./list-cohorts";
import { restoreCohort } from "./restore-cohort";
import { runCohort } from "./run-cohort";
import { saveCohort } from "./save-cohort";
import { shareCohort } from "./share-cohort";
import { unshareCohort } from "./unshare-cohort";

const WOMEN: Criteria = { version: 1, root: { kind: "sex", values: ["female"] } };

let database: TestDatabase;
let owner: Actor;
let colleague: Actor;
let projectId: string;
let siteId: string;
let people = 0;

const person = async (name: string) => writePerson(`${name} ${++people}`, []);
const emailOf = async ({ userId }: Actor) =>
  (await db().user.findUniqueOrThrow({ where: { id: userId } })).email;
const keep = (actor: Actor, criteria: unknown = WOMEN) =>
  saveCohort(actor, { name: "Women", description: "", criteria });

beforeAll(async () => {
  database = await testDatabase();
  ({ projectId } = await writeGround());
  const [ours, theirs] = [await writePlace("OURS"), await writePlace("THEIRS")];
  ({ siteId } = ours);
  for (const [at, place] of [ours, ours, theirs].entries()) {
    await writeExam(await writeSubject(`ARI-${at}`), place);
  }
  owner = holding(await person("owner"), "browse", "network");
  colleague = await person("colleague");
});
afterAll(() => database.stop());

describe("a kept question", () => {
  it("is saved, renamed, changed, put away and taken back by its owner", async () => {
    const { cohortId } = await keep(owner);
    await editCohort(owner, { cohortId, name: "All women", description: "of the network" });
    const before = await getCohort(owner, cohortId);
    expect(before).toMatchObject({ name: "All women", description: "of the network", criteria: WOMEN });
    await changeQuestion(owner, {
      ...{ cohortId, criteria: EVERYTHING },
      seenAt: before.updatedAt.toISOString(),
    });
    expect((await getCohort(owner, cohortId)).criteria).toEqual(EVERYTHING);
    await archiveCohort(owner, cohortId);
    const away = await listCohorts(owner);
    expect(away.mine.map(({ id }) => id)).not.toContain(cohortId);
    expect(away.archived.map(({ id }) => id)).toEqual([cohortId]);
    await restoreCohort(owner, cohortId);
    const back = await listCohorts(owner);
    expect(back.archived).toEqual([]);
    expect(back.mine.map(({ id }) => id)).toContain(cohortId);
  });

  it("is not written over by somebody who saw an earlier one", async () => {
    const { cohortId } = await keep(owner);
    const seenAt = (await getCohort(owner, cohortId)).updatedAt.toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await changeQuestion(owner, { cohortId, criteria: EVERYTHING, seenAt });
    const late = changeQuestion(owner, { cohortId, criteria: WOMEN, seenAt });
    await expect(late).rejects.toMatchObject({ code: "conflict", details: { reason: "cohort-changed" } });
    expect((await getCohort(owner, cohortId)).criteria).toEqual(EVERYTHING);
  });

  it("is refused when it names what nobody knows", async () => {
    const unknown = { version: 1, root: { kind: "site", codes: ["NOWHERE"] } };
    await expect(keep(owner, unknown)).rejects.toMatchObject({ code: "invalid-input" });
    const { cohortId } = await keep(owner);
    const change = changeQuestion(owner, { cohortId, criteria: unknown, seenAt: null });
    await expect(change).rejects.toMatchObject({ code: "invalid-input" });
    expect((await getCohort(owner, cohortId)).criteria).toEqual(WOMEN);
  });

  it("is refused when it is none, and nothing is kept", async () => {
    const count = await db().cohort.count();
    for (const criteria of [
      null,
      {},
      { version: 9, root: WOMEN.root },
      { version: 1, root: { kind: "x" } },
    ]) {
      await expect(keep(owner, criteria)).rejects.toMatchObject({ code: "invalid-input" });
    }
    const deep = Array.from({ length: 1000 }).reduce((of) => ({ kind: "not", of }), WOMEN.root);
    await expect(keep(owner, { version: 1, root: deep })).rejects.toMatchObject({ code: "invalid-input" });
    await expect(keep(await person("nobody"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await db().cohort.count()).toBe(count);
  });
});

describe("sharing", () => {
  it("opens the question to a person, as far as it says, and closes it again", async () => {
    const { cohortId } = await keep(owner);
    await expect(getCohort(colleague, cohortId)).rejects.toMatchObject({ code: "not-found" });
    const whom = { kind: "person" as const, email: await emailOf(colleague) };
    const { shareId } = await shareCohort(owner, { cohortId, with: whom, mayEdit: false });
    const seen = await getCohort(colleague, cohortId);
    // With whom else it is shared is its owner's to know.
    expect(seen).toMatchObject({ right: "read", shares: [], shareable: [] });
    expect((await listCohorts(colleague)).shared.map(({ id }) => id)).toEqual([cohortId]);
    const renamed = { cohortId, name: "Mine now", description: "" };
    await expect(editCohort(colleague, renamed)).rejects.toMatchObject({ code: "forbidden" });
    // Sharing again changes the share that there is.
    expect(await shareCohort(owner, { cohortId, with: whom, mayEdit: true })).toEqual({ shareId });
    expect((await getCohort(owner, cohortId)).shares).toHaveLength(1);
    await editCohort(colleague, renamed);
    await expect(archiveCohort(colleague, cohortId)).rejects.toMatchObject({ code: "forbidden" });
    const further = shareCohort(colleague, { cohortId, with: whom, mayEdit: true });
    await expect(further).rejects.toMatchObject({ code: "forbidden" });
    await unshareCohort(owner, { cohortId, shareId });
    await expect(getCohort(colleague, cohortId)).rejects.toMatchObject({ code: "not-found" });
  });

  it("lets a person leave what is shared with her, and nobody else end a share of others", async () => {
    const { cohortId } = await keep(owner);
    const other = await person("other");
    const share = async (actor: Actor) =>
      shareCohort(owner, {
        cohortId,
        with: { kind: "person", email: await emailOf(actor) },
        mayEdit: true,
      });
    const [hers, others] = [await share(colleague), await share(other)];
    const end = unshareCohort(colleague, { cohortId, shareId: others.shareId });
    await expect(end).rejects.toMatchObject({ code: "forbidden" });
    await unshareCohort(colleague, { cohortId, shareId: hers.shareId });
    await expect(getCohort(colleague, cohortId)).rejects.toMatchObject({ code: "not-found" });
  });

  it("opens the question to whoever holds a grant in the project, as long as she does", async () => {
    const { cohortId } = await keep(owner);
    await shareCohort(owner, { cohortId, with: { kind: "project", projectId }, mayEdit: false });
    const member = holding(colleague, "count", { projectId });
    expect((await getCohort(member, cohortId)).right).toBe("read");
    expect((await listCohorts(member)).shared).toHaveLength(1);
    await expect(getCohort(colleague, cohortId)).rejects.toMatchObject({ code: "not-found" });
    await archiveCohort(owner, cohortId);
    expect((await listCohorts(member)).shared).toEqual([]);
  });

  it("is with people who are there, and with projects that are one's own", async () => {
    const local = holding(await person("local"), "browse", { siteId });
    const { cohortId } = await keep(local);
    const share = (input: Parameters<typeof shareCohort>[1]["with"]) =>
      shareCohort(local, { cohortId, with: input, mayEdit: false });
    await expect(share({ kind: "person", email: "nobody@example.org" })).rejects.toMatchObject({
      details: { reason: "no-such-person" },
    });
    await expect(share({ kind: "person", email: await emailOf(local) })).rejects.toMatchObject({
      details: { reason: "already-yours" },
    });
    await expect(share({ kind: "project", projectId })).rejects.toMatchObject({ code: "not-found" });
    await db().user.update({ where: { id: colleague.userId }, data: { disabledAt: new Date() } });
    await expect(share({ kind: "person", email: await emailOf(colleague) })).rejects.toMatchObject({
      details: { reason: "no-such-person" },
    });
    await db().user.update({ where: { id: colleague.userId }, data: { disabledAt: null } });
  });
});

describe("asking again", () => {
  it("gives each reader her own answer, kept for her alone", async () => {
    const { cohortId } = await keep(owner);
    await shareCohort(owner, {
      cohortId,
      with: { kind: "person", email: await emailOf(colleague) },
      mayEdit: false,
    });
    const local = holding(colleague, "browse", { siteId });
    const counting = holding(colleague, "count", "network");
    expect(await runCohort(owner, cohortId)).toEqual({ subjects: 3, exams: 3, series: 9 });
    expect(await runCohort(local, cohortId)).toEqual({ subjects: 2, exams: 2, series: 6 });
    expect(await runCohort(colleague, cohortId)).toBeNull();
    expect((await listCohortRuns(local, cohortId)).map(({ exams }) => exams)).toEqual([2]);
    expect(await runCohort(counting, cohortId)).toMatchObject({ subjects: "below-11" });
    expect((await listCohortRuns(owner, cohortId)).map(({ exams }) => exams)).toEqual([3]);
    const stored = await db().cohortRun.findMany({ where: { cohortId, userId: colleague.userId } });
    expect(stored.map(({ exams }) => exams).sort()).toEqual(["2", "below-11"]);
  });

  it("is kept when something changed, and says when the question was another", async () => {
    const { cohortId } = await keep(owner);
    await runCohort(owner, cohortId);
    await runCohort(owner, cohortId);
    expect(await listCohortRuns(owner, cohortId)).toHaveLength(1);
    await changeQuestion(owner, { cohortId, criteria: EVERYTHING, seenAt: null });
    expect((await listCohortRuns(owner, cohortId)).map((run) => run.otherQuestion)).toEqual([true]);
    await runCohort(owner, cohortId);
    expect((await listCohortRuns(owner, cohortId)).map((run) => run.otherQuestion)).toEqual([false, true]);
  });
});
