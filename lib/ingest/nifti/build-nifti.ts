import { createHash } from "node:crypto";
import { originalKey } from "@/lib/catalogue/instance-key";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import {
  type DerivedVolume,
  findVolumeSource,
  registerDerivedVolume,
  type VolumeSource,
} from "@/lib/catalogue/derived-volume-store";
import { findVolume } from "@/lib/catalogue/volume-store";
import type { NiftiImage } from "@/lib/imaging/nifti";
import { NIFTI_FAULTS, niftiError } from "@/lib/imaging/nifti-header";
import { niftiOnGrid, niftiOnOwnGrid, type NiftiVolume } from "@/lib/imaging/nifti-volume";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { type ObjectStore, objectStore } from "@/lib/platform/store";
import { dropArchive, withArchive } from "../archive-bytes";
import { couldShowFace } from "../rules/face";
import type { RefusalReason } from "../rules/reasons";
import { type NiftiContent, NIFTI_CONTENTS, niftiContentSchema } from "./content";
import { findWaitingNifti, lockWaitingNifti, settleNifti, type WaitingNifti } from "./given-nifti-store";
import { packedNifti, readNiftiSource } from "./nifti-source";
import { storeView } from "./store-view";

/**
 * Makes a volume of a given NIfTI file: on the grid of a volume of its source where the giver said so, else on its own;
 * or refuses it, and leaves nothing. Its objects have the file's id: a job that died writes them again.
 */
export async function buildNifti(actor: Actor, niftiId: string): Promise<void> {
  // A file of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const waiting = await findWaitingNifti(db(), niftiId);
  if (waiting !== null) {
    const store = objectStore();
    try {
      const source = await findVolumeSource(db(), { id: waiting.sourceSeriesId });
      // Its source and its own row went together.
      if (source !== null) await make(actor, store, waiting, source);
    } catch (error) {
      await removeUnkept(store, niftiId);
      const reason = refusalOf(error);
      if (reason === null) throw error;
      await refuse(actor, waiting, reason);
      log.warn({ niftiId, reason }, "a NIfTI file is refused");
    }
  }
  await dropArchive(niftiId);
}

async function make(
  actor: Actor,
  store: ObjectStore,
  waiting: WaitingNifti,
  source: VolumeSource,
): Promise<void> {
  const content = niftiContentSchema.parse(waiting.content);
  const image = await readGiven(waiting.id);
  const volume = await layOut(image, waiting.ontoOrdinal, source, content);
  const made = await storeVolume(store, waiting.id, image, volume, source, content);
  await inTransaction(async (tx) => {
    if (!(await lockWaitingNifti(tx, waiting.id))) return;
    const registered = await registerDerivedVolume(tx, source, made);
    if (registered === null) return;
    const { seriesId, isNew } = registered;
    await settleNifti(tx, waiting.id, { fate: isNew ? "stored" : "duplicate", reason: "none" }, seriesId);
    const detail = { niftiId: waiting.id, sourceSeriesId: source.seriesId, seriesId, isNew };
    await audit(tx, actor, { type: "nifti.attached", detail });
  });
  await removeUnkept(store, waiting.id);
}

/** @throws AppError with the fault as `details.reason`: "empty" and "unreadable" beside those of NIfTI */
async function readGiven(id: string): Promise<NiftiImage> {
  try {
    return await withArchive(id, (sealed) => {
      if (sealed.byteLength === 0) throw new AppError("invalid-input", "empty", { reason: "empty" });
      return readNiftiSource(sealed);
    });
  } catch (error) {
    const isLost = error instanceof AppError && (error.code === "not-found" || error.code === "internal");
    if (!isLost) throw error;
    log.error({ niftiId: id }, "a given NIfTI file is lost or altered");
    throw new AppError("invalid-input", "lost or altered", { reason: "unreadable" }, { cause: error });
  }
}

async function layOut(
  image: NiftiImage,
  ontoOrdinal: number | null,
  source: VolumeSource,
  content: NiftiContent,
): Promise<NiftiVolume> {
  const { unit } = NIFTI_CONTENTS[content];
  if (ontoOrdinal === null) return niftiOnOwnGrid(image, unit);
  const target = source.grids.find(({ ordinal }) => ordinal === ontoOrdinal);
  const row = target ? await findVolume(db(), target.volumeId) : null;
  // Made anew meanwhile, and no volume of that place is left.
  if (row === null) throw niftiError("grid-differs");
  return niftiOnGrid(image, volumeManifestSchema.parse(row.manifest), unit);
}

async function storeVolume(
  store: ObjectStore,
  id: string,
  image: NiftiImage,
  laidOut: NiftiVolume,
  source: VolumeSource,
  content: NiftiContent,
): Promise<DerivedVolume> {
  const manifest = await storeView(store, id, laidOut);
  const hash = createHash("sha256");
  let byteCount = 0;
  async function* counted() {
    for await (const chunk of packedNifti(image)) {
      hash.update(chunk);
      byteCount += chunk.length;
      yield chunk;
    }
  }
  await store.put(originalKey(id), counted());
  const { map, unit } = NIFTI_CONTENTS[content];
  const [nx, ny, nz] = manifest.dimensions;
  const [voxelSizeXMm, voxelSizeYMm, voxelSizeZMm] = manifest.voxelSizeMm;
  const shape = { nx, ny, nz, voxelSizeXMm, voxelSizeYMm, voxelSizeZMm, is3D: source.is3D };
  return {
    id,
    labels: [map, unit].filter((word) => word !== null),
    // A segmentation of a T1w is no T1w: nobody who asks for one means it.
    role: content === "segmentation" ? "unknown" : source.role,
    map,
    // The outline of a head in a mask is its face as well.
    showsFace: !source.phantom && couldShowFace({ ...shape, kind: "volume", component: "magnitude" }),
    manifest,
    objectSha256: new Uint8Array(hash.digest()),
    byteCount,
  };
}

async function refuse(
  actor: Actor,
  { id, sourceSeriesId }: WaitingNifti,
  reason: RefusalReason,
): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await lockWaitingNifti(tx, id))) return;
    await settleNifti(tx, id, { fate: "refused", reason }, null);
    await audit(tx, actor, { type: "nifti.refused", detail: { niftiId: id, sourceSeriesId } });
  });
}

/** Another process that made the same volume meanwhile has the same objects under the same names. */
async function removeUnkept(store: ObjectStore, id: string): Promise<void> {
  if ((await findVolume(db(), id)) !== null) return;
  for (const key of [`volumes/${id}/frames.htj2k`, `volumes/${id}/thumbnail.webp`, originalKey(id)])
    await store.remove(key);
}

/** Why a file is refused; null for the machine's own troubles, which another try may not meet. */
function refusalOf(error: unknown): RefusalReason | null {
  // More samples than this machine can hold at once.
  if (error instanceof RangeError) return "too-large";
  if (!(error instanceof AppError)) return null;
  if (error.code === "too-large") return "too-large";
  if (error.code !== "invalid-input") return null;
  const reason = error.details?.["reason"];
  if (reason === "empty") return "empty";
  const fault = NIFTI_FAULTS.find((known) => known === reason);
  return fault === undefined || fault === "too-large" ? "unreadable" : `nifti-${fault}`;
}
