import type { DatePrecision } from "../diagnosis-at";
import type {
  GivenSubject,
  ImportSubject,
  NewDiagnosis,
  NewScore,
  RowProblem,
  RowWarning,
  StatedDate,
  StatedDiagnosis,
  StatedScore,
  StatedTable,
} from "./clinical-row";
import { dayOf, type GivenDate, shiftDay } from "./given-date";

/** What a table would bring. */
export interface ImportPlan {
  diagnoses: NewDiagnosis[];
  scores: NewScore[];
  /** Subjects who become controls of the project. */
  controls: string[];
  /** Rows that state what is known already, or what another row states. */
  duplicates: number;
  problems: RowProblem[];
  warnings: RowProblem<RowWarning>[];
}

/** What the catalogue knows of the subjects of a table. */
export interface KnownOfSubjects {
  find: (subject: GivenSubject) => ImportSubject | "opposed" | null;
  stated: {
    diagnoses: readonly NewDiagnosis[];
    scores: readonly Omit<NewScore, "unit">[];
    members: readonly { subjectId: string; status: "patient" | "control" }[];
  };
  /** The actor may read true dates of the site: only then may she date by pseudonym. */
  mayReadTrueDates: boolean;
  /** A project was named, so that controls can be kept. */
  hasProject: boolean;
}

/** A year of age may have passed between table and exam, and ages over 89 are one. */
const AGE_TOLERANCE_YEARS = 1.5;
const OLDEST_AGE_YEARS = 90;

const dateKey = (on: Date | null, precision: DatePrecision | null) =>
  on === null ? "-" : `${on.getTime()}${precision ?? "day"}`;

const diagnosisKey = (one: NewDiagnosis) =>
  [
    one.subjectId,
    one.code,
    dateKey(one.assertedOn, one.assertedPrecision),
    dateKey(one.onsetOn, one.onsetPrecision),
    dateKey(one.abatedOn, one.abatedPrecision),
    one.verification,
  ].join("|");

const scoreKey = (one: Omit<NewScore, "unit" | "value">) =>
  `${one.subjectId}|${one.name}|${one.takenOn.getTime()}`;

/** What a read table would bring to the catalogue: pure, so that the dry run and the import cannot differ. */
export function planImport(table: StatedTable, known: KnownOfSubjects): ImportPlan {
  return new Planner(table, known).plan;
}

class Planner {
  readonly plan: ImportPlan;
  private readonly diagnosisKeys: Set<string>;
  private readonly scoreValues: Map<string, number>;
  private readonly members: Map<string, "patient" | "control">;
  /** Lines whose subject was refused: once is enough. */
  private readonly refused = new Set<number>();

  constructor(
    table: StatedTable,
    private readonly known: KnownOfSubjects,
  ) {
    const { diagnoses, scores, members } = known.stated;
    this.diagnosisKeys = new Set(diagnoses.map(diagnosisKey));
    this.scoreValues = new Map(scores.map((one) => [scoreKey(one), one.value]));
    this.members = new Map(members.map(({ subjectId, status }) => [subjectId, status]));
    this.plan = {
      diagnoses: [],
      scores: [],
      controls: [],
      duplicates: 0,
      problems: [...table.problems],
      warnings: [],
    };
    table.diagnoses.forEach((one) => {
      this.addDiagnosis(one);
    });
    table.scores.forEach((one) => {
      this.addScore(one);
    });
    table.controls.forEach(({ line, subject, column }) => {
      this.addControl(line, subject, column);
    });
    table.traits.forEach((traits) => {
      this.compareTraits(traits);
    });
    this.plan.problems.sort((a, b) => a.line - b.line || (a.column < b.column ? -1 : 1));
  }

