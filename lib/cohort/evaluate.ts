import { diagnosisAt, type DatedDiagnosis, type DatePrecision } from "@/lib/catalogue/diagnosis-at";
import { isUndated } from "@/lib/catalogue/exam-date";
import { nominalFieldTesla, type SequenceRoleName } from "@/lib/catalogue/search-query";
import {
  MEAN_MONTH_DAYS,
  type Criteria,
  type ExamLeaf,
  type ExamNode,
  type PairNode,
  type SeriesLeaf,
  type SeriesNode,
  type SeriesNumber,
} from "./criteria";

// The meaning of criteria (docs/cohorts.md) over a catalogue in memory, written plainly and apart from the SQL, which
// the tests compare with it. It looks at every exam for every part: nothing but a small catalogue is meant.

export type Judgement = "compliant" | "minor" | "major" | "undetermined";

export interface CatalogueSeries {
  id: string;
  role: SequenceRoleName;
  is3D: boolean | null;
  map: string | null;
  contrastAgent: "yes" | "no" | "unknown";
  derived: boolean;
  qcState: "unmeasured" | "typical" | "outlier";
  rating: "good" | "usable" | "unusable" | null;
  hasPixels: boolean;
  /** What it was ever judged; `current`: it is so now. */
  verdicts: { protocol: string; value: Judgement; current: boolean }[];
  /** Values of each number; none where it is not known. */
  numbers: Partial<Record<SeriesNumber, number[]>>;
}

export interface CatalogueExam {
  id: string;
  /** Shifted; UNDATED when it has no date. */
  examAt: Date;
  ageYears: number | null;
  siteCode: string;
  scanner: { id: string; manufacturer: string; model: string };
  fieldTesla: number;
  projects: string[];
  protocols: { code: string; value: Judgement; isWhole: boolean | null; current: boolean }[];
  series: CatalogueSeries[];
}

export interface CatalogueVisit {
  id: string;
  startedAt: Date;
  exams: CatalogueExam[];
}

export interface CatalogueSubject {
  id: string;
  sex: string;
  /** Projects in which the subject is a healthy control. */
  controlIn: string[];
  diagnoses: (DatedDiagnosis & { code: string })[];
  scores: { name: string; value: number; takenOn: Date }[];
  visits: CatalogueVisit[];
}

export interface Catalogue {
  subjects: CatalogueSubject[];
  /** The codes above a diagnosis, itself included. */
  codesAbove(code: string): Iterable<string>;
}

/** An answer at the three levels, ids in order. */
export interface Members {
  subjectIds: string[];
  examIds: string[];
  seriesIds: string[];
}

/** One exam with what it belongs to. */
interface Place {
  subject: CatalogueSubject;
  visit: CatalogueVisit;
  exam: CatalogueExam;
}

/** What the criteria answer over the exams that somebody may reach. */
export function evaluate(
  criteria: Criteria,
  catalogue: Catalogue,
  mayReach: (exam: CatalogueExam) => boolean = () => true,
): Members {
  const places: Place[] = [];
  for (const subject of catalogue.subjects) {
    for (const visit of subject.visits) {
      for (const exam of visit.exams) if (mayReach(exam)) places.push({ subject, visit, exam });
    }
  }
  const world: World = { places, catalogue };
  const answering = places.filter((place) => holds(criteria.root, place, world));
  const groups: SeriesNode[] = [];
  findGroups(criteria.root, true, groups);
  const series = answering
    .flatMap(({ exam }) => exam.series)
    .filter((one) => groups.length === 0 || groups.some((group) => holdsOfSeries(group, one)));
  return {
    subjectIds: [...new Set(answering.map(({ subject }) => subject.id))].sort(),
    examIds: answering.map(({ exam }) => exam.id).sort(),
    seriesIds: series.map(({ id }) => id).sort(),
  };
}

interface World {
  places: readonly Place[];
  catalogue: Catalogue;
}

