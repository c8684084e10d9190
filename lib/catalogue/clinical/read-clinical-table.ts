import { AppError } from "@/lib/platform/errors";
import { type GivenTable, readTable } from "@/lib/platform/read-table";
import { normaliseText } from "@/lib/terminology/normalise";
import type { Verification } from "../record";
import { emptyTable, type StatedTable, type TableKind } from "./clinical-row";
import { readParticipants, readSessions } from "./read-bids-table";
import { findScore, isPlausible, scoreNameOf } from "./score-catalogue";
import { COLUMNS, type ColumnRole, Heading, type ReadContext, RowReader } from "./table-cells";

const VERIFICATIONS: Record<string, Verification> = {
  confirmed: "confirmed",
  confirme: "confirmed",
  provisional: "provisional",
  provisoire: "provisional",
  refuted: "refuted",
  refute: "refuted",
  infirme: "refuted",
};

/**
 * Reads a table of diagnoses, of scores, or a BIDS participants or sessions table; which one it is, its heading says.
 * Every wrong cell is named by line and column; nobody is looked up.
 * @throws AppError `invalid-input` for a text that is no table, or that lacks the columns of every kind
 */
export function readClinicalTable(text: string, context: ReadContext): StatedTable {
  const table = readTable(text);
  const heading = new Heading(table);
  const kind = kindOf(new Heading(table));
  if (kind === "participants") return readParticipants(table, heading, context);
  if (kind === "sessions") return readSessions(table, heading, context);
  return kind === "diagnoses" ? readDiagnoses(table, heading, context) : readScores(table, heading, context);
}

function kindOf(heading: Heading): TableKind {
  const has = (role: ColumnRole) => heading.find(role) !== null;
  const isNamed = has("identifier") || has("pseudonym");
  if (isNamed && has("score") && has("value") && has("taken")) return "scores";
  if (isNamed && has("code") && has("asserted")) return "diagnoses";
  // BIDS: a sessions table may name its subject too.
  if (has("session")) return "sessions";
  if (has("participant")) return "participants";
  throw new AppError("invalid-input", "unknown columns", {
    reason: "columns-missing",
    diagnoses: missing(heading, ["identifier", "code", "asserted"]),
    scores: missing(heading, ["identifier", "score", "value", "taken"]),
  });
}

function missing(heading: Heading, roles: ColumnRole[]): string[] {
  return roles
    .filter((role) => {
      const isThere = heading.find(role) !== null;
      return !(isThere || (role === "identifier" && heading.find("pseudonym") !== null));
    })
    .map((role) => COLUMNS[role][0].replaceAll(" ", "_"));
}

function readDiagnoses(table: GivenTable, heading: Heading, context: ReadContext): StatedTable {
  const stated = emptyTable("diagnoses", table.rows.length);
  const at = {
    identifier: heading.find("identifier"),
    pseudonym: heading.find("pseudonym"),
    code: heading.find("code"),
    asserted: heading.find("asserted"),
    onset: heading.find("onset"),
    abated: heading.find("abated"),
    verification: heading.find("verification"),
  };
  for (const { line, cells } of table.rows) {
    const row = new RowReader(line, cells, heading, stated.problems, context.today);
    const subject = row.subject(at.identifier, at.pseudonym);
    const code = row.term(at.code, "code", context.resolveCode);
    const asserted = row.date(at.asserted, "asserted", true);
    const onset = row.date(at.onset, "onset", false);
    const abated = row.date(at.abated, "abated", false);
    const verification = verificationOf(row, at.verification);
    if (!subject || code === null || !asserted || onset === undefined || abated === undefined) continue;
    const inOrder =
      row.inOrder(onset, asserted, at.onset, "onset") && row.inOrder(asserted, abated, at.abated, "abated");
    if (!inOrder || verification === null) continue;
    stated.diagnoses.push({ line, subject, code, asserted, onset, abated, verification });
  }
  stated.ignoredColumns = heading.ignored();
  return stated;
}

function verificationOf(row: RowReader, at: number | null): Verification | null {
  const text = row.text(at);
  if (text === "") return "confirmed";
  return (
    VERIFICATIONS[normaliseText(text)] ?? row.refuse(at, "verification", "verification-wrong", row.shown(at))
  );
}

function readScores(table: GivenTable, heading: Heading, context: ReadContext): StatedTable {
  const stated = emptyTable("scores", table.rows.length);
  const at = {
    identifier: heading.find("identifier"),
    pseudonym: heading.find("pseudonym"),
    score: heading.find("score"),
    value: heading.find("value"),
    unit: heading.find("unit"),
    taken: heading.find("taken"),
  };
  for (const { line, cells } of table.rows) {
    const row = new RowReader(line, cells, heading, stated.problems, context.today);
    const subject = row.subject(at.identifier, at.pseudonym);
    const name = scoreNameIn(row, at.score);
    const value = row.number(at.value);
    if (value === null) row.refuse(at.value, "value", "value-wrong", row.shown(at.value));
    const taken = row.date(at.taken, "taken", true);
    if (!subject || name === null || value === null || !taken) continue;
    if (taken.precision !== "day") {
      row.refuse(at.taken, "taken", "date-imprecise");
      continue;
    }
    if (!isPlausible(name, value)) {
      row.refuse(at.value, "value", "value-implausible", row.shown(at.value));
      continue;
    }
    const known = findScore(name);
    const unit = row.text(at.unit) || null;
    if ((known && unit !== null && unit !== known.unit) || (unit !== null && !UNIT.test(unit))) {
      row.refuse(at.unit, "unit", "unit-differs", row.shown(at.unit));
      continue;
    }
    const column = heading.nameOf(at.value, "value");
    stated.scores.push({ line, subject, column, name, value, unit: known?.unit ?? unit, taken });
  }
  stated.ignoredColumns = heading.ignored();
  return stated;
}

const UNIT = /^[\p{L}%µ°/·0-9^-]{1,20}$/u;

function scoreNameIn(row: RowReader, at: number | null): string | null {
  if (row.text(at) === "") return row.refuse(at, "score", "score-missing");
  return scoreNameOf(row.text(at)) ?? row.refuse(at, "score", "score-wrong", row.shown(at));
}
