import { randomUUID } from "node:crypto";
import { regroupVisits } from "@/lib/catalogue/register-instances-store";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type MergeRow, moveDatedRows, moveLinks } from "./merge-store";

const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

/**
 * Gives a merged subject back what came with it, and the exams that came by its identifiers since; the kept one is
 * locked. Pseudonym, offset and ids are those it had. The two are remembered as two people.
 */
export async function splitRows(
  tx: Tx,
  merge: MergeRow,
  decidedById: string | null,
  decidedAt: Date,
): Promise<void> {
  const { moved, subject: kept } = merge;
  if (!kept.secret) throw new AppError("internal", "a subject without offset");
  const { id, sex, synthetic } = moved.subject;
  await tx.subject.create({
    data: {
      id,
      sex,
      synthetic,
      pseudonym: merge.mergedPseudonym,
      unlinked: merge.mergedUnlinked,
      secret: {
        create: { dateOffsetDays: merge.mergedDateOffsetDays, countKey: merge.mergedCountKey },
      },
    },
    select: { id: true },
  });
  await moveLinks(tx, moved, kept.id, id);
  await moveDatedRows(tx, moved, kept.id, id, merge.mergedDateOffsetDays - kept.secret.dateOffsetDays);
  await returnMemberships(tx, merge);
  await returnTraits(tx, merge);
  if (moved.keptSexUnknown)
    await tx.subject.update({ where: { id: kept.id }, data: { sex: "unknown" }, select: { id: true } });
  await restoreVisits(tx, merge);
  await regroupVisits(tx, id);
  await regroupVisits(tx, kept.id);
  await returnMatches(tx, merge, decidedById, decidedAt);
  await tx.subjectMerge.updateMany({
    where: { id: { in: moved.merges }, subjectId: kept.id },
    data: { subjectId: id },
  });
  await tx.subjectMerge.update({
    where: { id: merge.id },
    data: { state: "splitting", moved: { ...moved, direction: "split" }, seriesDone: 0, finishedAt: null },
    select: { id: true },
  });
}

async function returnMemberships(tx: Tx, { moved, subject: kept }: MergeRow): Promise<void> {
  const subjectId = moved.subject.id;
  for (const { projectId, status, isShared } of moved.memberships) {
    if (!isShared) await tx.projectMember.deleteMany({ where: { projectId, subjectId: kept.id } });
    await tx.projectMember.create({ data: { projectId, subjectId, status }, select: { projectId: true } });
  }
}

async function returnTraits(tx: Tx, { moved, subject: kept }: MergeRow): Promise<void> {
  for (const { kind, hash, isShared } of moved.traits)
    if (!isShared)
      await tx.subjectTrait.deleteMany({ where: { subjectId: kept.id, kind, hash: fromHex(hash) } });
  await tx.subjectTrait.createMany({
    data: moved.traits.map(({ kind, hash }) => ({ subjectId: moved.subject.id, kind, hash: fromHex(hash) })),
    skipDuplicates: true,
  });
}

/** Visits that both had exams in fall apart; each subject gets its own back under their old ids. */
async function restoreVisits(tx: Tx, { moved, subject: kept }: MergeRow): Promise<void> {
  const subjectIds = [moved.subject.id, kept.id];
  const exams = await tx.exam.findMany({
    where: { subjectId: { in: subjectIds } },
    select: { id: true, subjectId: true, scannerId: true, examAt: true, visit: { select: { id: true } } },
    orderBy: { id: "asc" },
  });
  const recorded = new Map(
    moved.visits.flatMap(({ id, examIds }) => examIds.map((examId) => [examId, id] as const)),
  );
  const owner = new Map<string, string>();
  for (const exam of exams) {
    // An exam that came later: a visit of its own, joined with others where it belongs by regrouping.
    const visitId = recorded.get(exam.id) ?? randomUUID();
    if (owner.has(visitId) && owner.get(visitId) !== exam.subjectId)
      throw new AppError("internal", "a visit of two subjects");
    owner.set(visitId, exam.subjectId);
    const { subjectId, scannerId, examAt: startedAt } = exam;
    await tx.visit.upsert({
      where: { id: visitId },
      create: { id: visitId, subjectId, scannerId, startedAt },
      update: { subjectId, scannerId, startedAt },
      select: { id: true },
    });
    await tx.exam.update({ where: { id: exam.id }, data: { visitId }, select: { id: true } });
  }
}

async function returnMatches(
  tx: Tx,
  { moved, subject: kept }: MergeRow,
  decidedById: string | null,
  decidedAt: Date,
): Promise<void> {
  const id = moved.subject.id;
  for (const { otherId, becameId, ...match } of moved.matches) {
    if (becameId !== null) await tx.identityMatch.deleteMany({ where: { id: becameId } });
    // The third subject may be gone by now.
    if (!(await tx.subject.findUnique({ where: { id: otherId }, select: { id: true } }))) continue;
    const [subjectAId, subjectBId] = [id, otherId].sort() as [string, string];
    await tx.identityMatch.create({ data: { ...match, subjectAId, subjectBId }, select: { id: true } });
  }
  const [subjectAId, subjectBId] = [id, kept.id].sort() as [string, string];
  const kinds = moved.traits.filter(({ isShared }) => isShared).map(({ kind }) => kind);
  await tx.identityMatch.create({
    data: {
      subjectAId,
      subjectBId,
      agreeing: [...new Set(kinds)].sort(),
      state: "apart",
      decidedById,
      decidedAt,
    },
    select: { id: true },
  });
}
