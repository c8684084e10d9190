import { originalKey } from "@/lib/catalogue/instance-key";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { replaceManifest } from "@/lib/catalogue/derived-volume-store";
import { findVolume } from "@/lib/catalogue/volume-store";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import { niftiOnGrid } from "@/lib/imaging/nifti-volume";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import { readNiftiSource } from "./nifti-source";
import { storeView } from "./store-view";

/**
 * Makes the view object and thumbnail of a computed volume again, from the NIfTI file that is kept of it, on the very grid
 * that it had.
 * @throws AppError `forbidden`; `not-found` where the file is gone as well
 */
export async function rebuildNifti(actor: Actor, volumeId: string): Promise<void> {
  // A volume of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const volume = await findVolume(db(), volumeId);
  if (volume === null) return;
  const store = objectStore();
  const manifest = volumeManifestSchema.parse(volume.manifest);
  const file = await store.source(originalKey(volumeId));
  try {
    const image = await readNiftiSource(file);
    const laidOut = niftiOnGrid(image, manifest, manifest.rescale.unit);
    await replaceManifest(db(), volumeId, await storeView(store, volumeId, laidOut));
  } finally {
    await file.close();
  }
}
