import { AppError } from "@/lib/platform/errors";
import type { GivenTable } from "@/lib/platform/read-table";
import { normaliseText } from "@/lib/terminology/normalise";
import { emptyTable, type GivenSubject, type StatedTable, type StatedTraits } from "./clinical-row";
import { findScore, isPlausible, type KnownScore } from "./score-catalogue";
import { type Heading, type ReadContext, RowReader } from "./table-cells";

// Tables of the Brain Imaging Data Structure: participants.tsv (a row is a person) and sessions.tsv (a row is one of
// her sessions; whose they are, only the path says).

/** Words for "healthy control", which is a status in a project and no diagnosis. */
const CONTROLS = new Set([
  "control",
  "controls",
  "healthy control",
  "healthy controls",
  "healthy",
  "healthy volunteer",
  "hc",
  "con",
  "ctl",
  "ctrl",
  "nc",
  "td",
  "temoin",
  "temoins",
  "temoin sain",
  "sain",
]);

const SEXES: Record<string, "female" | "male"> = {
  f: "female",
  female: "female",
  femme: "female",
  m: "male",
  male: "male",
  homme: "male",
  h: "male",
};

/** The spellings under which a site may know "sub-0042": with and without the prefix; or a pseudonym without signs. */
export function participantOf(text: string, column: string): GivenSubject {
  const label = text.replace(/^sub-/, "");
  const pseudonym = /^ARI-?([0-9A-Z]{4})-?([0-9A-Z]{2})$/i.exec(label);
  if (pseudonym) {
    return { column, identifiers: [], pseudonym: `ARI-${pseudonym[1]}-${pseudonym[2]}`.toUpperCase() };
  }
  return { column, identifiers: [...new Set([text, label])], pseudonym: null };
}

interface Places {
  group: number | null;
  sex: number | null;
  age: number | null;
  acquired: number | null;
  scores: { at: number; column: string; score: KnownScore }[];
}

function placesOf(table: GivenTable, heading: Heading): Places {
  return {
    group: heading.find("group"),
    sex: heading.find("sex"),
    age: heading.find("age"),
    acquired: heading.find("acquired"),
    scores: table.columns.flatMap((column, at) => {
      const score = findScore(column);
      return score ? [{ at: heading.take(at), column, score }] : [];
    }),
  };
}

/**
 * A participants table: diagnoses or controls, scores that the house knows, sex and age to compare. Without a date of
 * its own, what it says is said of the subject's first exam, which the table describes.
 */
export function readParticipants(table: GivenTable, heading: Heading, context: ReadContext): StatedTable {
  const stated = emptyTable("participants", table.rows.length);
  const participantAt = heading.find("participant");
  const places = placesOf(table, heading);
  for (const { line, cells } of table.rows) {
    const row = new RowReader(line, cells, heading, stated.problems, context.today);
    const text = row.text(participantAt);
    if (text === "") {
      row.refuse(participantAt, "participant", "subject-missing");
      continue;
    }
    const subject = participantOf(text, heading.nameOf(participantAt, "participant"));
    readRow(row, subject, places, heading, context, stated, "first-exam");
  }
  stated.ignoredColumns = heading.ignored();
  return stated;
}

/**
 * A sessions table of one participant. Its rows are dated by acq_time; a score without it would be dated by guess, and
 * is refused.
 * @throws AppError `invalid-input` when neither the table nor its name tells whose sessions they are
 */
export function readSessions(table: GivenTable, heading: Heading, context: ReadContext): StatedTable {
  const stated = emptyTable("sessions", table.rows.length);
  const participantAt = heading.find("participant");
  heading.find("session");
  if (participantAt === null && context.participant === null)
    throw new AppError("invalid-input", "whose sessions?", { reason: "participant-missing" });
  const places = placesOf(table, heading);
  for (const { line, cells } of table.rows) {
    const row = new RowReader(line, cells, heading, stated.problems, context.today);
    const text = row.text(participantAt) || (context.participant ?? "");
    if (text === "") {
      row.refuse(participantAt, "participant", "subject-missing");
      continue;
    }
    const subject = participantOf(text, heading.nameOf(participantAt, "participant"));
    readRow(row, subject, places, heading, context, stated, null);
  }
  stated.ignoredColumns = heading.ignored();
  return stated;
}

function readRow(
  row: RowReader,
  subject: GivenSubject,
  places: Places,
  heading: Heading,
  context: ReadContext,
  stated: StatedTable,
  otherwise: "first-exam" | null,
): void {
  const { line } = row;
  const given = row.date(places.acquired, "acquired", false);
  if (given === undefined) return;
  const date = given ?? otherwise;
  const says = row.text(places.group) !== "" || places.scores.some(({ at }) => row.text(at) !== "");
  if (says && date === null) {
    row.refuse(places.acquired, "acquired", "date-missing");
    return;
  }
  if (CONTROLS.has(normaliseText(row.text(places.group)))) {
    stated.controls.push({ line, subject, column: heading.nameOf(places.group, "group") });
  } else if (row.text(places.group) !== "" && date !== null) {
    const code = row.term(places.group, "group", context.resolveName);
    if (code !== null) {
      stated.diagnoses.push({
        line,
        subject,
        code,
        asserted: date,
        onset: null,
        abated: null,
        verification: "confirmed",
      });
    }
  }
  for (const { at, column, score } of places.scores) {
    if (row.text(at) === "" || date === null) continue;
    if (date !== "first-exam" && date.precision !== "day") {
      row.refuse(places.acquired, "acquired", "date-imprecise");
      break;
    }
    const value = row.number(at);
    const reason =
      value === null ? "value-wrong" : isPlausible(score.name, value) ? null : "value-implausible";
    if (reason !== null) stated.problems.push({ line, column, reason, ...row.shown(at) });
    else if (value !== null)
      stated.scores.push({ line, subject, column, name: score.name, value, unit: score.unit, taken: date });
  }
  stated.traits.push({ line, subject, ...traitsOf(row, places, heading) });
}

function traitsOf(row: RowReader, { sex, age }: Places, heading: Heading): Pick<StatedTraits, "sex" | "age"> {
  const sexValue = SEXES[normaliseText(row.text(sex))];
  const ageValue = row.number(age);
  return {
    sex: sexValue ? { column: heading.nameOf(sex, "sex"), value: sexValue } : null,
    age: ageValue === null ? null : { column: heading.nameOf(age, "age"), value: ageValue },
  };
}
