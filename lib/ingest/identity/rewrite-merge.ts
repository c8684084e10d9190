import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { shiftStoredObject } from "@/lib/deid/shift-stored";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
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

/** Writes the new object of one instance; null when it has one. */
async function rewriteInstance(
  store: ObjectStore,
  seriesId: string,
  instance: InstanceRow,
  { from, to, deltaDays }: Rewriting,
): Promise<Rewritten | null> {
  const { uidHash } = instance;
  const stored = await store.get(instanceKey(seriesId, instance));
  const file = parseDicom(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
  const pseudonym = file.dataset.text(TAG.PatientID);
  if (pseudonym === to) {
    // Done before; a process that died in between has left the object that this one was made of.
    const old = sha256(writeDicom(shiftStoredObject(file, -deltaDays, from)));
    for (const objectSha256 of [old, null]) {
      const key = instanceKey(seriesId, { uidHash, objectSha256 });
      if (key !== instanceKey(seriesId, instance)) await store.remove(key);
    }
    return null;
  }
  if (pseudonym !== from) throw new AppError("conflict", "an object of a third subject");
  const bytes = writeDicom(shiftStoredObject(file, deltaDays, to));
  const objectSha256 = sha256(bytes);
  await store.put(instanceKey(seriesId, { uidHash, objectSha256 }), bytes);
  return { before: instance, objectSha256, byteCount: bytes.length };
}

function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
