import type { Actor } from "@/lib/access/actor";
import { requireExam } from "@/lib/access/policy";
import { type VolumeManifest, volumeManifestSchema } from "@/lib/imaging/manifest";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { recordVolumeRead } from "./record-volume-read";
import { findVolume } from "./volume-store";

/**
 * The manifest of a volume's view object.
 * @throws AppError `not-found` outside the actor's view rights, and until the view object is made
 */
export async function getVolumeManifest(actor: Actor, volumeId: string): Promise<VolumeManifest> {
  const volume = await findVolume(db(), volumeId);
  requireExam(actor, "view", volume?.exam ?? null);
  if (!volume?.manifest) throw new AppError("not-found");
  const manifest = volumeManifestSchema.safeParse(volume.manifest);
  if (!manifest.success) throw new AppError("internal", "stored manifest does not follow its schema");
  await recordVolumeRead(actor, volume);
  return manifest.data;
}
