import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { wasReadSince } from "./volume-store";

/** A viewer reads one volume by a manifest and many byte ranges: together, within this time, they are one reading. */
const ONE_READING_MS = 60 * 60 * 1000;

/**
 * Records that the actor reads a volume's pixels: once per actor, volume and hour. Called by everything that hands
 * out any part of them, so that skipping the manifest does not skip the record.
 */
export async function recordVolumeRead(
  actor: Actor,
  volume: { volumeId: string; examId: string },
): Promise<void> {
  const { volumeId, examId } = volume;
  const since = new Date(now().getTime() - ONE_READING_MS);
  if (!isSystem(actor) && (await wasReadSince(db(), actor.userId, volumeId, since))) return;
  await audit(db(), actor, { type: "volume.read", detail: { volumeId, examId } });
}
