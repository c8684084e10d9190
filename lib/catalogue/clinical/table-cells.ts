import type { GivenTable } from "@/lib/platform/read-table";
import { normaliseText } from "@/lib/terminology/normalise";
import type { ResolvedDiagnosis } from "@/lib/terminology/resolve-diagnosis";
import type { GivenSubject, RowProblem, RowReason } from "./clinical-row";
import { type GivenDate, lastDayOf, parseGivenDate } from "./given-date";

/** How a cell's diagnosis is found: the terminology, with the loaded lists of this catalogue. */
export type ResolveTerm = (text: string) => ResolvedDiagnosis;

/** What reading needs besides the text. */
export interface ReadContext {
  /** By code only: tables of diagnoses name none. */
  resolveCode: ResolveTerm;
  /** By code or whole name, as tables of participants write it. */
  resolveName: ResolveTerm;
  /** True day of today. */
  today: Date;
  /** The participant of a BIDS sessions table, which its path tells and its text does not. */
  participant: string | null;
}

const MAX_SHOWN = 40;

/** Spellings of columns, normalised; the first is the one of the documentation. */
export const COLUMNS = {
  identifier: ["identifier", "identifiant", "ipp", "patient id", "patientid", "id patient", "mrn"],
  pseudonym: ["pseudonym", "pseudonyme"],
  code: ["code", "diagnosis code", "doid", "icd10", "cim10", "cim 10", "diagnosis", "diagnostic"],
  asserted: ["asserted on", "diagnosed on", "date diagnostic", "date"],
  onset: ["onset on", "onset", "date debut"],
  abated: ["abated on", "ended on", "date fin"],
  verification: ["verification", "statut", "certitude"],
  score: ["score", "scale", "echelle", "test"],
  value: ["value", "valeur"],
  unit: ["unit", "unite"],
  taken: ["taken on", "date", "date passation"],
  participant: ["participant id", "subject id"],
  session: ["session id", "session"],
  group: ["diagnosis", "dx", "diagnostic", "group", "groupe", "diagnosis group"],
  sex: ["sex", "gender", "sexe"],
  age: ["age", "age at first scan years", "age at scan", "age years"],
  acquired: ["acq time", "asserted on", "scan date", "session date"],
} as const;
export type ColumnRole = keyof typeof COLUMNS;

/** The heading of a table as columns with a meaning. */
export class Heading {
  private readonly folded: string[];
  private readonly read = new Set<number>();

  constructor(private readonly table: GivenTable) {
    this.folded = table.columns.map(normaliseText);
  }

  /** The place of a column; null when the table has none. */
  find(role: ColumnRole): number | null {
    for (const spelling of COLUMNS[role]) {
      const at = this.folded.indexOf(spelling);
      if (at >= 0) return this.take(at);
    }
    return null;
  }

  /** Says that a column is read. */
  take(at: number): number {
    this.read.add(at);
    return at;
  }

  /** As it is written; the name of the documentation for a column that is not there. */
  nameOf(at: number | null, role: ColumnRole): string {
    return (at === null ? undefined : this.table.columns[at]) ?? COLUMNS[role][0].replaceAll(" ", "_");
  }

  /** Columns that nothing has read. */
  ignored(): string[] {
    return this.table.columns.filter((_, at) => !this.read.has(at));
  }
}

/** One row, and the problems that are found in it. */
export class RowReader {
  constructor(
    readonly line: number,
    private readonly cells: readonly string[],
    private readonly heading: Heading,
    private readonly problems: RowProblem[],
    /** True day of today: nothing is stated of the future. */
    private readonly today: Date,
  ) {}

  /** The text of a cell; "n/a" is how BIDS writes that there is none. */
  text(at: number | null): string {
    const text = at === null ? "" : (this.cells[at] ?? "");
    return text.toLowerCase() === "n/a" ? "" : text;
  }

  refuse(at: number | null, role: ColumnRole, reason: RowReason, more: Partial<RowProblem> = {}): null {
    this.problems.push({ line: this.line, column: this.heading.nameOf(at, role), reason, ...more });
    return null;
  }

  /** A value that may be shown again: cut, so that a sentence in a wrong column does not come back whole. */
  shown(at: number | null): { value: string } {
    return { value: this.text(at).slice(0, MAX_SHOWN) };
  }

  /** Whom the row names. */
  subject(identifierAt: number | null, pseudonymAt: number | null): GivenSubject | null {
    const identifier = this.text(identifierAt);
    const pseudonym = this.text(pseudonymAt);
    if (pseudonym !== "")
      return {
        column: this.heading.nameOf(pseudonymAt, "pseudonym"),
        identifiers: [],
        pseudonym: pseudonym.toUpperCase(),
      };
    if (identifier !== "")
      return {
        column: this.heading.nameOf(identifierAt, "identifier"),
        identifiers: [identifier],
        pseudonym: null,
      };
    return this.refuse(
      identifierAt ?? pseudonymAt,
      identifierAt === null ? "pseudonym" : "identifier",
      "subject-missing",
    );
  }

  /** A date, null for an empty cell that may be empty; undefined when it is wrong. */
  date(at: number | null, role: ColumnRole, required: boolean): GivenDate | null | undefined {
    const text = this.text(at);
    if (text === "") {
      if (!required) return null;
      this.refuse(at, role, "date-missing");
      return undefined;
    }
    const date = parseGivenDate(text);
    const wrong = date === null ? "date-wrong" : date.firstDay > this.today ? "date-future" : null;
    if (wrong === null) return date;
    this.refuse(at, role, wrong);
    return undefined;
  }

  /** Whether two dates stand in order as far as they are known; the later one is refused otherwise. */
  inOrder(first: GivenDate | null, later: GivenDate | null, at: number | null, role: ColumnRole): boolean {
    if (first === null || later === null || first.firstDay <= lastDayOf(later)) return true;
    this.refuse(at, role, "date-order");
    return false;
  }

  /** The term of a cell. */
  term(at: number | null, role: ColumnRole, resolve: ResolveTerm): string | null {
    if (this.text(at) === "") return this.refuse(at, role, "code-missing");
    const found = resolve(this.text(at));
    if (found.kind === "term") return found.code;
    return found.kind === "ambiguous"
      ? this.refuse(at, role, "code-ambiguous", { ...this.shown(at), codes: found.codes })
      : this.refuse(at, role, "code-unknown", this.shown(at));
  }

  /** A number with a point or, as French spreadsheets write it, a comma. */
  number(at: number | null): number | null {
    const text = this.text(at);
    return /^[-+]?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : null;
  }
}