function findGroups(node: ExamNode, wanted: boolean, found: SeriesNode[]): void {
  if (node.kind === "series") {
    if (wanted) found.push(node.of);
  } else if (node.kind === "not") findGroups(node.of, !wanted, found);
  else if (node.kind === "and" || node.kind === "or") {
    for (const part of node.of) findGroups(part, wanted, found);
  } else if (
    node.kind === "visit" ||
    node.kind === "subject" ||
    node.kind === "visits" ||
    node.kind === "pair"
  ) {
    findGroups(node.of, wanted, found);
  }
}

function holds(node: ExamNode, place: Place, world: World): boolean {
  const ofSubject = () => world.places.filter(({ subject }) => subject === place.subject);
  switch (node.kind) {
    case "and":
      return node.of.every((part) => holds(part, place, world));
    case "or":
      return node.of.some((part) => holds(part, place, world));
    case "not":
      return !holds(node.of, place, world);
    case "series":
      return place.exam.series.some((one) => holdsOfSeries(node.of, one));
    case "visit":
      return ofSubject().some((one) => one.visit === place.visit && holds(node.of, one, world));
    case "subject":
      return ofSubject().some((one) => holds(node.of, one, world));
    case "visits": {
      const visits = ofSubject().filter((one) => holds(node.of, one, world));
      return new Set(visits.map(({ visit }) => visit)).size >= node.atLeast;
    }
    case "pair":
      return ofSubject().some((other) => arePair(node, place, other, world));
    default:
      return holdsLeaf(node, place, world.catalogue);
  }
}

const DAY_MS = 86_400_000;
/** Whole days since 1970 of a shifted day. */
const dayOf = (date: Date) => Math.floor(date.getTime() / DAY_MS);

function arePair(node: PairNode, own: Place, other: Place, world: World): boolean {
  if (own.visit === other.visit) return false;
  if (isUndated(own.visit.startedAt) || isUndated(other.visit.startedAt)) return false;
  if (node.sameScanner && own.exam.scanner.id !== other.exam.scanner.id) return false;
  if (node.bothCompliant && !(isCompliant(own.exam) && isCompliant(other.exam))) return false;
  const unitDays = { day: 1, month: MEAN_MONTH_DAYS, year: 12 * MEAN_MONTH_DAYS }[node.interval.unit];
  const from = Math.round(node.interval.min * unitDays);
  const to = Math.round(node.interval.max * unitDays);
  const later = dayOf(other.visit.startedAt) - dayOf(own.visit.startedAt);
  const isApart = (days: number) => days >= from && days <= to;
  const apart = (node.part !== "second" && isApart(later)) || (node.part !== "first" && isApart(-later));
  return apart && holds(node.of, own, world) && holds(node.of, other, world);
}

function isCompliant(exam: CatalogueExam): boolean {
  const now = exam.protocols.filter(({ current }) => current);
  return now.length > 0 && now.every(({ value }) => value === "compliant");
}

const isWithin = (value: number, { min, max }: { min: number | null; max: number | null }) =>
  (min === null || value >= min) && (max === null || value <= max);

function holdsLeaf(leaf: ExamLeaf, { subject, exam }: Place, catalogue: Catalogue): boolean {
  switch (leaf.kind) {
    case "diagnosis": {
      const statuses = subject.diagnoses
        .filter(({ code }) => [...catalogue.codesAbove(code)].some((above) => leaf.codes.includes(above)))
        .map((statement) => statusOf(statement, leaf.rule, exam));
      if (statuses.includes("present")) return leaf.status === "present";
      return statuses.includes("unresolved") && leaf.status === "unresolved";
    }
    case "control":
      return subject.controlIn.some((code) => leaf.projects.length === 0 || leaf.projects.includes(code));
    case "score":
      return scoresOf(leaf, subject, exam).some(({ value }) => isWithin(value, leaf));
    case "sex":
      return leaf.values.some((value) => value === subject.sex);
    case "age":
      return exam.ageYears !== null && isWithin(exam.ageYears, leaf);
    case "site":
      return leaf.codes.includes(exam.siteCode);
    case "project":
      return exam.projects.some((code) => leaf.codes.includes(code));
    case "scanner":
      return leaf.of.some(
        ({ manufacturer, model }) =>
          manufacturer === exam.scanner.manufacturer && (model === null || model === exam.scanner.model),
      );
    case "field":
      return leaf.tesla.some((tesla) => nominalFieldTesla(tesla) === nominalFieldTesla(exam.fieldTesla));
    case "protocol":
      return exam.protocols.some(
        ({ code, value, isWhole, current }) =>
          current &&
          (leaf.codes.length === 0 || leaf.codes.includes(code)) &&
          (leaf.verdicts.length === 0 || leaf.verdicts.includes(value)) &&
          (leaf.whole === null || isWhole === (leaf.whole === "whole")),
      );
  }
}

