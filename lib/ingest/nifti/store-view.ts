import type { VolumeManifest } from "@/lib/imaging/manifest";
import type { NiftiVolume } from "@/lib/imaging/nifti-volume";
import { makeThumbnail } from "@/lib/imaging/thumbnail";
import { buildViewObject } from "@/lib/imaging/view-object";
import type { ObjectStore } from "@/lib/platform/store";

/** Stores what a computed volume is shown from: its view object and its thumbnail. */
export async function storeView(
  store: ObjectStore,
  volumeId: string,
  { plan, loadFrame }: NiftiVolume,
): Promise<VolumeManifest> {
  const key = `volumes/${volumeId}/frames.htj2k`;
  const manifest = await buildViewObject(plan, loadFrame, (chunks) => store.put(key, chunks));
  const thumbnail = await makeThumbnail(manifest, (start, end) => store.getRange(key, start, end));
  await store.put(`volumes/${volumeId}/thumbnail.webp`, thumbnail);
  return manifest;
}
