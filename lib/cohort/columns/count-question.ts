import { CHARTS, TOTALS, type RawCount } from "@/lib/catalogue/facet-people-store";
import { UNDATED_DAY, type SearchColumns } from "@/lib/catalogue/search-model/columns";
import { Interned } from "@/lib/catalogue/search-model/interned";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import { INTERVAL_STEP_MONTHS, LAST_EXAMS_BAR, LAST_INTERVAL_MONTHS } from "../answer";
import { COHORT_CHARTS, STEP_DAYS } from "../cohort-facets-store";
import type { Criteria } from "../criteria";
import { facetContext } from "../facet-context";
import { COHORT_FACETS } from "../facet-view";
import { variantTotals, type Reach } from "../question-store";
import { ExamMasks, type ExamMask } from "./exam-masks";
import { bitsOf, eachExam, facetCounts, scannerTokens } from "./facet-counts";
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
  const mask = masks.answering(criteria);
  return [
    ...COHORT_FACETS.flatMap((facet) => facetCounts(masks, facet, facetContext(criteria, facet))),
    ...ageBySex(columns, mask),
    ...roleByScanner(columns, mask),
    ...visitCharts(columns, mask),
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
  const subjects = new SubjectTally(columns.countKey, 1);
  const exams = { count: 0, keySum: 0 };
  const series = { count: 0, keySum: 0 };
  eachExam(columns, mask, (at, subject, visit) => {
    subjects.add(0, subject, visit);
    const key = columns.countKey[subject] ?? 0;
    exams.count += 1;
    exams.keySum += key;
    const count = columns.kindCount[at] ?? 0;
    const start = columns.kindStart[at] ?? 0;
    let found = counted ? 0 : count;
    if (counted) {
      for (let one = start; one < start + count; one++) found += counted[columns.kindPool[one] ?? -1] ?? 0;
    }
    series.count += found;
    series.keySum += found * key;
  });
  const whole = (facet: string, { count, keySum }: { count: number; keySum: number }) => ({
    facet,
    value: "",
    count,
    keySum: String(keySum),
  });
  return [...subjects.rows(names.subjects, () => ""), whole(names.exams, exams), whole(names.series, series)];
}

/** Ages at the exam, five years a band, by sex. */
function ageBySex(columns: SearchColumns, mask: ExamMask): RawCount[] {
  const sexes = new Interned();
  const bySubject = columns.sex.map((sex) => sexes.of(sex));
  const bands = 40;
  const tally = new SubjectTally(columns.countKey, 1);
  eachExam(columns, mask, (at, subject, visit) => {
    const age = columns.age[at] ?? -1;
    if (age >= 0) tally.add((bySubject[subject] ?? 0) * bands + Math.floor(age / 5), subject, visit);
  });
  return tally.rows(
    CHARTS.ageBySex,
    (value) => `${(value % bands) * 5}|${sexes.keys[Math.floor(value / bands)] ?? ""}`,
  );
}

/** Scanners that are known, and the roles that were acquired there. */
function roleByScanner(columns: SearchColumns, mask: ExamMask): RawCount[] {
  const roles = SEQUENCE_ROLES.length;
  const known = scannerTokens(columns).map((tokens) => tokens.length > 0);
  const rolesOf = columns.profiles.map((profile) => bitsOf(profile.roles));
  const tally = new SubjectTally(columns.countKey, 1);
  eachExam(columns, mask, (at, subject, visit) => {
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
function visitCharts(columns: SearchColumns, mask: ExamMask): RawCount[] {
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
  eachExam(columns, mask, (_, subject, visit) => {
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
