import { CHARTS, TOTALS, type RawCount } from "@/lib/catalogue/counted-values";
import { COHORT_CHARTS, STEP_DAYS, variantTotals, type Reach } from "../counted-names";
import { UNDATED_DAY, type SearchColumns } from "@/lib/catalogue/search-model/columns";
import { Interned } from "@/lib/catalogue/search-model/interned";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import { INTERVAL_STEP_MONTHS, LAST_EXAMS_BAR, LAST_INTERVAL_MONTHS } from "../answer";

import type { Criteria } from "../criteria";
import { facetContext } from "../facet-context";
import { COHORT_FACETS } from "../facet-view";

import { ExamMasks } from "./exam-masks";
import { eachExam, facetCounts, scannerTokens } from "./facet-counts";
import { SubjectTally } from "./subject-tally";

/** What is counted of one question: its variants' totals go by their place. */
export interface QuestionToCount {
  /** Null to count the variants alone. */
  criteria: Criteria | null;
  facets: boolean;
  variants: readonly Criteria[];
}

/** The counts that countAll gives in SQL, over the columns: as of one state of them, under the same policy. */
export function countQuestion(columns: SearchColumns, reach: Reach, question: QuestionToCount): RawCount[] {
  const masks = new ExamMasks(columns, reach.filter);
  const { criteria } = question;
  return [
    ...(criteria ? totalCounts(masks, criteria, TOTALS) : []),
    ...(criteria && question.facets ? facetsAndCharts(masks, criteria) : []),
    ...question.variants.flatMap((variant, index) => totalCounts(masks, variant, variantTotals(index))),
  ];
}

function facetsAndCharts(masks: ExamMasks, criteria: Criteria): RawCount[] {
  const { columns } = masks;
  const rows = masks.rowsOf(masks.answering(criteria));
  return [
    ...COHORT_FACETS.flatMap((facet) => facetCounts(masks, facet, facetContext(criteria, facet))),
    ...ageBySex(columns, rows),
    ...roleByScanner(columns, rows),
    ...visitCharts(columns, rows),
  ];
}

function totalCounts(
  masks: ExamMasks,
  criteria: Criteria,
  names: Record<keyof typeof TOTALS, string>,
): RawCount[] {
  const { columns } = masks;
  const mask = masks.answering(criteria);
  const counted = masks.countedKinds(criteria);
  const { subject, countKey, kindStart, kindCount, kindPool } = columns;
  const met = new Uint8Array(columns.subjects);
  let subjects = 0;
  let keySum = 0;
  let exams = 0;
  let examKeySum = 0;
  let series = 0;
  let seriesKeySum = 0;
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const own = subject[at] ?? 0;
    const key = countKey[own] ?? 0;
    exams += 1;
    examKeySum += key;
    if (met[own] === 0) {
      met[own] = 1;
      subjects += 1;
      keySum += key;
    }
    const count = kindCount[at] ?? 0;
    let found = counted ? 0 : count;
    if (counted) {
      const start = kindStart[at] ?? 0;
      for (let one = start; one < start + count; one++) found += counted[kindPool[one] ?? -1] ?? 0;
    }
    series += found;
    seriesKeySum += found * key;
  }
  const whole = (facet: string, count: number, keys: number) => ({
    facet,
    value: "",
    count,
    keySum: String(keys),
  });
  return [
    whole(names.subjects, subjects, keySum),
    whole(names.exams, exams, examKeySum),
    whole(names.series, series, seriesKeySum),
  ];
}

/** Ages at the exam, five years a band, by sex. */
function ageBySex(columns: SearchColumns, rows: Int32Array): RawCount[] {
  const sexes = new Interned();
  const bySubject = columns.sex.map((sex) => sexes.of(sex));
  const bands = 40;
  const tally = new SubjectTally(columns.countKey, 1);
  eachExam(columns, rows, (at, subject, visit) => {
    const age = columns.age[at] ?? -1;
    if (age >= 0) tally.add((bySubject[subject] ?? 0) * bands + Math.floor(age / 5), subject, visit);
  });
  return tally.rows(
    CHARTS.ageBySex,
    (value) => `${(value % bands) * 5}|${sexes.keys[Math.floor(value / bands)] ?? ""}`,
  );
}

/** Scanners that are known, and the roles that were acquired there. */
function roleByScanner(columns: SearchColumns, rows: Int32Array): RawCount[] {
  const roles = SEQUENCE_ROLES.length;
  const known = scannerTokens(columns).map((tokens) => tokens.length > 0);
  const rolesOf = columns.profiles.map((profile) => profile.roles.filter((role) => role < roles));
  const tally = new SubjectTally(columns.countKey, 1);
  eachExam(columns, rows, (at, subject, visit) => {
    const scanner = columns.scanner[at] ?? 0;
    if (!known[scanner]) return;
    for (const role of rolesOf[columns.profile[at] ?? 0] ?? [])
      tally.add(scanner * roles + role, subject, visit);
  });
  return tally.rows(
    CHARTS.roleByScanner,
    (value) =>
      `${columns.scanners.keys[Math.floor(value / roles)] ?? ""}|${SEQUENCE_ROLES[value % roles] ?? ""}`,
  );
}

/** Exams a subject, and months between an answering visit and the next. */
function visitCharts(columns: SearchColumns, rows: Int32Array): RawCount[] {
  const perSubject = new SubjectTally(columns.countKey, 1);
  const intervals = new SubjectTally(columns.countKey, 1);
  let last = -1;
  let exams = 0;
  let visits: number[] = [];
  const close = () => {
    if (exams === 0) return;
    perSubject.add(Math.min(exams, LAST_EXAMS_BAR), last, 0);
    if (visits.length < 2) return;
    const days = visits
      .map((visit) => columns.visitDay[visit] ?? UNDATED_DAY)
      .filter((day) => day !== UNDATED_DAY)
      .sort((a, b) => a - b);
    days.slice(1).forEach((day, index) => intervals.add(stepOf(day - (days[index] ?? day)), last, 0));
  };
  eachExam(columns, rows, (_, subject, visit) => {
    if (subject !== last) {
      close();
      last = subject;
      exams = 0;
      visits = [];
    }
    exams += 1;
    if (!visits.includes(visit)) visits.push(visit);
  });
  close();
  return [
    ...perSubject.rows(COHORT_CHARTS.examsPerSubject, String),
    ...intervals.rows(COHORT_CHARTS.interval, (step) => String(step * INTERVAL_STEP_MONTHS)),
  ];
}

/** Which step of the chart so many days belong to. */
function stepOf(days: number): number {
  const after = STEP_DAYS.findIndex((first) => first > days);
  return after < 0 ? LAST_INTERVAL_MONTHS / INTERVAL_STEP_MONTHS : after - 1;
}
