import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamSql } from "@/lib/access/visible-store";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { type ProtocolContent, protocolContentSchema, type ProtocolDocument } from "./content";
import type { VerdictValue } from "./finding";
import type { StandingVersion, VersionPlan } from "./plan-version";
import type { AssignmentView, ProtocolVersionView, VerdictCounts } from "./protocol-view";

const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

export interface StoredProtocol {
  id: string;
  code: string;
  name: string;
  /** Newest first, without counts. */
  versions: Omit<ProtocolVersionView, "counts">[];
  assigned: boolean;
}

const PROTOCOL = {
  id: true,
  code: true,
  name: true,
  versions: {
    orderBy: { version: "desc" },
    select: {
      id: true,
      version: true,
      validFrom: true,
      validUntil: true,
      supersededAt: true,
      reason: true,
      createdAt: true,
      content: true,
    },
  },
  _count: { select: { assignments: true, choices: true } },
} as const satisfies Prisma.ProtocolSelect;

/** Every protocol with its versions, by code. */
export async function findProtocols(db: Db | Tx): Promise<StoredProtocol[]> {
  const rows = await db.protocol.findMany({ orderBy: { code: "asc" }, select: PROTOCOL });
  return rows.map(stored);
}

/** One protocol, or null. */
export async function findProtocol(db: Db | Tx, code: string): Promise<StoredProtocol | null> {
  const row = await db.protocol.findUnique({ where: { code }, select: PROTOCOL });
  return row && stored(row);
}

function stored(row: Prisma.ProtocolGetPayload<{ select: typeof PROTOCOL }>): StoredProtocol {
  const { _count, versions, ...protocol } = row;
  return {
    ...protocol,
    assigned: _count.assignments + _count.choices > 0,
    versions: versions.map(({ validFrom, validUntil, supersededAt, content, ...version }) => ({
      ...version,
      validFrom: dayOf(validFrom),
      validUntil: validUntil && dayOf(validUntil),
      superseded: supersededAt !== null,
      content: contentOf(content),
    })),
  };
}

function contentOf(content: unknown): ProtocolContent | null {
  return protocolContentSchema.safeParse(content).data ?? null;
}

/** Series by version and verdict that stand, over the exams inside the filter. */
export async function countVerdicts(
  db: Db | Tx,
  filter: ExamFilter,
  versionIds: readonly string[],
): Promise<Map<string, NonNullable<VerdictCounts>>> {
  if (filter.kind === "none" || versionIds.length === 0) return new Map();
  const visible =
    filter.kind === "all"
      ? Prisma.sql`TRUE`
      : Prisma.sql`EXISTS (SELECT 1 FROM "Series" s JOIN "Exam" e ON e."id" = s."examId"
          WHERE s."id" = v."seriesId" AND ${visibleExamSql(filter, "e")})`;
  const rows = await db.$queryRaw<{ id: string; value: VerdictValue; count: number }[]>`
    SELECT v."protocolVersionId"::text AS "id", v."value"::text AS "value", count(*)::int AS "count"
    FROM "Verdict" v
    WHERE v."protocolVersionId" = ANY(${[...versionIds]}::uuid[]) AND v."current" AND ${visible}
    GROUP BY 1, 2`;
  const counts = new Map<string, Record<VerdictValue, number>>();
  for (const { id, value, count } of rows) {
    const known = counts.get(id) ?? { compliant: 0, minor: 0, major: 0, undetermined: 0 };
    known[value] = count;
    counts.set(id, known);
  }
  return counts;
}

/** The rules that name a protocol, in their order, and how many exams were given to it by hand. */
export async function findAssignments(
  db: Db | Tx,
  protocolId: string,
): Promise<{ assignments: AssignmentView[]; chosenCount: number }> {
  const rules = await db.assignmentRule.findMany({
    orderBy: { ordinal: "asc" },
    select: {
      kind: true,
      pattern: true,
      project: { select: { name: true } },
      protocols: { where: { protocolId }, select: { protocolId: true } },
    },
  });
  const assignments = rules.flatMap(({ kind, pattern, project, protocols }, index) =>
    protocols.length === 0 ? [] : [{ place: index + 1, kind, pattern, projectName: project?.name ?? null }],
  );
  return { assignments, chosenCount: await db.examProtocolChoice.count({ where: { protocolId } }) };
}

/** A protocol that is held for writing, with the versions that stand; null when there is none of this code. */
export async function lockProtocol(
  tx: Tx,
  code: string,
): Promise<{ id: string; latest: number; standing: StandingVersion[] } | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM "Protocol" WHERE "code" = ${code} FOR UPDATE`;
  if (!row) return null;
  const versions = await tx.protocolVersion.findMany({
    where: { protocolId: row.id },
    orderBy: { version: "asc" },
    select: { id: true, version: true, validFrom: true, validUntil: true, supersededAt: true },
  });
  return {
    id: row.id,
    latest: versions.at(-1)?.version ?? 0,
    standing: versions.flatMap(({ supersededAt, validFrom, validUntil, ...version }) =>
      supersededAt === null
        ? [{ ...version, validFrom: dayOf(validFrom), validUntil: validUntil && dayOf(validUntil) }]
        : [],
    ),
  };
}

/** @returns null when the code is taken */
export async function insertProtocol(tx: Tx, code: string, name: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "Protocol" ("id", "code", "name") VALUES (gen_random_uuid(), ${code}, ${name})
    ON CONFLICT ("code") DO NOTHING RETURNING "id"::text AS "id"`;
  return rows[0]?.id ?? null;
}

/** Makes place for a version, and writes it. @returns its id */
export async function insertVersion(
  tx: Tx,
  protocolId: string,
  version: number,
  plan: VersionPlan,
  document: ProtocolDocument,
  made: { by: string | null; at: Date },
): Promise<string> {
  for (const { id, validUntil } of plan.closes) {
    await tx.protocolVersion.update({
      where: { id },
      data: { validUntil: dateOf(validUntil) },
      select: { id: true },
    });
  }
  await tx.protocolVersion.updateMany({
    where: { id: { in: plan.supersedes.map(({ id }) => id) } },
    data: { supersededAt: made.at },
  });
  const { name, validFrom, validUntil, reason, content } = document;
  await tx.protocol.update({ where: { id: protocolId }, data: { name }, select: { id: true } });
  const { id } = await tx.protocolVersion.create({
    data: {
      protocolId,
      version,
      validFrom: dateOf(validFrom),
      validUntil: validUntil === null ? null : dateOf(validUntil),
      content,
      reason,
      createdById: made.by,
      createdAt: made.at,
    },
    select: { id: true },
  });
  return id;
}

/** Which of these scanners there are. */
export async function findKnownScanners(db: Db | Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.scanner.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}
