import { regroupVisits } from "@/lib/catalogue/register-instances-store";
import { openMatches } from "@/lib/catalogue/subject-traits-store";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { UNDATED } from "@/lib/catalogue/exam-date";
import { type Moved, movedSchema } from "./moved";

/** States in which a merge's objects are not all of one subject. */
const BUSY_STATES = ["queued", "running", "splitting", "failed"] as const;

const PERSON = {
  id: true,
  pseudonym: true,
  sex: true,
  unlinked: true,
  synthetic: true,
  phantom: true,
  secret: { select: { dateOffsetDays: true, countKey: true } },
  links: { select: { linkageHash: true, siteId: true } },
  exams: {
    select: { id: true, visitId: true, series: { select: { instanceCount: true } } },
    orderBy: { id: "asc" },
  },
  diagnoses: { select: { id: true } },
  scores: { select: { id: true } },
  biomarkers: { select: { id: true } },
  withdrawals: { select: { id: true } },
  memberships: { select: { projectId: true, status: true } },
  traits: { select: { kind: true, hash: true } },
  matchesA: true,
  matchesB: true,
  merges: { select: { id: true } },
} satisfies Prisma.SubjectSelect;
type Person = Prisma.SubjectGetPayload<{ select: typeof PERSON }>;

const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** Whoever registers an exam of one of them waits, and looks again at whose it is. */
export async function lockSubjects(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  await tx.$queryRaw(
    Prisma.sql`SELECT "id" FROM "Subject" WHERE "id" = ANY(${[...subjectIds]}::uuid[]) ORDER BY "id" FOR UPDATE`,
  );
}

