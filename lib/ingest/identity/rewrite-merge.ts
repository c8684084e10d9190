import { createHash, type Hash } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { shiftStoredObject } from "@/lib/deid/shift-stored";
import { openDicom } from "@/lib/dicom/open";
import { type DicomFile, DicomParseError } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicomStream } from "@/lib/dicom/write";
import type { ByteSource } from "@/lib/platform/byte-source";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { writeNewFile } from "@/lib/platform/new-file";
import { type ObjectStore, objectStore } from "@/lib/platform/store";
import { findMerge, type MergeRow } from "./merge-store";
import {
  findInstancesToRewrite,
  findSeriesToRewrite,
  type InstanceRow,
  markFinished,
  noteProgress,
  pointAtObjects,
} from "./rewrite-store";

/** Rows that are pointed at their new objects together. */
const BATCH = 32;

/** From whose objects to whose: pseudonyms, and the days between their offsets. */
interface Rewriting {
  from: string;
  to: string;
  deltaDays: number;
}

/**
 * The job of a merge or a split: rewrites the objects whose rows have moved already. New object, row, then the old
 * object goes; an object says by its pseudonym whether it is done, so a job that died goes on where it stopped and a
 * second one finds nothing to do.
 */
export async function rewriteMerge(actor: Actor, mergeId: string): Promise<void> {
  // Subjects of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const merge = await findMerge(db(), mergeId);
  if (!merge || merge.state === "done" || merge.state === "split") return;
  const { moved } = merge;
  const isSplit = moved.direction === "split";
  const seriesIds = await findSeriesToRewrite(
    db(),
    moved.exams,
    isSplit ? moved.subject.id : merge.subject.id,
  );
  const state = isSplit ? "splitting" : "running";
  await noteProgress(db(), mergeId, { state, seriesDone: 0, seriesTotal: seriesIds.length });
  let seriesDone = 0;
  try {
    const rewriting = rewritingOf(merge);
    for (const seriesId of seriesIds) {
      await rewriteSeries(objectStore(), seriesId, rewriting);
      seriesDone += 1;
      await noteProgress(db(), mergeId, { seriesDone });
    }
  } catch (error) {
    // The queue tries again; until then, and after the last time, the page says so.
    await noteProgress(db(), mergeId, { state: "failed", seriesDone });
    throw error;
  }
  await inTransaction(async (tx) => {
    await markFinished(tx, mergeId, isSplit ? "split" : "done", now());
    await audit(tx, actor, {
      type: isSplit ? "subject.split-finished" : "subject.merge-finished",
      detail: { mergeId, series: seriesDone },
    });
  });
}

function rewritingOf({ moved, subject, mergedPseudonym, mergedDateOffsetDays }: MergeRow): Rewriting {
  if (!subject.secret) throw new AppError("internal", "a subject without offset");
  const merge = {
    from: mergedPseudonym,
    to: subject.pseudonym,
    deltaDays: subject.secret.dateOffsetDays - mergedDateOffsetDays,
  };
  return moved.direction === "merge"
    ? merge
    : { from: merge.to, to: merge.from, deltaDays: -merge.deltaDays };
}

async function rewriteSeries(store: ObjectStore, seriesId: string, rewriting: Rewriting): Promise<void> {
  const instances = await findInstancesToRewrite(db(), seriesId);
  for (let at = 0; at < instances.length; at += BATCH) {
    const rewritten: Rewritten[] = [];
    for (const instance of instances.slice(at, at + BATCH)) {
      const made = await rewriteInstance(store, seriesId, instance, rewriting);
      if (made) rewritten.push(made);
    }
    if (rewritten.length === 0) continue;
    await inTransaction((tx) => pointAtObjects(tx, seriesId, rewritten));
    for (const { before } of rewritten) await store.remove(instanceKey(seriesId, before));
  }
}

interface Rewritten {
  before: InstanceRow;
  objectSha256: Uint8Array<ArrayBuffer>;
  byteCount: number;
}

/** Writes the new object of one instance; null when it has one. Large ones leave their pixels in the store. */
async function rewriteInstance(
  store: ObjectStore,
  seriesId: string,
  instance: InstanceRow,
  { from, to, deltaDays }: Rewriting,
): Promise<Rewritten | null> {
  const { uidHash } = instance;
  const source = await store.source(instanceKey(seriesId, instance));
  try {
    const file = await openStored(source);
    // A NIfTI volume has neither a pseudonym nor a date.
    if (file === null) return null;
    const pseudonym = file.dataset.text(TAG.PatientID);
    if (pseudonym === to) {
      // Done before; a process that died in between has left the object that this one was made of.
      const old = await sha256Of(writeDicomStream(shiftStoredObject(file, -deltaDays, from)).chunks);
      for (const objectSha256 of [old, null]) {
        const key = instanceKey(seriesId, { uidHash, objectSha256 });
        if (key !== instanceKey(seriesId, instance)) await store.remove(key);
      }
      return null;
    }
    if (pseudonym !== from) throw new AppError("conflict", "an object of a third subject");
    const { byteLength, chunks } = writeDicomStream(shiftStoredObject(file, deltaDays, to));
    const hash = createHash("sha256");
    const aside = await store.asidePath();
    try {
      await writeNewFile(aside, hashed(chunks, hash));
      const objectSha256 = new Uint8Array(hash.digest());
      await store.adopt(instanceKey(seriesId, { uidHash, objectSha256 }), aside);
      return { before: instance, objectSha256, byteCount: byteLength };
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  } finally {
    await source.close();
  }
}

async function openStored(source: ByteSource): Promise<DicomFile | null> {
  try {
    return await openDicom(source);
  } catch (error) {
    if (error instanceof DicomParseError && error.reason === "not-dicom") return null;
    throw error;
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}
