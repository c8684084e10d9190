import { Prisma, type Tx } from "@/lib/platform/db/client";
import {
  isSomebodyElse,
  isStrongTrait,
  SHARED_TRAITS,
  STRONG_TRAITS,
  type Trait,
  type TraitKind,
} from "./traits";

/** What is known of a subject's traits, as far as the kinds are ours. */
async function knownTraits(tx: Tx, subjectId: string): Promise<Trait[]> {
  const rows = await tx.subjectTrait.findMany({
    where: { subjectId },
    select: { kind: true, hash: true },
  });
  return rows.map(({ kind, hash }) => ({ kind: kind as TraitKind, hash }));
}

/**
 * Keeps what a header says of a subject, and opens a match with every other subject that a strong trait agrees with.
 * @returns "somebody-else" when the header is about another person than the headers before it; nothing is written then
 */
export async function noteTraits(
  tx: Tx,
  subjectId: string,
  traits: readonly Trait[],
): Promise<"noted" | "somebody-else"> {
  if (traits.length === 0) return "noted";
  const known = await knownTraits(tx, subjectId);
  if (isSomebodyElse(known, traits)) return "somebody-else";
  const fresh = traits.filter(
    ({ kind, hash }) => !known.some((other) => other.kind === kind && Buffer.compare(other.hash, hash) === 0),
  );
  if (fresh.length === 0) return "noted";
  await lockTraits(tx, fresh);
  await tx.subjectTrait.createMany({
    data: fresh.map(({ kind, hash }) => ({ subjectId, kind, hash })),
    skipDuplicates: true,
  });
  if (fresh.some(({ kind }) => isStrongTrait(kind))) await openMatches(tx, subjectId);
  return "noted";
}

/** Two processes that register one person at two sites at once would not see each other's rows. */
async function lockTraits(tx: Tx, traits: readonly Trait[]): Promise<void> {
  const keys = traits
    .filter(({ kind }) => isStrongTrait(kind))
    .map(({ hash }) => Buffer.from(hash).readBigInt64BE())
    // In one order, so that two processes never wait for each other.
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const key of keys) await tx.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(${key}::bigint)`);
}

/**
 * Opens a match with every linked person who shares a strong trait; one that was decided stays decided. Subjects whose
 * PatientID names nobody, and phantoms, are never matched.
 */
export async function openMatches(tx: Tx, subjectId: string): Promise<void> {
  const strong = [...STRONG_TRAITS];
  const shared = [...SHARED_TRAITS];
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO "IdentityMatch" ("id", "subjectAId", "subjectBId", "agreeing")
    SELECT gen_random_uuid(), least(${subjectId}::uuid, pair."other"), greatest(${subjectId}::uuid, pair."other"),
      pair."agreeing"
    FROM (
      SELECT theirs."subjectId" AS "other", array_agg(DISTINCT theirs."kind" ORDER BY theirs."kind") AS "agreeing"
      FROM "SubjectTrait" own
      JOIN "SubjectTrait" theirs ON theirs."hash" = own."hash" AND theirs."kind" = own."kind"
      JOIN "Subject" other ON other."id" = theirs."subjectId"
      JOIN "Subject" self ON self."id" = own."subjectId"
      WHERE own."subjectId" = ${subjectId}::uuid AND theirs."subjectId" <> own."subjectId"
        AND own."kind" = ANY(${shared}::text[])
        AND NOT other."unlinked" AND NOT other."phantom" AND NOT self."unlinked" AND NOT self."phantom"
      GROUP BY theirs."subjectId"
      HAVING bool_or(theirs."kind" = ANY(${strong}::text[]))
    ) pair
    ON CONFLICT ("subjectAId", "subjectBId") DO UPDATE SET "agreeing" = EXCLUDED."agreeing"
      WHERE "IdentityMatch"."state" = 'open'`);
}
