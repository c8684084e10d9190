import { isUndated } from "@/lib/catalogue/exam-date";
import type { CovariateSpec, FeatureRow } from "@/lib/harmonise/combat/feature-table";
import type { Covariate } from "./reference-group";

/** An exam with a series of the sequence, as the database has it. */
export interface MeasuredExam {
  examId: string;
  subjectId: string;
  pseudonym: string;
  /** One Study of somebody who may have others under another pseudonym. */
  unlinked: boolean;
  sex: "female" | "male" | "other" | "unknown";
  /** As a member of projects. */
  status: "control" | "patient" | null;
  epochId: string;
  /** Shifted. */
  examAt: Date;
  ageAtExamYears: number | null;
  /** Version of the definitions that the values were measured by; null without a measurement. */
  metricVersion: number | null;
  /** In the order of the features; null when one of them is missing. */
  values: number[] | null;
}

/** A row of a fit or an application, with the exam that it is of. */
export interface ExamRow extends FeatureRow {
  exam: MeasuredExam;
}

/** Exams that are no rows, by why. */
export interface LeftOut {
  /** Without one of the features, or measured by other definitions. */
  incomplete: number;
  /** Without one of the covariates. */
  withoutCovariate: number;
  /** Of somebody who cannot be told from others. */
  unlinked: number;
  /** Of somebody whose earlier exam is a row. */
  repeated: number;
}

export interface ChosenRows {
  rows: ExamRow[];
  exams: number;
  leftOut: LeftOut;
  /** Of the values of the rows; null without rows. */
  metricVersion: number | null;
}

/** What kind of values a covariate has. */
export function covariateSpecs(covariates: readonly Covariate[]): CovariateSpec[] {
  return covariates.map((name) => ({ name, kind: name === "ageYears" ? "number" : "levels" }));
}

/**
 * The rows of a fit: one exam of each subject, the earliest that has everything; of the newest version of the metrics'
 * definitions.
 */
export function rowsToFit(exams: readonly MeasuredExam[], covariates: readonly Covariate[]): ChosenRows {
  const metricVersion = newestVersion(exams);
  const whole = wholeRows(exams, covariates, metricVersion);
  const leftOut = { ...whole.leftOut, unlinked: 0, repeated: 0 };
  const taken = new Set<string>();
  const rows: ExamRow[] = [];
  for (const row of [...whole.rows].sort(byTime)) {
    // She may be in twice, as two subjects: her effect would count double.
    if (row.exam.unlinked) leftOut.unlinked += 1;
    else if (taken.has(row.subject)) leftOut.repeated += 1;
    else {
      taken.add(row.subject);
      rows.push(row);
    }
  }
  return { rows, exams: exams.length, leftOut, metricVersion: rows.length > 0 ? metricVersion : null };
}

/** The rows that a model is applied to: every exam that has everything, measured by the model's definitions. */
export function rowsToApplyTo(
  exams: readonly MeasuredExam[],
  covariates: readonly Covariate[],
  metricVersion: number,
): ChosenRows {
  const { rows, leftOut } = wholeRows(exams, covariates, metricVersion);
  return { rows, exams: exams.length, leftOut: { ...leftOut, unlinked: 0, repeated: 0 }, metricVersion };
}

function newestVersion(exams: readonly MeasuredExam[]): number | null {
  return exams.reduce<number | null>(
    (newest, { metricVersion }) =>
      metricVersion !== null && (newest === null || metricVersion > newest) ? metricVersion : newest,
    null,
  );
}

function wholeRows(
  exams: readonly MeasuredExam[],
  covariates: readonly Covariate[],
  metricVersion: number | null,
): { rows: ExamRow[]; leftOut: Pick<LeftOut, "incomplete" | "withoutCovariate"> } {
  const leftOut = { incomplete: 0, withoutCovariate: 0 };
  const rows: ExamRow[] = [];
  for (const exam of exams) {
    const { values } = exam;
    if (values === null || exam.metricVersion !== metricVersion || !values.every(Number.isFinite)) {
      leftOut.incomplete += 1;
      continue;
    }
    const kept = covariates.map((name) => [name, covariateOf(exam, name)] as const);
    if (kept.some(([, value]) => value === null)) {
      leftOut.withoutCovariate += 1;
      continue;
    }
    const known = kept.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    rows.push({
      exam,
      subject: exam.subjectId,
      batch: exam.epochId,
      values,
      covariates: Object.fromEntries(known),
    });
  }
  return { rows, leftOut };
}

function covariateOf(exam: MeasuredExam, covariate: Covariate): number | string | null {
  switch (covariate) {
    case "ageYears":
      return exam.ageAtExamYears;
    case "sex":
      return exam.sex === "female" || exam.sex === "male" ? exam.sex : null;
    case "status":
      return exam.status;
  }
}

/** Earliest first; an exam without a date comes after those with one. Ids settle the rest, the same way every time. */
function byTime({ exam: a }: ExamRow, { exam: b }: ExamRow): number {
  const undated = Number(isUndated(a.examAt)) - Number(isUndated(b.examAt));
  return undated || a.examAt.getTime() - b.examAt.getTime() || (a.examId < b.examId ? -1 : 1);
}
