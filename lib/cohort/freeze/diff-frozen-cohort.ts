import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter, type ExamFilter } from "@/lib/access/policy";
import { inTransaction, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { requireCohortRight } from "../kept/cohort-right";
import { type Answer, findAnswer, readOneState } from "./freeze-store";
import { type EnteredExam, type FrozenDiff, type LeftExam, type MemberNumbers } from "./frozen-cohort";
import {
  countMembers,
  findArrivedSince,
  findMemberIds,
  findMembers,
  findMemberSeries,
  findVersion,
  type FoundVersion,
  type FrozenMember,
  type FrozenSeries,
} from "./frozen-store";
import { toldOutside } from "./outside";
import { readPresentExams } from "./present-store";
import { readCodesAbove, readSubjects } from "./subject-catalogue-store";
import { whyLeft } from "./why-left";

const MOST_EXAMS = 500_000;
/** Exams of each kind that are listed. */
const MOST_LISTED = 200;
/** Exams that left whose reason is looked for, subjects at a time. */
const MOST_EXPLAINED = 2_000;
const CHUNK = 100;
const TIMEOUT_MS = 300_000;

/**
 * What would change if a frozen question were asked again today, within the reader's rights: who entered, who left, and
 * why. Nothing is said of members outside her rights but how many they are, as she may be told it.
 * @throws AppError `not-found`; `forbidden` without a right to rows; `too-large`
 */
export async function diffFrozenCohort(actor: Actor, citationCode: string): Promise<FrozenDiff> {
  return inTransaction(async (tx) => {
    await readOneState(tx);
    const { cohort: version } = requireCohortRight(actor, await findVersion(tx, citationCode), "read");
    const filter = examFilter(actor, "browse");
    if (filter.kind === "none") throw new AppError("forbidden");
    const now = await findAnswer(tx, version.criteria, filter, MOST_EXAMS);
    if (now.exams.length > MOST_EXAMS) throw new AppError("too-large", undefined, { most: MOST_EXAMS });
    const then = await findMembers(tx, version.id, filter, null);
    const thenSeries = await findMemberSeries(tx, version.id, filter);
    const every = await findMemberIds(tx, version.id);
    const { outside } = await countMembers(tx, version.id, filter);

    const answering = new Set(now.exams.map(({ examId }) => examId));
    const entered = now.exams.filter(({ examId }) => !every.examIds.has(examId));
    const left = then.filter(({ examId }) => !answering.has(examId));
    const enteredExams = await reasonsToEnter(tx, entered, version.frozenAt);
    const leftExams = await reasonsToLeave(tx, version, filter, left, thenSeries);
    await audit(tx, actor, {
      type: "cohort-version.compared",
      detail: { versionId: version.id, entered: entered.length, left: left.length },
    });
    const stayed = then.filter(({ examId }) => answering.has(examId));
    return {
      ...{ stayed: numbersOfStayed(stayed, thenSeries, now), outside: toldOutside(outside) },
      entered: numbersOfEntered(now, entered, every),
      left: numbersOfLeft(then, left, thenSeries, now),
      enteredBy: tally(enteredExams),
      leftBy: tally(leftExams),
      enteredExams: enteredExams.slice(0, MOST_LISTED),
      leftExams: leftExams.slice(0, MOST_LISTED),
    };
  }, TIMEOUT_MS);
}

async function reasonsToEnter(tx: Tx, entered: Answer["exams"], frozenAt: Date): Promise<EnteredExam[]> {
  const ids = entered.map(({ examId }) => examId);
  const arrived = await findArrivedSince(tx, ids, frozenAt);
  const pseudonyms = await findPseudonyms(tx, ids.slice(0, MOST_LISTED));
  return ids.map((examId) => ({
    examId,
    pseudonym: pseudonyms.get(examId) ?? "",
    reason: arrived.has(examId) ? "new-exam" : "answers-now",
  }));
}

async function findPseudonyms(tx: Tx, examIds: readonly string[]): Promise<Map<string, string>> {
  const present = await readPresentExams(tx, examIds);
  return new Map([...present].map(([id, { pseudonym }]) => [id, pseudonym]));
}

async function reasonsToLeave(
  tx: Tx,
  version: FoundVersion,
  filter: ExamFilter,
  left: readonly FrozenMember[],
  thenSeries: readonly FrozenSeries[],
): Promise<LeftExam[]> {
  const here = left.filter(({ gone }) => !gone).slice(0, MOST_EXPLAINED);
  const ids = new Set(here.map(({ examId }) => examId));
  const memberSeries = byExam(thenSeries.filter(({ examId }) => ids.has(examId)));
  const reasons = new Map<string, Pick<LeftExam, "reason" | "parts">>();
  for (let at = 0; at < here.length; at += CHUNK) {
    const chunk = here.slice(at, at + CHUNK);
    const present = await readPresentExams(
      tx,
      chunk.map(({ examId }) => examId),
    );
    const subjectIds = [...present.values()].map(({ subjectId }) => subjectId);
    const subjects = await readSubjects(tx, [...new Set(subjectIds)], filter);
    const bySubject = new Map(subjects.map((subject) => [subject.id, subject]));
    const codesAbove = await readCodesAbove(tx, [
      ...subjects.flatMap(({ diagnoses }) => diagnoses.map(({ code }) => code)),
      ...chunk.flatMap(({ state }) => state.diagnoses.map(({ code }) => code)),
    ]);
    for (const { examId, state } of chunk) {
      const subject = bySubject.get(present.get(examId)?.subjectId ?? "");
      if (!subject) continue;
      const series = new Map([
        ...(memberSeries.get(examId) ?? []).map((one) => [one.seriesId, one.state] as const),
        ...state.otherSeries.map(({ series: id, ...was }) => [id, was] as const),
      ]);
      reasons.set(examId, whyLeft(version.criteria, { examId, state, series }, subject, codesAbove));
    }
  }
  return left.map(({ examId, pseudonym, gone }) => {
    if (gone) return { examId, pseudonym: null, reason: "gone", parts: [] };
    const known = reasons.get(examId) ?? { reason: "not-looked-at" as const, parts: [] };
    return { examId, pseudonym, ...known };
  });
}

function byExam(rows: readonly FrozenSeries[]): Map<string, FrozenSeries[]> {
  const groups = new Map<string, FrozenSeries[]>();
  for (const row of rows) groups.set(row.examId, [...(groups.get(row.examId) ?? []), row]);
  return groups;
}

function numbersOfStayed(
  stayed: readonly FrozenMember[],
  thenSeries: readonly FrozenSeries[],
  now: Answer,
): MemberNumbers {
  const answering = new Set(now.series.map(({ seriesId }) => seriesId));
  return {
    // By the version's own names, which a later merge of subjects does not touch.
    subjects: new Set(stayed.map(({ state }) => state.subject)).size,
    exams: stayed.length,
    series: thenSeries.filter(({ seriesId }) => answering.has(seriesId)).length,
  };
}

/** A subject enters when none of its answering exams was a member, and it was none itself. */
function numbersOfEntered(
  now: Answer,
  entered: Answer["exams"],
  every: { examIds: Set<string>; subjectIds: Set<string>; seriesIds: Set<string> },
): MemberNumbers {
  const known = new Set(
    now.exams.filter(({ examId }) => every.examIds.has(examId)).map(({ subjectId }) => subjectId),
  );
  const subjects = entered
    .map(({ subjectId }) => subjectId)
    .filter((id) => !known.has(id) && !every.subjectIds.has(id));
  return {
    subjects: new Set(subjects).size,
    exams: entered.length,
    series: now.series.filter(({ seriesId }) => !every.seriesIds.has(seriesId)).length,
  };
}

/** A subject leaves when no exam of hers answers any more. */
function numbersOfLeft(
  then: readonly FrozenMember[],
  left: readonly FrozenMember[],
  thenSeries: readonly FrozenSeries[],
  now: Answer,
): MemberNumbers {
  const answering = new Set(now.exams.map(({ examId }) => examId));
  const subjectsNow = new Set(now.exams.map(({ subjectId }) => subjectId));
  const seriesNow = new Set(now.series.map(({ seriesId }) => seriesId));
  const staying = new Set(
    then
      .filter(({ examId, subjectId }) => answering.has(examId) || subjectsNow.has(subjectId))
      .map(({ state }) => state.subject),
  );
  const subjects = left.map(({ state }) => state.subject).filter((name) => !staying.has(name));
  return {
    subjects: new Set(subjects).size,
    exams: left.length,
    series: thenSeries.filter(({ seriesId }) => !seriesNow.has(seriesId)).length,
  };
}

function tally<Reason extends string>(rows: readonly { reason: Reason }[]): Partial<Record<Reason, number>> {
  const counts: Partial<Record<Reason, number>> = {};
  for (const { reason } of rows) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
