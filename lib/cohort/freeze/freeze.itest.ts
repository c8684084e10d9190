import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import type { Criteria, ExamNode } from "../criteria";
import { saveCohort } from "../kept/save-cohort";
import { shareCohort } from "../kept/share-cohort";
import { CITATION_CODE } from "./citation-code";
import { diffFrozenCohort } from "./diff-frozen-cohort";
import { freezeCohort } from "./freeze-cohort";
import { getFrozenCohort } from "./get-frozen-cohort";
import {
  MS_CODE,
  type Place,
  type Subject,
  writeExam,
  writeGround,
  writePlace,
  writeSubject,
} from "./testing/freeze-fixture-store";
import { textWithoutIds } from "@/lib/platform/testing/without-ids";

let database: TestDatabase;
let versionId: string;
let projectId: string;
let ours: Place;
let theirs: Place;
let researcher: Actor;

const asked = (root: ExamNode): Criteria => ({ version: 1, root });
const DIAGNOSED: ExamNode = {
  kind: "diagnosis",
  codes: [MS_CODE],
  rule: { at: "exam" },
  status: "present",
};
const FLAIR_3D: ExamNode = {
  kind: "series",
  of: {
    kind: "and",
    of: [
      { kind: "role", values: ["FLAIR"] },
      { kind: "dimension", value: "3D" },
      { kind: "verdict", values: ["compliant"], protocols: [] },
    ],
  },
};
const OUR_QUESTION = asked({ kind: "and", of: [DIAGNOSED, FLAIR_3D] });

beforeAll(async () => {
  database = await testDatabase();
  ({ protocolVersionId: versionId, projectId } = await writeGround());
  ours = await writePlace("OURS");
  theirs = await writePlace("THEIRS");
  researcher = holding(await writePerson("researcher", ["neuroscientist"]), "export", "network");
});
afterAll(() => database.stop());

const compliant = () => ({ versionId, value: "compliant" as const });

async function frozen(actor: Actor, criteria: Criteria, name = "MS with FLAIR") {
  const { cohortId } = await saveCohort(actor, { name, description: "", criteria });
  const made = await freezeCohort(actor, { cohortId, reason: "for the article", seenAt: null });
  return { cohortId, ...made };
}

async function member(name: string, place = ours): Promise<Subject & { examId: string; flairId: string }> {
  const subject = await writeSubject(name);
  return { ...subject, ...(await writeExam(subject, place, { verdict: compliant() })) };
}

async function clear() {
  for (const table of ["Exam", "Visit", "Subject"]) await db().$executeRawUnsafe(`DELETE FROM "${table}"`);
}

