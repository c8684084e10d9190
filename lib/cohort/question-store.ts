import type { RawCount, TOTALS } from "@/lib/catalogue/counted-values";
import type { Reach } from "./counted-names";
import { db, Prisma, type Tx } from "@/lib/platform/db/client";
import { byValue, rawCount, totals, type CountRow } from "@/lib/catalogue/facet-people-store";
import { criteriaDigest } from "./criteria-digest";
import type { Criteria } from "./criteria";
import { answeringExams, answeringSeries } from "./criteria-sql-store";

/** Part of a statement: the answers that it counts, by name, and a count of each. */
export type Counted = (over: (criteria: Criteria) => Prisma.Sql) => Prisma.Sql[];

/** Parameters of one statement; PostgreSQL takes 65,535. */
const MOST_PARAMETERS = 30_000;

/** The three counts of a question, under these names. */
export function totalsOf(
  criteria: Criteria,
  reach: Reach,
  names: Record<keyof typeof TOTALS, string>,
): Counted {
  return (over) => totals(over(criteria), answeringSeries(criteria), reach.withKeys, names);
}

/** The subjects of each value among the answering exams of a question. */
export function valuesOf(
  facet: string,
  criteria: Criteria,
  reach: Reach,
  people: (exams: Prisma.Sql) => Prisma.Sql,
): Counted {
  return (over) => [byValue(facet, people(over(criteria)), reach.withKeys)];
}

/**
 * Counts everything on one state of the data: in one statement, or where that would be too long, in several of one
 * snapshot. Questions of one canonical form are answered once a statement.
 */
export async function countAll(reach: Reach, wanted: readonly Counted[]): Promise<RawCount[]> {
  const [first, ...more] = statements(reach, wanted);
  if (!first) return [];
  if (more.length === 0) return read(db(), first);
  return db().$transaction(
    async (tx) => {
      const counted: RawCount[] = [];
      for (const statement of [first, ...more]) counted.push(...(await read(tx, statement)));
      return counted;
    },
    { isolationLevel: "RepeatableRead", maxWait: 30_000, timeout: 60_000 },
  );
}

async function read(reader: Tx, statement: Prisma.Sql): Promise<RawCount[]> {
  return (await reader.$queryRaw<CountRow[]>(statement)).map(rawCount);
}

/** Fills each statement as far as its parameters reach. */
function statements(reach: Reach, wanted: readonly Counted[]): Prisma.Sql[] {
  const done: Prisma.Sql[] = [];
  let current = emptyStatement(reach);
  for (const counted of wanted) {
    const before = current.size();
    current.add(counted);
    if (current.size() <= MOST_PARAMETERS || before === 0) continue;
    current.removeLast();
    done.push(current.sql());
    current = emptyStatement(reach);
    current.add(counted);
  }
  return current.size() > 0 ? [...done, current.sql()] : done;
}

interface Statement {
  add(counted: Counted): void;
  removeLast(): void;
  size(): number;
  sql(): Prisma.Sql;
}

function emptyStatement({ filter }: Reach): Statement {
  const tables = new Map<string, { name: string; rows: Prisma.Sql }>();
  const parts: { branches: Prisma.Sql[]; digests: string[] }[] = [];
  const over = (criteria: Criteria, digests: string[]): Prisma.Sql => {
    const digest = criteriaDigest(criteria);
    const known = tables.get(digest);
    const name = known?.name ?? `q${tables.size}`;
    if (!known) {
      tables.set(digest, { name, rows: answeringExams(criteria, filter, name) });
      digests.push(digest);
    }
    return Prisma.raw(`"${name}"`);
  };
  return {
    add(counted) {
      const digests: string[] = [];
      parts.push({ branches: counted((criteria) => over(criteria, digests)), digests });
    },
    removeLast() {
      for (const digest of parts.pop()?.digests ?? []) tables.delete(digest);
    },
    size: () =>
      [...tables.values()].reduce((sum, { rows }) => sum + rows.values.length, 0) +
      parts.reduce((sum, { branches }) => sum + branches.reduce((n, one) => n + one.values.length, 0), 0),
    sql: () =>
      Prisma.sql`WITH ${Prisma.join(
        [...tables.values()].map(({ rows }) => rows),
        ", ",
      )} ${Prisma.join(
        parts.flatMap(({ branches }) => branches),
        " UNION ALL ",
      )}`,
  };
}
