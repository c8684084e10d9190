import type { Actor } from "@/lib/access/actor";
import { requireExam } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { objectStore } from "@/lib/platform/store";
import { recordVolumeRead } from "./record-volume-read";
import { findVolume } from "./volume-store";

/** A volume's frames, not yet read. */
export interface VolumeFrames {
  sizeBytes: number;
  /** Changes whenever the bytes do. */
  etag: string;
  stream(range?: { start: number; end: number }): ReadableStream<Uint8Array>;
}

/**
 * Opens the concatenated HTJ2K codestreams of a volume.
 * @throws AppError `not-found` outside the actor's view rights, and where there are none
 */
export async function openVolumeFrames(actor: Actor, volumeId: string): Promise<VolumeFrames> {
  const volume = await findVolume(db(), volumeId);
  requireExam(actor, "view", volume?.exam ?? null);
  if (!volume?.manifest) throw new AppError("not-found");
  const key = `volumes/${volumeId}/frames.htj2k`;
  const sizeBytes = await objectStore().size(key);
  await recordVolumeRead(actor, volume);
  // A volume made anew gets a new id: the bytes behind one id never change.
  return {
    sizeBytes,
    etag: `"${volumeId}-${sizeBytes}"`,
    stream: (range) => objectStore().stream(key, range),
  };
}
