import type { Actor } from "@/lib/access/actor";
import { requireExam } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { objectStore } from "@/lib/platform/store";
import { findVolume } from "./volume-store";

/**
 * The thumbnail (128 × 128 WebP) of a volume. It belongs to the rows it stands beside: the browse level suffices, and
 * the event of the list that shows it records it.
 * @throws AppError `not-found` outside the actor's rights, and where there is none
 */
export async function getVolumeThumbnail(actor: Actor, volumeId: string): Promise<Uint8Array> {
  const volume = await findVolume(db(), volumeId);
  requireExam(actor, "browse", volume?.exam ?? null);
  if (!volume?.hasThumbnail) throw new AppError("not-found");
  return objectStore().get(`volumes/${volumeId}/thumbnail.webp`);
}