/** Whether a merge or split of one of the subjects is still at work, or has failed at it. */
export async function isBeingMerged(tx: Tx, subjectIds: readonly string[]): Promise<boolean> {
  const states = [...BUSY_STATES];
  const ids = [...subjectIds];
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS count FROM "SubjectMerge"
    WHERE "state"::text = ANY(${states}::text[])
      AND ("subjectId" = ANY(${ids}::uuid[]) OR "moved" -> 'subject' ->> 'id' = ANY(${ids}::text[]))`);
  return (row?.count ?? 0) > 0;
}

async function findPerson(tx: Tx, id: string): Promise<Person> {
  const person = await tx.subject.findUnique({ where: { id }, select: PERSON });
  if (!person) throw new AppError("not-found");
  return person;
}

/** The larger one stays: fewer objects have to be rewritten. */
function smallerOf(a: Person, b: Person): [merged: Person, kept: Person] {
  const instances = ({ exams }: Person) =>
    exams.flatMap(({ series }) => series).reduce((sum, { instanceCount }) => sum + instanceCount, 0);
  const order = instances(a) - instances(b) || a.exams.length - b.exams.length || (a.id < b.id ? 1 : -1);
  return order < 0 ? [a, b] : [b, a];
}

/**
 * Takes the smaller of two locked subjects up in the other: all rows at once, dates moved by the difference of the
 * offsets. The objects are rewritten afterwards; until then they say the old pseudonym.
 */
export async function mergeRows(
  tx: Tx,
  subjectIds: readonly [string, string],
  decidedById: string | null,
): Promise<{ mergeId: string; keptId: string; mergedId: string }> {
  const [merged, kept] = smallerOf(await findPerson(tx, subjectIds[0]), await findPerson(tx, subjectIds[1]));
  if (!merged.secret || !kept.secret) throw new AppError("internal", "a subject without offset");
  const deltaDays = kept.secret.dateOffsetDays - merged.secret.dateOffsetDays;
  const moved = whatMoves(merged, kept);
  await moveDatedRows(tx, moved, merged.id, kept.id, deltaDays);
  await moveLinks(tx, moved, merged.id, kept.id);
  await tx.projectMember.updateMany({
    where: {
      subjectId: merged.id,
      projectId: { in: moved.memberships.filter((one) => !one.isShared).map((one) => one.projectId) },
    },
    data: { subjectId: kept.id },
  });
  await tx.subjectTrait.createMany({
    data: merged.traits.map(({ kind, hash }) => ({ subjectId: kept.id, kind, hash })),
    skipDuplicates: true,
  });
  await carryMatches(tx, moved, kept.id);
  await tx.subjectMerge.updateMany({ where: { subjectId: merged.id }, data: { subjectId: kept.id } });
  if (moved.keptSexUnknown && merged.sex !== "unknown")
    await tx.subject.update({ where: { id: kept.id }, data: { sex: merged.sex }, select: { id: true } });
  await regroupVisits(tx, kept.id);
  // With her: her secret, traits, matches, and visits that have no exam any more.
  await tx.subject.delete({ where: { id: merged.id }, select: { id: true } });
  await openMatches(tx, kept.id);
  const { id: mergeId } = await tx.subjectMerge.create({
    data: {
      subjectId: kept.id,
      mergedPseudonym: merged.pseudonym,
      mergedDateOffsetDays: merged.secret.dateOffsetDays,
      mergedCountKey: merged.secret.countKey,
      mergedUnlinked: merged.unlinked,
      moved,
      decidedById,
    },
    select: { id: true },
  });
  return { mergeId, keptId: kept.id, mergedId: merged.id };
}

function whatMoves(merged: Person, kept: Person): Moved {
  const ownTraits = new Set(kept.traits.map(({ kind, hash }) => `${kind} ${toHex(hash)}`));
  const ownProjects = new Set(kept.memberships.map(({ projectId }) => projectId));
  const visits = (person: Person, ofMerged: boolean) =>
    [...new Set(person.exams.map(({ visitId }) => visitId))].map((id) => ({
      id,
      ofMerged,
      examIds: idsOf(person.exams.filter(({ visitId }) => visitId === id)),
    }));
  const matches = [
    ...merged.matchesA.map((match) => ({ ...match, otherId: match.subjectBId })),
    ...merged.matchesB.map((match) => ({ ...match, otherId: match.subjectAId })),
  ].filter(({ otherId }) => otherId !== kept.id);
  return {
    direction: "merge",
    subject: { id: merged.id, sex: merged.sex, synthetic: merged.synthetic },
    keptSexUnknown: kept.sex === "unknown",
    links: merged.links.map(({ linkageHash, siteId }) => ({ hash: toHex(linkageHash), siteId })),
    exams: idsOf(merged.exams),
    diagnoses: idsOf(merged.diagnoses),
    scores: idsOf(merged.scores),
    biomarkers: idsOf(merged.biomarkers),
    withdrawals: idsOf(merged.withdrawals),
    memberships: merged.memberships.map((one) => ({ ...one, isShared: ownProjects.has(one.projectId) })),
    traits: merged.traits.map(({ kind, hash }) => ({
      kind,
      hash: toHex(hash),
      isShared: ownTraits.has(`${kind} ${toHex(hash)}`),
    })),
    matches: matches.map(({ id, otherId, agreeing, state, decidedById, decidedAt, createdAt }) => ({
      id,
      otherId,
      agreeing,
      state,
      decidedById,
      decidedAt: decidedAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
      becameId: null,
    })),
    visits: [...visits(merged, true), ...visits(kept, false)],
    merges: idsOf(merged.merges),
  };
}

/** Exams, diagnoses, scores, biomarkers and withdrawals of a list that are still `fromId`'s; dates by whole days. */
export async function moveDatedRows(
  tx: Tx,
  moved: Moved,
  fromId: string,
  toId: string,
  deltaDays: number,
): Promise<void> {
  const from = Prisma.sql`"subjectId" = ${fromId}::uuid`;
  await tx.$executeRaw(Prisma.sql`
    UPDATE "Exam" SET "subjectId" = ${toId}::uuid, "examAt" = CASE WHEN "examAt" = ${UNDATED}::timestamp
      THEN "examAt" ELSE "examAt" + make_interval(days => ${deltaDays}::int) END
    WHERE "id" = ANY(${moved.exams}::uuid[]) AND ${from}`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE "Diagnosis" SET "subjectId" = ${toId}::uuid, "onsetOn" = "onsetOn" + ${deltaDays}::int,
      "assertedOn" = "assertedOn" + ${deltaDays}::int, "abatedOn" = "abatedOn" + ${deltaDays}::int
    WHERE "id" = ANY(${moved.diagnoses}::uuid[]) AND ${from}`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE "Score" SET "subjectId" = ${toId}::uuid, "takenOn" = "takenOn" + ${deltaDays}::int
    WHERE "id" = ANY(${moved.scores}::uuid[]) AND ${from}`);
  const data = { subjectId: toId };
  await tx.biomarker.updateMany({ where: { id: { in: moved.biomarkers }, subjectId: fromId }, data });
  await tx.withdrawal.updateMany({ where: { id: { in: moved.withdrawals }, subjectId: fromId }, data });
}

/** Identifiers of a list that still lead to `fromId` lead to `toId`. */
export async function moveLinks(tx: Tx, moved: Moved, fromId: string, toId: string): Promise<void> {
  await tx.subjectLink.updateMany({
    where: { linkageHash: { in: moved.links.map(({ hash }) => fromHex(hash)) }, subjectId: fromId },
    data: { subjectId: toId },
  });
}

/** What was decided, or is open, about the merged subject and a third one holds for the kept one. */
async function carryMatches(tx: Tx, moved: Moved, keptId: string): Promise<void> {
  for (const match of moved.matches) {
    const [subjectAId, subjectBId] = [keptId, match.otherId].sort() as [string, string];
    const key = { subjectAId_subjectBId: { subjectAId, subjectBId } };
    const known = await tx.identityMatch.findUnique({ where: key, select: { id: true } });
    if (known) continue;
    const { agreeing, state, decidedById, decidedAt, createdAt } = match;
    const made = await tx.identityMatch.create({
      data: { subjectAId, subjectBId, agreeing, state, decidedById, decidedAt, createdAt },
      select: { id: true },
    });
    match.becameId = made.id;
  }
}

/** What a merge knows, or null. */
export async function findMerge(tx: Tx, mergeId: string) {
  const row = await tx.subjectMerge.findUnique({
    where: { id: mergeId },
    select: {
      id: true,
      state: true,
      moved: true,
      mergedPseudonym: true,
      mergedDateOffsetDays: true,
      mergedCountKey: true,
      mergedUnlinked: true,
      subject: {
        select: { id: true, pseudonym: true, secret: { select: { dateOffsetDays: true } } },
      },
    },
  });
  return row && { ...row, moved: movedSchema.parse(row.moved) };
}
export type MergeRow = NonNullable<Awaited<ReturnType<typeof findMerge>>>;
