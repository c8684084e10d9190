import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import type { OpenRun } from "./open-run";
import type { RefusalReason } from "./rules/reasons";
import { countRefusal } from "./run-store";

/** Counts a file that its door turned away before anything of it was kept. @throws AppError `forbidden` */
export async function refuseAtDoor(
  actor: Actor,
  run: OpenRun,
  reason: RefusalReason,
  ordinal: number | null = null,
): Promise<void> {
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  const item = { id: randomUUID(), ordinal };
  await inTransaction((tx) => countRefusal(tx, run.id, { fate: "refused", reason }, item, null));
}
