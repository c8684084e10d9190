import { isDeepStrictEqual } from "node:util";
import { SERIES_NUMBERS } from "@/lib/catalogue/search-model/facts";
import { childrenOf, type Criteria, type CriteriaNode } from "../criteria";
import { type CatalogueExam, type CatalogueSeries, type CatalogueSubject, evaluate } from "../evaluate";
import { CHANGED_PARTS, type ChangedPart, type LeaveReason } from "./frozen-cohort";
import type { ExamState, SeriesState } from "./member-state";

/** A member as it was: its state, and that of the series it had. */
export interface FrozenExam {
  examId: string;
  state: ExamState;
  series: ReadonlyMap<string, SeriesState>;
}

export interface Left {
  reason: LeaveReason;
  parts: ChangedPart[];
}

/** A subject and one of its exams, between what is and what was. */
interface Pair {
  subject: CatalogueSubject;
  exam: CatalogueExam;
}

/**
 * Why an exam that is still in the catalogue no longer answers. Told by trying: a part of it is put back as it was, and
 * the question is asked again of the subject as it is otherwise. A part is the reason when it alone brings the exam back.
 * @param subject as it is, with the exams that the reader may reach
 */
export function whyLeft(
  criteria: Criteria,
  frozen: FrozenExam,
  subject: CatalogueSubject,
  codesAbove: (code: string) => readonly string[],
): Left {
  const exam = subject.visits.flatMap(({ exams }) => exams).find(({ id }) => id === frozen.examId);
  if (!exam) return { reason: "otherwise", parts: [] };
  const answersWith = (parts: readonly ChangedPart[]) => {
    const restored = parts.reduce((pair, part) => putBack(part, pair, frozen), { subject, exam });
    const subjects = [withExam(restored)];
    return evaluate(criteria, { subjects, codesAbove }).examIds.includes(frozen.examId);
  };
  const changed = CHANGED_PARTS.filter((part) => {
    const now = { subject, exam };
    return !isDeepStrictEqual(comparable(putBack(part, now, frozen)), comparable(now));
  });
  if (answersWith([])) return { reason: "otherwise", parts: [] };
  const alone = changed.filter((part) => answersWith([part]));
  const [only] = alone;
  if (only !== undefined && alone.length === 1) return { reason: only, parts: [] };
  if (alone.length > 1) return { reason: "several", parts: alone };
  if (answersWith(changed)) {
    const needed = changed.filter((part) => !answersWith(changed.filter((other) => other !== part)));
    return { reason: "several", parts: needed };
  }
  return { reason: looksAtOthers(criteria.root) ? "elsewhere" : "otherwise", parts: [] };
}

/** Whether some part is asked of other exams than the one in question. */
function looksAtOthers(node: CriteriaNode): boolean {
  return ["visit", "subject", "visits", "pair"].includes(node.kind) || childrenOf(node).some(looksAtOthers);
}

function withExam({ subject, exam }: Pair): CatalogueSubject {
  return {
    ...subject,
    visits: subject.visits.map((visit) => ({
      ...visit,
      exams: visit.exams.map((one) => (one.id === exam.id ? exam : one)),
    })),
  };
}

const DAY_MS = 86_400_000;

