import { type Actor, isSystem } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findGivenNifti } from "./given-nifti-store";

/** What became of a given NIfTI file. */
export interface NiftiFate {
  state: "waiting" | "stored" | "duplicate" | "refused";
  /** A code of lib/ingest/rules/reasons.ts; null while it waits. */
  reason: string | null;
  /** The series that shows it. */
  seriesId: string | null;
}

/** What became of the actor's own NIfTI file. @throws AppError `not-found`; `forbidden` */
export async function readNiftiFate(actor: Actor, niftiId: string): Promise<NiftiFate> {
  const row = await findGivenNifti(db(), niftiId);
  if (row === null || (!isSystem(actor) && row.userId !== actor.userId)) throw new AppError("not-found");
  requireCan(actor, "ingest.manage", { siteId: row.siteId });
  const { fate, reason, seriesId } = row;
  // No rule holds one.
  if (fate === "quarantined") throw new AppError("internal", "a NIfTI file in quarantine");
  return { state: fate ?? "waiting", reason, seriesId };
}
