import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { findVolumeSource, type VolumeSource } from "@/lib/catalogue/derived-volume-store";
import { remapUid } from "@/lib/deid/identity";
import { isValidUid } from "@/lib/dicom/uid";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { dropArchive, keepArchive } from "../archive-bytes";
import { limited } from "../doors/incoming";
import { requireRoom } from "../room";
import type { NiftiContent } from "./content";
import { insertGivenNifti } from "./given-nifti-store";

export interface AttachedNifti {
  /** The series that it was made from: its id, or its UID as it is here or as the hospital has it. */
  series: string;
  /** Volume of that series on whose grid it lies; null where it has a grid of its own. */
  ontoOrdinal: number | null;
  content: NiftiContent;
  bytes: AsyncIterable<Uint8Array>;
  limits?: { maxBytes: number; idleMs: number };
}

const LIMITS = { maxBytes: 512 * 2 ** 20, idleMs: 30_000 };

/**
 * Takes a NIfTI file for a series: when this returns it is durable, sealed, and a job makes a volume of it or says why
 * not. Nothing of the file is read here.
 * @returns the name under which its giver learns its fate
 * @throws AppError `forbidden`; `not-found`; `invalid-input` for a volume that is not there, or when the sender stalls;
 * `too-large`; `storage-full`
 */
export async function attachNifti(
  actor: Actor,
  { series, ontoOrdinal, content, bytes, limits = LIMITS }: AttachedNifti,
): Promise<{ niftiId: string }> {
  const source = await findSource(series);
  requireCan(actor, "ingest.manage", { siteId: source?.exam.siteId ?? null });
  if (source === null) throw new AppError("not-found");
  if (ontoOrdinal !== null && !source.grids.some(({ ordinal }) => ordinal === ontoOrdinal))
    throw new AppError("invalid-input", "no such volume", { reason: "no-such-volume" });
  await requireRoom();
  const niftiId = randomUUID();
  const incoming = limited(bytes, limits);
  let isCommitted = false;
  try {
    await keepArchive(niftiId, incoming);
    await inTransaction(async (tx) => {
      const { seriesId: sourceSeriesId, examId, exam } = source;
      const userId = isSystem(actor) ? null : actor.userId;
      const nifti = { id: niftiId, siteId: exam.siteId, userId, sourceSeriesId, ontoOrdinal, content };
      const runId = await insertGivenNifti(tx, nifti);
      await audit(tx, actor, { type: "ingest.run-started", detail: { runId, siteId: exam.siteId } });
      await audit(tx, actor, { type: "nifti.received", detail: { niftiId, sourceSeriesId, examId } });
    });
    isCommitted = true;
  } finally {
    if (!isCommitted) await dropArchive(niftiId);
    await incoming.return(undefined);
  }
  return { niftiId };
}

async function findSource(series: string): Promise<VolumeSource | null> {
  if (z.guid().safeParse(series).success) return findVolumeSource(db(), { id: series });
  if (!isValidUid(series)) return null;
  return (
    (await findVolumeSource(db(), { seriesInstanceUid: series })) ??
    (await findVolumeSource(db(), { seriesInstanceUid: remapUid(secrets().uidKey, series) }))
  );
}
