import { randomUUID } from "node:crypto";
import { now } from "@/lib/platform/clock";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { type DerivedFacts, remappedUidOf } from "./derived-object";

/** The series that holds some objects, and whose it is. */
export interface SeriesOwner {
  subjectId: string;
  seriesId: string;
}

/** Hashes looked up by one query. */
const LOOK_UP = 1000;

/**
 * Rows of derived objects in a new or known series, with their pointers; sources that are there already are linked.
 * The caller holds the subject's row, so that a source which comes at the same moment is not missed. An object and its
 * source are linked within one subject only: a wrong identifier must not tie two people together.
 */
export async function registerDerivedObjects(
  tx: Tx,
  owner: SeriesOwner,
  objects: readonly DerivedFacts[],
): Promise<void> {
  for (const { kind, sopInstanceUid, labels, references } of objects) {
    const id = randomUUID();
    await tx.derivedObject.create({
      data: { id, kind, sopInstanceUid, labels, seriesId: owner.seriesId },
      select: { id: true },
    });
    for (let at = 0; at < references.length; at += LOOK_UP)
      await tx.derivedReference.createMany({
        data: references.slice(at, at + LOOK_UP).map((reference) => ({ derivedObjectId: id, ...reference })),
      });
    await linkKnownSources(tx, owner.subjectId, id, references);
  }
}

/**
 * Links derived objects that wait for these instances or this series: one look-up by the index of the pointers, whatever
 * the number of rows. The caller holds the subject's row.
 */
export async function linkArrivedSources(
  tx: Tx,
  { subjectId, seriesId }: SeriesOwner,
  hashes: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  for (let at = 0; at < hashes.length; at += LOOK_UP) {
    const waiting = await tx.derivedReference.findMany({
      where: { uidHash: { in: hashes.slice(at, at + LOOK_UP) }, linkedAt: null },
      select: {
        uidHash: true,
        derivedObjectId: true,
        derivedObject: { select: { series: { select: { exam: { select: { subjectId: true } } } } } },
      },
    });
    const own = waiting.filter(({ derivedObject }) => derivedObject.series?.exam.subjectId === subjectId);
    const byObject = new Map<string, typeof own>();
    for (const row of own)
      byObject.set(row.derivedObjectId, [...(byObject.get(row.derivedObjectId) ?? []), row]);
    for (const [id, rows] of byObject)
      await link(
        tx,
        id,
        seriesId,
        rows.map(({ uidHash }) => new Uint8Array(uidHash)),
      );
  }
}

async function linkKnownSources(
  tx: Tx,
  subjectId: string,
  derivedObjectId: string,
  references: DerivedFacts["references"],
): Promise<void> {
  const ofSubject = { exam: { subjectId } };
  for (let at = 0; at < references.length; at += LOOK_UP) {
    const part = references.slice(at, at + LOOK_UP);
    const instances = await tx.instance.findMany({
      where: { uidHash: { in: part.map(({ uidHash }) => uidHash) }, series: ofSubject },
      select: { uidHash: true, seriesId: true },
    });
    const named = part.filter(({ isSeries }) => isSeries);
    const uids = new Map(named.map(({ uidHash }) => [remappedUidOf(uidHash), uidHash]));
    const series = await tx.series.findMany({
      where: { seriesInstanceUid: { in: [...uids.keys()] }, ...ofSubject },
      select: { id: true, seriesInstanceUid: true },
    });
    const found = new Map<string, Uint8Array<ArrayBuffer>[]>();
    const add = (seriesId: string, hash: Uint8Array) =>
      found.set(seriesId, [...(found.get(seriesId) ?? []), new Uint8Array(hash)]);
    for (const { uidHash, seriesId } of instances) add(seriesId, uidHash);
    for (const { id, seriesInstanceUid } of series) {
      const hash = uids.get(seriesInstanceUid);
      if (hash) add(id, hash);
    }
    for (const [seriesId, hashes] of found) await link(tx, derivedObjectId, seriesId, hashes);
  }
}

async function link(
  tx: Tx,
  derivedObjectId: string,
  seriesId: string,
  hashes: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  await tx.derivedSource.createMany({ data: [{ derivedObjectId, seriesId }], skipDuplicates: true });
  await tx.derivedReference.updateMany({
    where: { derivedObjectId, uidHash: { in: [...hashes] } },
    data: { linkedAt: now() },
  });
}

/**
 * Links whatever of a subject's derived objects still waits and is there: after two subjects became one. The caller
 * holds the subject's row.
 */
export async function linkSourcesOfSubject(tx: Tx, subjectId: string): Promise<void> {
  const waiting = await tx.derivedReference.findMany({
    where: { linkedAt: null, derivedObject: { series: { exam: { subjectId } } } },
    select: { derivedObjectId: true, uidHash: true, isSeries: true },
  });
  const byObject = new Map<string, DerivedFacts["references"]>();
  for (const { derivedObjectId, uidHash, isSeries } of waiting) {
    const references = byObject.get(derivedObjectId) ?? [];
    references.push({ uidHash: new Uint8Array(uidHash), isSeries });
    byObject.set(derivedObjectId, references);
  }
  for (const [id, references] of byObject) await linkKnownSources(tx, subjectId, id, references);
}

/** Undoes links that lead from one subject to another: after one was split in two. The caller holds their rows. */
export async function unlinkStrangers(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  const strangers = await tx.$queryRaw<{ id: string; seriesId: string }[]>(Prisma.sql`
    SELECT link."derivedObjectId"::text AS "id", link."seriesId"::text AS "seriesId"
    FROM "Exam" mine
    JOIN "Series" holder ON holder."examId" = mine.id
    JOIN "DerivedObject" object ON object."seriesId" = holder.id
    JOIN "DerivedSource" link ON link."derivedObjectId" = object.id
    JOIN "Series" source ON source.id = link."seriesId"
    JOIN "Exam" theirs ON theirs.id = source."examId"
    WHERE mine."subjectId"::text IN (${Prisma.join([...subjectIds])})
      AND theirs."subjectId" <> mine."subjectId"`);
  for (const { id, seriesId } of strangers)
    await tx.derivedSource.deleteMany({ where: { derivedObjectId: id, seriesId } });
  await tx.derivedReference.updateMany({
    where: { derivedObjectId: { in: strangers.map(({ id }) => id) } },
    data: { linkedAt: null },
  });
  for (const subjectId of subjectIds) await linkSourcesOfSubject(tx, subjectId);
}
