import { type RawCount, CONTROL_VALUE } from "@/lib/catalogue/counted-values";
import { UNDATED_DAY, type SearchColumns } from "@/lib/catalogue/search-model/columns";
import { bitsOf } from "@/lib/catalogue/search-model/bits";
import { Interned } from "@/lib/catalogue/search-model/interned";
import { MAX_VISITS_ASKED, nominalFieldTesla, SEQUENCE_ROLES, VERDICTS } from "@/lib/catalogue/search-query";
import type { FacetContext } from "../facet-context";
import type { CohortFacet } from "../facet-view";
import type { ExamMask, ExamMasks } from "./exam-masks";
import { protocolsByCode, verdictBitsOf, verdictsBy } from "./kind-tables";
import { SubjectTally } from "./subject-tally";

// Who has which value of a facet, over the columns: the same counts as lib/cohort/cohort-facets-store.ts gives in SQL.

/** Everything of an exam's answer: the subject and visit that bear it, and where it stands. */
type Visit = (at: number, subject: number, visit: number) => void;

/** Goes through exams that stand subject by subject. */
export function eachExam(columns: SearchColumns, rows: Int32Array, take: Visit): void {
  const { subject, visit } = columns;
  for (let row = 0; row < rows.length; row++) {
    const at = rows[row] ?? 0;
    take(at, subject[at] ?? 0, visit[at] ?? 0);
  }
}

/** Values of an exam by what its profile says. */
function profileValues(
  { profile, profiles }: SearchColumns,
  values: (profile: SearchColumns["profiles"][number]) => readonly number[],
): Values["of"] {
  return (at) => {
    const facts = profiles[profile[at] ?? 0];
    return facts ? values(facts) : NONE;
  };
}

const ROLES = SEQUENCE_ROLES.length;

/** A facet's way of saying what an exam has: numbers, and the name of each. */
interface Values {
  of: (at: number) => readonly number[];
  nameOf: (value: number) => string;
}

/** The counts of one facet. */
export function facetCounts(masks: ExamMasks, facet: CohortFacet, context: FacetContext): RawCount[] {
  const { columns } = masks;
  const mask = masks.answering(context.rest);
  const rows = masks.rowsOf(mask);
  if (facet === "diagnosis") return diagnosisCounts(columns, mask, context.visits);
  if (facet === "visits") return visitCounts(columns, rows);
  const values = valuesOf(masks, facet, context);
  // Ages are those of any answering exam, as the chart has them.
  const tally = new SubjectTally(columns.countKey, facet === "age" ? 1 : context.visits);
  eachExam(columns, rows, (at, subject, visit) => {
    const held = values.of(at);
    for (let one = 0; one < held.length; one++) tally.add(held[one] ?? 0, subject, visit);
  });
  return tally.rows(facet === "control" ? "diagnosis" : facet, values.nameOf);
}

const NONE: readonly number[] = [];

function valuesOf(masks: ExamMasks, facet: CohortFacet, context: FacetContext): Values {
  const { columns } = masks;
  /** Every number by itself, so that no array is made for each exam. */
  const alone: (readonly number[])[] = [];
  const only = (value: number) => (alone[value] ??= [value]);
  switch (facet) {
    case "role":
      return {
        of: context.verdict
          ? rolesOfKinds(columns, masks.tableOf(context.verdict))
          : profileValues(columns, ({ roles }) => roles),
        nameOf: (value) => {
          const role = SEQUENCE_ROLES[value % ROLES] ?? "unknown";
          return value < ROLES ? role : `${role}.3D`;
        },
      };
    case "map":
      return {
        of: context.verdict
          ? mapsOfKinds(columns, masks.tableOf(context.verdict))
          : profileValues(columns, ({ maps }) => maps),
        nameOf: (value) => columns.kinds.maps.keys[value] ?? "",
      };
    case "verdict":
      return { of: verdictsOf(masks, context), nameOf: (value) => VERDICTS[value] ?? "" };
    case "protocol": {
      const codes = new Map(columns.names.protocols.map(({ ordinal, code }) => [ordinal, code]));
      return {
        of: profileValues(columns, ({ protocolOrdinals }) => protocolOrdinals),
        nameOf: (ordinal) => codes.get(ordinal) ?? "",
      };
    }
    case "site": {
      const codes = new Map(columns.names.sites.map(({ id, code }) => [id, code]));
      return {
        of: (at) => only(columns.site[at] ?? 0),
        nameOf: (value) => codes.get(columns.sites.keys[value] ?? "") ?? "",
      };
    }
    case "scanner": {
      const tokens = new Interned();
      const byScanner = scannerTokens(columns).map((named) => named.map((token) => tokens.of(token)));
      return {
        of: (at) => byScanner[columns.scanner[at] ?? -1] ?? NONE,
        nameOf: (value) => tokens.keys[value] ?? "",
      };
    }
    case "field": {
      const fields: number[] = [];
      let lastField = NaN;
      let last = NONE;
      return {
        of: (at) => {
          const field = columns.field[at] ?? 0;
          if (field === lastField) return last;
          lastField = field;
          if (field <= 0) return (last = NONE);
          const nominal = nominalFieldTesla(field);
          const place = fields.indexOf(nominal);
          return (last = only(place < 0 ? fields.push(nominal) - 1 : place));
        },
        nameOf: (value) => String(fields[value]),
      };
    }
    case "age":
      return {
        of: (at) => ((columns.age[at] ?? -1) < 0 ? NONE : only(columns.age[at] ?? 0)),
        nameOf: String,
      };
    case "sex": {
      const sexes = new Interned();
      const bySubject = columns.sex.map((sex) => sexes.of(sex));
      return {
        of: (at) => only(bySubject[columns.subject[at] ?? 0] ?? 0),
        nameOf: (value) => sexes.keys[value] ?? "",
      };
    }
    case "control":
      return {
        of: (at) => ((columns.controls[columns.subject[at] ?? 0]?.length ?? 0) > 0 ? only(0) : NONE),
        nameOf: () => CONTROL_VALUE,
      };
    case "diagnosis":
    case "visits":
      return { of: () => NONE, nameOf: String };
  }
}