describe("a frozen cohort", () => {
  let code: string;
  let id: string;
  beforeAll(async () => {
    await clear();
    await member("ARI-ONE");
    await member("ARI-TWO");
    await member("ARI-THREE", theirs);
    const undiagnosed = await writeSubject("ARI-FOUR", false);
    await writeExam(undiagnosed, ours, { verdict: compliant() });
    ({ citationCode: code, versionId: id } = await frozen(researcher, OUR_QUESTION));
  });

  it("holds the members at the three levels, only series that the question speaks of", async () => {
    const version = await getFrozenCohort(researcher, { citationCode: code, page: 1 });
    expect(version.within).toEqual({ subjects: 3, exams: 3, series: 3 });
    expect(version.outside).toBeNull();
    expect(version.members.rows.map(({ pseudonym }) => pseudonym).sort()).toEqual([
      "ARI-ONE",
      "ARI-THREE",
      "ARI-TWO",
    ]);
    expect(version).toMatchObject({ title: "MS with FLAIR", version: 1, reason: "for the article" });
    expect(version.members.rows[0]?.state?.protocols).toEqual([
      { protocol: "NEURO", version: 1, verdict: "compliant", whole: true },
    ]);
    expect(code).toMatch(CITATION_CODE);
  });

  it("has versions that share the random part of their code", async () => {
    const { cohortId } = await db().cohortVersion.findUniqueOrThrow({ where: { citationCode: code } });
    const next = await freezeCohort(researcher, { cohortId, reason: "", seenAt: null });
    expect(next.citationCode).toBe(code.replace(/1$/, "2"));
  });

  it("keeps no date, and no true time", async () => {
    const exams = await db().cohortExam.findMany({ where: { versionId: id } });
    expect(textWithoutIds(exams)).not.toMatch(/20\d\d-|21\d\d-/);
    expect(exams[0]?.state).toMatchObject({
      diagnoses: [{ code: "DOID:2378", assertedDay: -30, assertedPrecision: "day" }],
    });
  });

  it.each(["CohortVersion", "CohortExam", "CohortSeries"])("cannot be changed: %s", async (table) => {
    const key = table === "CohortVersion" ? "id" : "versionId";
    const row = `"${table}" SET "${key}" = "${key}" WHERE "${key}" = '${id}'`;
    await expect(db().$executeRawUnsafe(`UPDATE ${row}`)).rejects.toThrow(/never changes|cannot be changed/);
    await expect(db().$executeRawUnsafe(`DELETE FROM "${table}" WHERE "${key}" = '${id}'`)).rejects.toThrow(
      /never changes|cannot be changed/,
    );
  });

  it("is nothing to whoever the question is not shared with, and needs a right to rows and to edit", async () => {
    const stranger = holding(await writePerson("stranger", ["admin", "neuroscientist"]), "export", "network");
    const see = (actor: Actor) => getFrozenCohort(actor, { citationCode: code, page: 1 });
    await expect(see(stranger)).rejects.toMatchObject({ code: "not-found" });
    await expect(diffFrozenCohort(stranger, code)).rejects.toMatchObject({ code: "not-found" });
    const { cohortId } = await db().cohortVersion.findUniqueOrThrow({ where: { citationCode: code } });
    const freeze = (actor: Actor) => freezeCohort(actor, { cohortId, reason: "", seenAt: null });
    await expect(freeze(stranger)).rejects.toMatchObject({ code: "not-found" });
    const counting = {
      ...researcher,
      grants: researcher.grants.map((g) => ({ ...g, level: "count" as const })),
    };
    await expect(freeze(counting)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("shows each reader the members within her rights, and of the others no exact number", async () => {
    const { cohortId } = await db().cohortVersion.findUniqueOrThrow({ where: { citationCode: code } });
    const person = await writePerson("reader", ["neuroscientist"]);
    const whom = { kind: "person" as const, email: "reader@example.org" };
    await shareCohort(researcher, { cohortId, with: whom, mayEdit: false });
    const local = holding(person, "browse", { siteId: ours.siteId });
    const seen = await getFrozenCohort(local, { citationCode: code, page: 1 });
    expect(seen.within).toEqual({ subjects: 2, exams: 2, series: 2 });
    expect(seen.outside).toEqual({ subjects: "below-11", exams: "below-11", series: "below-11" });
    expect(JSON.stringify(seen)).not.toContain("ARI-THREE");
    expect(seen.mayExport).toBe(false);
    const counter = await getFrozenCohort(holding(person, "count", "network"), {
      citationCode: code,
      page: 1,
    });
    expect(counter).toMatchObject({ within: null, members: { rows: [] } });
    expect(counter.outside?.subjects).toBe("below-11");
    const nobody = await getFrozenCohort(person, { citationCode: code, page: 1 });
    expect(nobody).toMatchObject({ within: null, outside: null, members: { rows: [] } });
    await expect(freezeCohort(local, { cohortId, reason: "", seenAt: null })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is refused when nobody answers, or when the question is not the one that was seen", async () => {
    const nobody = asked({ kind: "or", of: [] });
    await expect(frozen(researcher, nobody)).rejects.toMatchObject({ details: { reason: "nobody-answers" } });
    const { cohortId } = await saveCohort(researcher, { name: "x", description: "", criteria: OUR_QUESTION });
    const stale = freezeCohort(researcher, { cohortId, reason: "", seenAt: "2020-01-01T00:00:00.000Z" });
    await expect(stale).rejects.toMatchObject({ details: { reason: "cohort-changed" } });
  });
});

describe("what would change today", () => {
  const leftOf = async (code: string, actor = researcher) =>
    Object.fromEntries(
      (await diffFrozenCohort(actor, code)).leftExams.map((one) => [
        one.pseudonym ?? "gone",
        one.parts.length > 0 ? `${one.reason}: ${one.parts.join(" ")}` : one.reason,
      ]),
    );

  it("is nothing as long as nothing changes", async () => {
    await clear();
    await member("ARI-SAME");
    const { citationCode } = await frozen(researcher, OUR_QUESTION);
    expect(await diffFrozenCohort(researcher, citationCode)).toMatchObject({
      stayed: { subjects: 1, exams: 1, series: 1 },
      entered: { subjects: 0, exams: 0, series: 0 },
      left: { subjects: 0, exams: 0, series: 0 },
    });
  });

  it("names who left and why", async () => {
    await clear();
    const names = ["VERDICT", "REFUTED", "ABATED", "ROLE", "IMAGES", "GONE", "BOTH", "STAYS"] as const;
    const exams = new Map<string, Awaited<ReturnType<typeof member>>>();
    for (const name of names) exams.set(name, await member(`ARI-${name}`));
    const of = (name: (typeof names)[number]) => {
      const found = exams.get(name);
      if (!found) throw new Error(name);
      return found;
    };
    const { citationCode } = await frozen(researcher, OUR_QUESTION);

    const worse = async (seriesId: string) => {
      await db().verdict.updateMany({ where: { seriesId }, data: { value: "major" } });
    };
    const refute = async (subjectId: string) => {
      await db().diagnosis.updateMany({ where: { subjectId }, data: { verification: "refuted" } });
    };
    await worse(of("VERDICT").flairId);
    await refute(of("REFUTED").subjectId);
    await db().diagnosis.updateMany({
      where: { subjectId: of("ABATED").subjectId },
      data: { abatedOn: new Date("2150-02-20"), abatedPrecision: "day" },
    });
    await db().series.update({ where: { id: of("ROLE").flairId }, data: { role: "T2w" } });
    await db().series.delete({ where: { id: of("IMAGES").flairId } });
    await db().subject.delete({ where: { id: (await gone(of("GONE"))).subjectId } });
    await worse(of("BOTH").flairId);
    await refute(of("BOTH").subjectId);
    // Changes that the question does not look at are no reason and no news.
    await db().series.update({ where: { id: of("STAYS").flairId }, data: { rating: "unusable" } });
    await db().series.update({ where: { id: of("VERDICT").flairId }, data: { rating: "unusable" } });

    expect(await leftOf(citationCode)).toEqual({
      "ARI-VERDICT": "verdict",
      "ARI-REFUTED": "diagnosis",
      "ARI-ABATED": "diagnosis",
      "ARI-ROLE": "role",
      "ARI-IMAGES": "images",
      "ARI-BOTH": "several: diagnosis verdict",
      gone: "gone",
    });
    const diff = await diffFrozenCohort(researcher, citationCode);
    expect(diff.stayed.exams).toBe(1);
    expect(diff.left).toEqual({ subjects: 7, exams: 7, series: 7 });
    expect(diff.leftBy).toMatchObject({ diagnosis: 2, verdict: 1, gone: 1, several: 1 });
    // Of an exam that has left, nothing but that it was a member is told.
    const { members } = await getFrozenCohort(researcher, { citationCode, page: 1 });
    expect(members.rows.filter(({ state }) => state === null)).toHaveLength(1);
    expect(JSON.stringify(members.rows)).not.toContain("ARI-GONE");
  });

  it("names who entered, and whether the exam is new", async () => {
    await clear();
    const first = await member("ARI-FIRST");
    const late = await writeSubject("ARI-LATE", false);
    await writeExam(late, ours, { verdict: compliant() });
    const { citationCode } = await frozen(researcher, OUR_QUESTION);
    await db().diagnosis.create({
      data: { subjectId: late.subjectId, code: MS_CODE, assertedOn: new Date("2150-01-01") },
    });
    const now = new Date();
    await writeExam(first, ours, { afterDays: 365, receivedAt: now, verdict: compliant() });
    const newcomer = await writeSubject("ARI-NEW");
    await writeExam(newcomer, theirs, { receivedAt: now, verdict: compliant() });
    const diff = await diffFrozenCohort(researcher, citationCode);
    const entered = diff.enteredExams.map(({ pseudonym, reason }) => `${pseudonym} ${reason}`);
    expect(entered.sort()).toEqual(["ARI-FIRST new-exam", "ARI-LATE answers-now", "ARI-NEW new-exam"]);
    // The first subject was a member: only her exam is new.
    expect(diff.entered).toEqual({ subjects: 2, exams: 3, series: 3 });
    expect(JSON.stringify(diff)).not.toMatch(/\d{4}-\d\d-\d\d/);
  });

  it("says when the reason lies with another exam of the subject", async () => {
    await clear();
    const subject = await writeSubject("ARI-PAIR");
    await writeExam(subject, ours, { verdict: compliant() });
    const second = await writeExam(subject, theirs, { afterDays: 365, verdict: compliant() });
    const pair: ExamNode = {
      kind: "pair",
      part: "first",
      interval: { min: 9, max: 15, unit: "month" },
      ...{ sameScanner: false, bothCompliant: true },
      of: FLAIR_3D,
    };
    const { citationCode, cohortId } = await frozen(researcher, asked(pair));
    await db().examProtocol.updateMany({ where: { examId: second.examId }, data: { value: "minor" } });
    expect(await leftOf(citationCode)).toEqual({ "ARI-PAIR": "elsewhere" });
    await db().examProtocol.updateMany({ where: { examId: second.examId }, data: { value: "compliant" } });
    // A reader who may not reach the second exam: it counts for nothing, as in any question of hers.
    const person = await writePerson("local reader", []);
    const whom = { kind: "person" as const, email: "local reader@example.org" };
    await shareCohort(researcher, { cohortId, with: whom, mayEdit: true });
    const local = holding(person, "browse", { siteId: ours.siteId });
    expect(await leftOf(citationCode, local)).toEqual({ "ARI-PAIR": "elsewhere" });
  });

  it("tells an exam that moved out of the reader's rights as a number only, and a gone one where it lay", async () => {
    await clear();
    const subject = await writeSubject("ARI-MOVED");
    const moved = await writeExam(subject, ours, { verdict: compliant(), projectId });
    const lost = await writeSubject("ARI-LOST");
    const gone = await writeExam(lost, ours, { verdict: compliant(), projectId });
    const person = await writePerson("of the project", []);
    const member = holding(person, "browse", { projectId });
    const { citationCode, cohortId } = await frozen(member, OUR_QUESTION);
    await db().examProject.deleteMany({ where: { examId: moved.examId } });
    await db().exam.delete({ where: { id: gone.examId } });
    const diff = await diffFrozenCohort(member, citationCode);
    expect(diff.leftExams).toEqual([{ examId: gone.examId, pseudonym: null, reason: "gone", parts: [] }]);
    expect(diff.outside?.exams).toBe("below-11");
    expect(JSON.stringify(diff)).not.toContain(moved.examId);
    // Somebody of another site never hears of the gone one.
    const neighbour = await writePerson("neighbour", []);
    const whom = { kind: "person" as const, email: "neighbour@example.org" };
    await shareCohort(member, { cohortId, with: whom, mayEdit: false });
    const seen = await diffFrozenCohort(
      holding(neighbour, "export", { siteId: theirs.siteId }),
      citationCode,
    );
    expect(JSON.stringify(seen)).not.toContain(gone.examId);
    expect(seen.left.exams).toBe(0);
  });

  async function gone<T extends { subjectId: string; examId: string }>(subject: T): Promise<T> {
    await db().exam.delete({ where: { id: subject.examId } });
    await db().visit.deleteMany({ where: { subjectId: subject.subjectId } });
    return subject;
  }
});
