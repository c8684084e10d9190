import { Prisma } from "@/lib/platform/db/client";
import type { CriteriaNode } from "./criteria";

// How conditions are joined. An unknown value makes a condition NULL, which a WHERE, an AND and an OR take for false;
// only `not` tells them apart, and takes NULL for false too.

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`(${Prisma.join([...conditions], " AND ")})`;
}

export function anyOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join([...conditions], " OR ")})`;
}

/** A condition's `not`; plain where it may be, since the planner makes a join of NOT EXISTS only. */
export function negated(node: CriteriaNode, condition: Prisma.Sql): Prisma.Sql {
  return mayBeUnknown(node) ? Prisma.sql`((${condition}) IS NOT TRUE)` : Prisma.sql`(NOT ${condition})`;
}

/** Whether a node's condition compares a value that may be NULL, outside of an EXISTS. */
function mayBeUnknown(node: CriteriaNode): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.of.some(mayBeUnknown);
    case "age":
    case "dimension":
    case "map":
    case "rating":
    case "number":
      return true;
    default:
      return false;
  }
}

/** Bounds included; null is no bound. */
export function within(value: Prisma.Sql, min: number | null, max: number | null): Prisma.Sql {
  return allOf([
    ...(min === null ? [] : [Prisma.sql`${value} >= ${min}::float8`]),
    ...(max === null ? [] : [Prisma.sql`${value} <= ${max}::float8`]),
  ]);
}

/** lib/catalogue/exam-date.ts in SQL. */
export const UNDATED_SQL = Prisma.sql`TIMESTAMP '1900-01-01 00:00:00'`;
