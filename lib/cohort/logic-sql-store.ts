import { Prisma } from "@/lib/platform/db/client";

// How conditions are joined. An unknown value makes a condition NULL, which a WHERE, an AND and an OR take for false;
// only `not` tells them apart, and takes NULL for false too.

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.sql`(${Prisma.join([...conditions], " AND ")})`;
}

export function anyOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join([...conditions], " OR ")})`;
}

export function negated(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`((${condition}) IS NOT TRUE)`;
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
