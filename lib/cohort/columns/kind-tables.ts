import { NUMBER_SLACK } from "../counted-names";
import type { SearchColumns } from "@/lib/catalogue/search-model/columns";
import { SEQUENCE_ROLES, VERDICTS } from "@/lib/catalogue/search-query";
import type { SeriesLeaf, SeriesNode } from "../criteria";

// What is asked of one series, asked of every kind of series there is: a table of 0 and 1 by the slot of the kind.

/** Protocols of these codes, by ordinal; null for any protocol. */
export function protocolsByCode(
  columns: SearchColumns,
  codes: readonly string[],
): ReadonlySet<number> | null {
  if (codes.length === 0) return null;
  const named = new Set(codes);
  return new Set(columns.names.protocols.filter(({ code }) => named.has(code)).map(({ ordinal }) => ordinal));
}

/** The verdicts of a kind now by some protocols; `none` alone where none of them judges it. */
export function verdictsBy(
  verdicts: SearchColumns["kinds"]["verdicts"][number],
  protocols: ReadonlySet<number> | null,
): string[] {
  const by = verdicts.filter(([protocol]) => protocols === null || protocols.has(protocol));
  return by.length === 0 ? ["none"] : by.map(([, verdict]) => verdict);
}

/** Bits by VERDICTS. */
export function verdictBitsOf(verdicts: readonly string[]): number {
  return verdicts.reduce((bits, verdict) => bits | (1 << VERDICTS.findIndex((one) => one === verdict)), 0);
}

/** Which kinds fulfil a node. */
export function kindTable(columns: SearchColumns, node: SeriesNode): Uint8Array {
  const table = new Uint8Array(columns.kinds.size);
  const test = nodeTest(columns, node);
  for (let kind = 0; kind < table.length; kind++) if (test(kind)) table[kind] = 1;
  return table;
}

type KindTest = (kind: number) => boolean;

function nodeTest(columns: SearchColumns, node: SeriesNode): KindTest {
  switch (node.kind) {
    case "and": {
      const tests = cheapFirst(node.of).map((part) => nodeTest(columns, part));
      return (kind) => {
        for (const test of tests) if (!test(kind)) return false;
        return true;
      };
    }
    case "or": {
      const tests = cheapFirst(node.of).map((part) => nodeTest(columns, part));
      return (kind) => {
        for (const test of tests) if (test(kind)) return true;
        return false;
      };
    }
    case "not": {
      const test = nodeTest(columns, node.of);
      return (kind) => !test(kind);
    }
    default:
      return leafTest(columns, node);
  }
}

/** Roles first: they cost least and part the most. */
function cheapFirst(nodes: readonly SeriesNode[]): SeriesNode[] {
  return [...nodes.filter(({ kind }) => kind === "role"), ...nodes.filter(({ kind }) => kind !== "role")];
}

function leafTest(columns: SearchColumns, leaf: SeriesLeaf): KindTest {
  const { kinds } = columns;
  switch (leaf.kind) {
    case "role": {
      const asked = SEQUENCE_ROLES.map((role) => leaf.values.includes(role));
      return (kind) => asked[kinds.role[kind] ?? -1] === true;
    }
    case "dimension": {
      const asked = leaf.value === "3D" ? 3 : 2;
      return (kind) => kinds.dimension[kind] === asked;
    }
    case "map": {
      const asked = new Set(leaf.values.length === 0 ? [-1] : leaf.values.map((map) => kinds.maps.find(map)));
      return (kind) => asked.has(kinds.map[kind]);
    }
    case "contrast": {
      const asked = new Set<string | undefined>(leaf.values);
      return (kind) => asked.has(kinds.contrast[kind]);
    }
    case "derived":
      return (kind) => kinds.derived[kind] === leaf.value;
    case "verdict": {
      const protocols = protocolsByCode(columns, leaf.protocols);
      const asked = new Set<string>(leaf.values);
      return (kind) =>
        verdictsBy(kinds.verdicts[kind] ?? [], protocols).some((verdict) => asked.has(verdict));
    }
    case "qc": {
      const asked = new Set<string | undefined>(leaf.values);
      return (kind) => asked.has(kinds.qc[kind]);
    }
    case "rating": {
      const asked = new Set<string>(leaf.values);
      return (kind) => asked.has(kinds.rating[kind] ?? "none");
    }
    case "pixels":
      return (kind) => kinds.pixels[kind] === true;
    case "number": {
      const min = leaf.min === null ? -Infinity : leaf.min - NUMBER_SLACK;
      const max = leaf.max === null ? Infinity : leaf.max + NUMBER_SLACK;
      const lists = kinds.lists.get(leaf.name);
      if (lists) return (kind) => (lists[kind] ?? []).some((value) => value >= min && value <= max);
      const values = kinds.numbers.get(leaf.name) ?? [];
      return (kind) => {
        const value = values[kind] ?? NaN;
        return value >= min && value <= max;
      };
    }
  }
}