  private findSubject(line: number, subject: GivenSubject, dates: readonly (StatedDate | null)[]) {
    const found = this.known.find(subject);
    const isDated = dates.some((date) => date !== null && date !== "first-exam");
    const reason =
      found === "opposed"
        ? "subject-opposed"
        : found === null
          ? "subject-unknown"
          : subject.pseudonym !== null && isDated && !this.known.mayReadTrueDates
            ? "true-dates"
            : dates.includes("first-exam") && found.firstExam === null
              ? "no-exam"
              : null;
    if (reason === null && found !== "opposed") return found;
    if (reason !== null && !this.refused.has(line))
      this.plan.problems.push({ line, column: subject.column, reason });
    this.refused.add(line);
    return null;
  }

  private addDiagnosis(stated: StatedDiagnosis): void {
    const { line, code, asserted, onset, abated, verification } = stated;
    const subject = this.findSubject(line, stated.subject, [asserted, onset, abated]);
    if (!subject) return;
    const at = keptDate(asserted, subject);
    const optional = (date: GivenDate | null) => (date === null ? null : keptDate(date, subject));
    const [began, ended] = [optional(onset), optional(abated)];
    const diagnosis: NewDiagnosis = {
      subjectId: subject.id,
      code,
      assertedOn: at.on,
      assertedPrecision: at.precision,
      onsetOn: began?.on ?? null,
      onsetPrecision: began?.precision ?? null,
      abatedOn: ended?.on ?? null,
      abatedPrecision: ended?.precision ?? null,
      verification,
    };
    const key = diagnosisKey(diagnosis);
    if (this.diagnosisKeys.has(key)) {
      this.plan.duplicates += 1;
      return;
    }
    this.diagnosisKeys.add(key);
    this.plan.diagnoses.push(diagnosis);
  }

  private addScore(stated: StatedScore): void {
    const { line, column, name, value, unit, taken } = stated;
    const subject = this.findSubject(line, stated.subject, [taken]);
    if (!subject) return;
    const score: NewScore = {
      subjectId: subject.id,
      name,
      value,
      unit,
      takenOn: keptDate(taken, subject).on,
    };
    const before = this.scoreValues.get(scoreKey(score));
    if (before === value) this.plan.duplicates += 1;
    else if (before !== undefined) this.plan.problems.push({ line, column, reason: "other-value" });
    else {
      this.scoreValues.set(scoreKey(score), value);
      this.plan.scores.push(score);
    }
  }

  private addControl(line: number, given: GivenSubject, column: string): void {
    const subject = this.findSubject(line, given, []);
    if (!subject || !this.known.hasProject) return;
    const status = this.members.get(subject.id);
    if (status === "patient") this.plan.problems.push({ line, column, reason: "already-patient" });
    else if (status === "control") this.plan.duplicates += 1;
    else {
      this.members.set(subject.id, "control");
      this.plan.controls.push(subject.id);
    }
  }

  /** A row whose person has another sex or age here is read, and named: it may be somebody else's. */
  private compareTraits({ line, subject: given, sex, age }: StatedTable["traits"][number]): void {
    const subject = this.findSubject(line, given, []);
    if (!subject) return;
    const isOtherSex = sex !== null && ["female", "male"].includes(subject.sex) && subject.sex !== sex.value;
    if (isOtherSex) this.plan.warnings.push({ line, column: sex.column, reason: "sex-differs" });
    const known = subject.firstExam?.ageAtExamYears ?? null;
    if (age === null || known === null || (known >= OLDEST_AGE_YEARS && age.value >= OLDEST_AGE_YEARS - 1))
      return;
    if (Math.abs(age.value - known) > AGE_TOLERANCE_YEARS)
      this.plan.warnings.push({ line, column: age.column, reason: "age-differs" });
  }
}

/** The shifted date of a statement; the first exam is shifted already. */
function keptDate(
  date: StatedDate,
  { dateOffsetDays, firstExam }: ImportSubject,
): { on: Date; precision: DatePrecision } {
  if (date !== "first-exam")
    return { on: shiftDay(date.firstDay, dateOffsetDays), precision: date.precision };
  // findSubject has refused whoever has no dated exam.
  return { on: dayOf(firstExam?.examAt ?? new Date(NaN)), precision: "day" };
}
