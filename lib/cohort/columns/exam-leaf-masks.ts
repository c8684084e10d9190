import { UNDATED_DAY, type SearchColumns, type Statement } from "@/lib/catalogue/search-model/columns";
import { FIELD_STRENGTHS, nominalFieldTesla } from "@/lib/catalogue/search-query";
import type { ExamLeaf } from "../criteria";
import { protocolsByCode } from "./kind-tables";

// What is asked of one exam by itself, over the columns.

type Leaf<K extends ExamLeaf["kind"]> = Extract<ExamLeaf, { kind: K }>;

/** The exams of `visible` of which a leaf is true. */
export function examLeafMask(columns: SearchColumns, visible: Uint8Array, leaf: ExamLeaf): Uint8Array {
  const where = (test: (at: number) => boolean) =>
    visible.map((seen, at) => (seen === 1 && test(at) ? 1 : 0));
  /** By a number of the exam that says where its answer stands. */
  const byTable = (key: readonly number[], table: readonly boolean[]) =>
    where((at) => table[key[at] ?? -1] === true);
  const { subject } = columns;
  switch (leaf.kind) {
    case "diagnosis":
      return diagnosisMask(columns, visible, leaf);
    case "score":
      return scoreMask(columns, visible, leaf);
    case "control": {
      const named = idsOf(columns.names.projects, leaf.projects);
      const isControl = columns.controls.map((projects) =>
        leaf.projects.length === 0 ? projects.length > 0 : projects.some((id) => named.has(id)),
      );
      return byTable(subject, isControl);
    }
    case "sex": {
      const asked = new Set<string>(leaf.values);
      return byTable(
        subject,
        columns.sex.map((sex) => asked.has(sex)),
      );
    }
    case "age": {
      const min = leaf.min ?? 0;
      const max = leaf.max ?? Infinity;
      return where((at) => {
        const age = columns.age[at] ?? -1;
        return age >= 0 && age >= min && age <= max;
      });
    }
    case "site": {
      const named = idsOf(columns.names.sites, leaf.codes);
      return byTable(
        columns.site,
        columns.sites.keys.map((id) => named.has(id)),
      );
    }
    case "project": {
      const named = idsOf(columns.names.projects, leaf.codes);
      return byTable(
        columns.projects,
        columns.projectSets.map((set) => set.some((id) => named.has(id))),
      );
    }
    case "scanner": {
      const asked = columns.names.scanners.filter((scanner) =>
        leaf.of.some(
          ({ manufacturer, model }) =>
            manufacturer === scanner.manufacturer && (model === null || model === scanner.model),
        ),
      );
      const ids = new Set(asked.map(({ id }) => id));
      return byTable(
        columns.scanner,
        columns.scanners.keys.map((id) => ids.has(id)),
      );
    }
    case "field": {
      const ranges = leaf.tesla.map((asked) => {
        const nominal = nominalFieldTesla(asked);
        const known = FIELD_STRENGTHS.find((field) => field.nominalTesla === nominal);
        return known ? [known.fromTesla, known.toTesla] : [nominal, nominal];
      });
      return where((at) => {
        const field = columns.field[at] ?? NaN;
        return ranges.some(([from = NaN, to = NaN]) => field >= from && field <= to);
      });
    }
    case "protocol":
      return byTable(columns.profile, protocolTable(columns, leaf));
  }
}

function idsOf(names: readonly { id: string; code: string }[], codes: readonly string[]): Set<string> {
  const asked = new Set(codes);
  return new Set(names.filter(({ code }) => asked.has(code)).map(({ id }) => id));
}

function protocolTable(columns: SearchColumns, leaf: Leaf<"protocol">): boolean[] {
  const by = protocolsByCode(columns, leaf.codes);
  return columns.profiles.map(({ protocols }) =>
    protocols.some(
      ({ protocol, verdict, isWhole }) =>
        (by === null || by.has(protocol)) &&
        (leaf.verdicts.length === 0 || leaf.verdicts.includes(verdict)) &&
        (leaf.whole === null || isWhole === (leaf.whole === "whole")),
    ),
  );
}

type When = "yes" | "perhaps" | "no";

/** Whether a statement that is not refuted says yes at an exam's day. */
function says(rule: Leaf<"diagnosis">["rule"], statement: Statement, day: number): When {
  if (rule.at === "ever") return "yes";
  if (day === UNDATED_DAY) return "perhaps";
  const { asserted, assertedLast, abated, abatedLast } = statement;
  if (rule.at === "exam") {
    if (assertedLast <= day && (abated === null || abated > day)) return "yes";
    return asserted <= day && (abatedLast === null || abatedLast > day) ? "perhaps" : "no";
  }
  if (asserted >= day - rule.days && assertedLast <= day + rule.days) return "yes";
  return asserted <= day + rule.days && assertedLast >= day - rule.days ? "perhaps" : "no";
}

function diagnosisMask(columns: SearchColumns, visible: Uint8Array, leaf: Leaf<"diagnosis">): Uint8Array {
  const asked = new Set(leaf.codes);
  const meant = columns.codes.keys.map((code) =>
    (columns.names.ancestors.get(code) ?? []).some((above) => asked.has(above)),
  );
  const mask = new Uint8Array(visible.length);
  columns.statements.forEach((all, subject) => {
    const stated = all.filter(({ code, refuted }) => !refuted && meant[code]);
    if (stated.length === 0) return;
    for (let at = columns.firstExam[subject] ?? -1; at >= 0; at = columns.nextExam[at] ?? -1) {
      if (visible[at] === 0) continue;
      const said = stated.map((statement) => says(leaf.rule, statement, columns.day[at] ?? UNDATED_DAY));
      const present = said.includes("yes");
      mask[at] = (leaf.status === "present" ? present : !present && said.includes("perhaps")) ? 1 : 0;
    }
  });
  return mask;
}

function scoreMask(columns: SearchColumns, visible: Uint8Array, leaf: Leaf<"score">): Uint8Array {
  const { rule } = leaf;
  const min = leaf.min ?? -Infinity;
  const max = leaf.max ?? Infinity;
  const mask = new Uint8Array(visible.length);
  columns.scores.forEach((all, subject) => {
    const taken = all.filter(([name]) => name === leaf.name);
    if (taken.length === 0) return;
    for (let at = columns.firstExam[subject] ?? -1; at >= 0; at = columns.nextExam[at] ?? -1) {
      if (visible[at] === 0) continue;
      const chosen = rule.at === "ever" ? taken : nearest(taken, columns.day[at] ?? UNDATED_DAY, rule.days);
      mask[at] = chosen.some(([, value]) => value >= min && value <= max) ? 1 : 0;
    }
  });
  return mask;
}

/** Those taken on the day nearest to the exam, the earlier of two as near; none where it lies too far. */
function nearest<T extends readonly [string, number, number]>(
  taken: readonly T[],
  day: number,
  days: number,
): T[] {
  if (day === UNDATED_DAY) return [];
  const [best] = taken
    .map(([, , takenOn]) => takenOn)
    .sort((a, b) => Math.abs(a - day) - Math.abs(b - day) || a - b);
  return taken.filter(([, , takenOn]) => takenOn === best && Math.abs(takenOn - day) <= days);
}
