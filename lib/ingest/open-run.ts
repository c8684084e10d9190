import type { Actor } from "@/lib/access/actor";
import { isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { findOrMakeSite } from "@/lib/network/register-scanner-store";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Door } from "./doors/door";
import { insertRun } from "./run-store";

/** A delivery that is being received. */
export interface OpenRun {
  id: string;
  siteId: string;
}

export interface RunRequest {
  door: Door;
  /** Site of files whose scanner is not known yet. */
  siteCode: string;
  peerId?: string;
  /** Keyed hash of the source, for deliveries that can be continued. */
  sourceHash?: Uint8Array<ArrayBuffer>;
  /** Sign of life of the process that receives: when that dies, somebody else may close or continue the delivery. */
  holderId?: string | null;
}

/**
 * Opens the account of one delivery at a site.
 * @throws AppError `forbidden`; `not-found` for an unknown site code
 */
export async function openRun(actor: Actor, request: RunRequest): Promise<OpenRun> {
  return inTransaction(async (tx) => {
    const site = await findOrMakeSite(tx, request.siteCode);
    requireCan(actor, "ingest.manage", { siteId: site?.id ?? null });
    if (!site) throw new AppError("not-found", "unknown site code");
    const runId = await insertRun(tx, {
      door: request.door,
      siteId: site.id,
      peerId: request.peerId ?? null,
      userId: isSystem(actor) ? null : actor.userId,
      sourceHash: request.sourceHash ?? null,
      holderId: request.holderId ?? null,
    });
    await audit(tx, actor, { type: "ingest.run-started", detail: { runId, siteId: site.id } });
    return { id: runId, siteId: site.id };
  });
}