/** The pair with one part as it was frozen. */
function putBack(part: ChangedPart, { subject, exam }: Pair, { state, series }: FrozenExam): Pair {
  // Of an undated exam no day was kept, and no rule looks at one.
  const dateOf = (day: number | null) =>
    new Date((Math.floor(exam.examAt.getTime() / DAY_MS) + (day ?? 0)) * DAY_MS);
  const eachSeries = (change: (now: CatalogueSeries, was: SeriesState) => CatalogueSeries) =>
    exam.series.map((now) => {
      const was = series.get(now.id);
      return was ? change(now, was) : now;
    });
  switch (part) {
    case "diagnosis": {
      const diagnoses = state.diagnoses.map((one) => ({
        code: one.code,
        verification: one.verification as CatalogueSubject["diagnoses"][number]["verification"],
        assertedOn: dateOf(one.assertedDay),
        assertedPrecision: one.assertedPrecision,
        abatedOn: one.abatedPrecision === null && one.abatedDay === null ? null : dateOf(one.abatedDay),
        abatedPrecision: one.abatedPrecision,
      }));
      return { exam, subject: { ...subject, diagnoses } };
    }
    case "score": {
      const scores = state.scores.map(({ name, value, day }) => ({ name, value, takenOn: dateOf(day) }));
      return { exam, subject: { ...subject, scores } };
    }
    case "sex":
      return { exam, subject: { ...subject, sex: state.sex } };
    case "control":
      return { exam, subject: { ...subject, controlIn: state.controlIn } };
    case "age":
      return { subject, exam: { ...exam, ageYears: state.ageYears } };
    case "project":
      return { subject, exam: { ...exam, projects: state.projects } };
    case "place": {
      const { manufacturer, model } = state;
      const scanner = { ...exam.scanner, manufacturer, model };
      return { subject, exam: { ...exam, siteCode: state.site, fieldTesla: state.fieldTesla, scanner } };
    }
    case "verdict": {
      const protocols = state.protocols.map(({ protocol, verdict, whole }) => ({
        ...{ code: protocol, value: verdict, isWhole: whole },
        current: true,
      }));
      const judged = eachSeries((now, was) => ({ ...now, verdicts: verdictsOf(was) }));
      return { subject, exam: { ...exam, protocols, series: judged } };
    }
    case "role":
      return {
        subject,
        exam: {
          ...exam,
          series: eachSeries((now, was) => {
            const { role, is3D, map, contrastAgent, derived } = seriesAsWas(now.id, was);
            return { ...now, role, is3D, map, contrastAgent, derived };
          }),
        },
      };
    case "quality":
      return {
        subject,
        exam: {
          ...exam,
          series: eachSeries((now, was) => {
            const { qcState, rating } = seriesAsWas(now.id, was);
            return { ...now, qcState, rating };
          }),
        },
      };
    case "acquisition":
      return {
        subject,
        exam: {
          ...exam,
          series: eachSeries((now, was) => {
            const { hasPixels, numbers } = seriesAsWas(now.id, was);
            return { ...now, hasPixels, numbers };
          }),
        },
      };
    case "images": {
      const present = new Map(exam.series.map((one) => [one.id, one]));
      const before = [...series].map(([id, was]) => present.get(id) ?? seriesAsWas(id, was));
      return { subject, exam: { ...exam, series: before } };
    }
  }
}

function verdictsOf(was: SeriesState): CatalogueSeries["verdicts"] {
  return was.verdicts.map(({ protocol, verdict }) => ({ protocol, value: verdict, current: true }));
}

function seriesAsWas(id: string, was: SeriesState): CatalogueSeries {
  const { role, is3D, map, contrast, derived, qc, rating, pixels, numbers } = was;
  return {
    ...{ id, is3D, map, derived, numbers },
    // Written by this catalogue's own vocabularies.
    role: role as CatalogueSeries["role"],
    contrastAgent: contrast as CatalogueSeries["contrastAgent"],
    qcState: qc as CatalogueSeries["qcState"],
    rating: rating as CatalogueSeries["rating"],
    hasPixels: pixels,
    verdicts: verdictsOf(was),
  };
}

/** What of a pair a change can be seen in, without the order in which rows were read. */
function comparable({ subject, exam }: Pair): unknown {
  const { diagnoses, scores, sex, controlIn } = subject;
  const { ageYears, siteCode, scanner, fieldTesla, projects, protocols, series } = exam;
  const dayOf = (date: Date | null) => (date === null ? null : Math.floor(date.getTime() / DAY_MS));
  const shownSeries = series.map((one) => ({
    ...{ id: one.id, role: one.role, is3D: one.is3D, map: one.map, contrast: one.contrastAgent },
    ...{ derived: one.derived, qc: one.qcState, rating: one.rating, pixels: one.hasPixels },
    verdicts: inOrder(one.verdicts.map(({ protocol, value }) => ({ protocol, value }))),
    numbers: SERIES_NUMBERS.map((name) => one.numbers[name] ?? []),
  }));
  return {
    ...{ sex, ageYears, siteCode, fieldTesla },
    scanner: [scanner.manufacturer, scanner.model],
    controlIn: [...controlIn].sort(),
    projects: [...projects].sort(),
    diagnoses: inOrder(
      diagnoses.map((one) => ({
        ...{ code: one.code, verification: one.verification },
        ...{ asserted: dayOf(one.assertedOn), precision: one.assertedPrecision },
        ...{ abated: dayOf(one.abatedOn), abatedPrecision: one.abatedPrecision },
      })),
    ),
    scores: inOrder(scores.map(({ name, value, takenOn }) => ({ name, value, day: dayOf(takenOn) }))),
    protocols: inOrder(protocols.map(({ code, value, isWhole }) => ({ code, value, isWhole }))),
    series: inOrder(shownSeries),
  };
}

function inOrder(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