const LONGEST_PERIOD_DAYS: Record<DatePrecision, number> = { day: 0, month: 30, year: 365 };

function statusOf(
  statement: DatedDiagnosis,
  rule: Extract<ExamLeaf, { kind: "diagnosis" }>["rule"],
  exam: CatalogueExam,
): "present" | "absent" | "unresolved" {
  if (statement.verification === "refuted") return "absent";
  if (rule.at === "ever") return "present";
  if (rule.at === "exam") return diagnosisAt(statement, exam.examAt);
  if (isUndated(exam.examAt)) return "unresolved";
  const first = dayOf(statement.assertedOn);
  const possible = Array.from(
    { length: LONGEST_PERIOD_DAYS[statement.assertedPrecision] + 1 },
    (_, at) => Math.abs(first + at - dayOf(exam.examAt)) <= rule.days,
  );
  if (possible.every((near) => near)) return "present";
  return possible.some((near) => near) ? "unresolved" : "absent";
}

function scoresOf(
  leaf: Extract<ExamLeaf, { kind: "score" }>,
  subject: CatalogueSubject,
  exam: CatalogueExam,
): CatalogueSubject["scores"] {
  const named = subject.scores.filter(({ name }) => name === leaf.name);
  const { rule } = leaf;
  if (rule.at === "ever") return named;
  if (isUndated(exam.examAt)) return [];
  const examDay = dayOf(exam.examAt);
  for (let apart = 0; apart <= rule.days; apart++) {
    for (const day of [examDay - apart, examDay + apart]) {
      const taken = named.filter(({ takenOn }) => dayOf(takenOn) === day);
      if (taken.length > 0) return taken;
    }
  }
  return [];
}

/** Headers write 0.9 as 0.90000001. */
const SLACK = 1e-6;

function holdsOfSeries(node: SeriesNode, series: CatalogueSeries): boolean {
  switch (node.kind) {
    case "and":
      return node.of.every((part) => holdsOfSeries(part, series));
    case "or":
      return node.of.some((part) => holdsOfSeries(part, series));
    case "not":
      return !holdsOfSeries(node.of, series);
    default:
      return holdsSeriesLeaf(node, series);
  }
}

function holdsSeriesLeaf(leaf: SeriesLeaf, series: CatalogueSeries): boolean {
  switch (leaf.kind) {
    case "role":
      return leaf.values.includes(series.role);
    case "dimension":
      return series.is3D === (leaf.value === "3D");
    case "map":
      return series.map === null ? leaf.values.length === 0 : leaf.values.includes(series.map);
    case "contrast":
      return leaf.values.includes(series.contrastAgent);
    case "derived":
      return series.derived === leaf.value;
    case "verdict": {
      const now = series.verdicts.filter(
        ({ protocol, current }) =>
          current && (leaf.protocols.length === 0 || leaf.protocols.includes(protocol)),
      );
      return now.length === 0
        ? leaf.values.includes("none")
        : now.some(({ value }) => leaf.values.includes(value));
    }
    case "qc":
      return leaf.values.includes(series.qcState);
    case "rating":
      return leaf.values.includes(series.rating ?? "none");
    case "pixels":
      return series.hasPixels;
    case "number":
      return (series.numbers[leaf.name] ?? []).some(
        (value) =>
          (leaf.min === null || value >= leaf.min - SLACK) &&
          (leaf.max === null || value <= leaf.max + SLACK),
      );
  }
}