/** Manufacturer and model of each scanner by its place in the columns; none of one that is not known yet. */
export function scannerTokens(columns: SearchColumns): string[][] {
  const named = new Map(columns.names.scanners.map((scanner) => [scanner.id, scanner]));
  return columns.scanners.keys.map((id) => {
    const scanner = named.get(id);
    if (!scanner || scanner.field <= 0) return [];
    return [scanner.manufacturer, `${scanner.manufacturer}~${scanner.model}`];
  });
}

/** Values of the series of an exam that a table names: one array for all, read before the next exam's. */
function kindValues(
  columns: SearchColumns,
  table: Uint8Array,
  valuesOf: (kind: number, into: number[]) => void,
) {
  const values: number[] = [];
  return (at: number): readonly number[] => {
    values.length = 0;
    const start = columns.kindStart[at] ?? 0;
    const end = start + (columns.kindCount[at] ?? 0);
    for (let series = start; series < end; series++) {
      const kind = columns.kindPool[series] ?? -1;
      if (table[kind] === 1) valuesOf(kind, values);
    }
    return values;
  };
}

function rolesOfKinds(columns: SearchColumns, table: Uint8Array) {
  const { role, dimension } = columns.kinds;
  return kindValues(columns, table, (kind, into) => {
    const own = role[kind] ?? 0;
    into.push(own);
    if (dimension[kind] === 3) into.push(ROLES + own);
  });
}

function mapsOfKinds(columns: SearchColumns, table: Uint8Array) {
  const { map } = columns.kinds;
  return kindValues(columns, table, (kind, into) => {
    const own = map[kind] ?? -1;
    if (own >= 0) into.push(own);
  });
}

/** Verdicts that, in one exam, some series of each asked group has. */
function verdictsOf(masks: ExamMasks, { series, protocols }: FacetContext): Values["of"] {
  const { columns } = masks;
  if (series.length === 0 && protocols.length === 0) {
    return profileValues(columns, ({ verdicts }) => verdicts);
  }
  const by = protocolsByCode(columns, protocols);
  const bitsByKind =
    by === null
      ? columns.kinds.verdictBits
      : columns.kinds.verdicts.map((all) => verdictBitsOf(verdictsBy(all, by)));
  const tables = series.map((group) => masks.tableOf(group));
  const valuesByBits = Array.from({ length: 1 << VERDICTS.length }, (_, bits) => bitsOf(bits));
  const found = [0, ...tables.map(() => 0)];
  return (at) => {
    found.fill(0);
    const start = columns.kindStart[at] ?? 0;
    const end = start + (columns.kindCount[at] ?? 0);
    for (let one = start; one < end; one++) {
      const kind = columns.kindPool[one] ?? -1;
      const bits = bitsByKind[kind] ?? 0;
      found[0] = (found[0] ?? 0) | bits;
      for (let group = 0; group < tables.length; group++) {
        if (tables[group]?.[kind] === 1) found[group + 1] = (found[group + 1] ?? 0) | bits;
      }
    }
    let all = found[0] ?? 0;
    for (let group = 1; group < found.length; group++) all &= found[group] ?? 0;
    return valuesByBits[all] ?? NONE;
  };
}

/** Codes that hold at the exam, with all that stand above them. */
function diagnosisCounts(columns: SearchColumns, mask: ExamMask, visits: number): RawCount[] {
  const names = new Interned();
  const above = columns.codes.keys.map((code) =>
    (columns.names.ancestors.get(code) ?? []).map((ancestor) => names.of(ancestor)),
  );
  const tally = new SubjectTally(columns.countKey, visits);
  const { statements, firstExam, nextExam, day, visit } = columns;
  statements.forEach((all, subject) => {
    for (const { code, refuted, assertedLast, abated } of all) {
      if (refuted) continue;
      for (let at = firstExam[subject] ?? -1; at >= 0; at = nextExam[at] ?? -1) {
        const on = day[at] ?? UNDATED_DAY;
        if (mask[at] !== 1 || assertedLast > on || (abated !== null && abated <= on)) continue;
        for (const value of above[code] ?? NONE) tally.add(value, subject, visit[at] ?? 0);
        if (visits === 1) break;
      }
    }
  });
  return tally.rows("diagnosis", (value) => names.keys[value] ?? "");
}

/** Subjects with at least so many answering visits. */
function visitCounts(columns: SearchColumns, rows: Int32Array): RawCount[] {
  const tally = new SubjectTally(columns.countKey, 1);
  let last = -1;
  let seen: number[] = [];
  eachExam(columns, rows, (_, subject, visit) => {
    if (subject !== last) {
      last = subject;
      seen = [];
    }
    if (seen.length === MAX_VISITS_ASKED || seen.includes(visit)) return;
    tally.add(seen.push(visit), subject, visit);
  });
  return tally.rows("visits", String);
}
