import { createHmac, randomUUID } from "node:crypto";
import { seal } from "@/lib/deid/seal";
import type { Db } from "@/lib/platform/db/client";
import type { ObjectStore } from "@/lib/platform/store";
import type { QuarantineReason } from "./rules/reasons";

export interface HeldBytes {
  runId: string;
  siteId: string | null;
  reason: QuarantineReason;
  /** DICOM keywords, never values. */
  attributes: string[];
  bytes: Uint8Array;
}

/** Where a held file's sealed bytes are. */
export function quarantineKey(id: string): string {
  return `quarantine/${id}`;
}

/** Seals a file's bytes, stores them durably and notes why. The same file is held once, however often it is given. */
export async function holdInQuarantine(
  db: Db,
  store: ObjectStore,
  sealKey: Uint8Array,
  held: HeldBytes,
): Promise<void> {
  const digest = new Uint8Array(
    createHmac("sha256", sealKey).update("quarantine\0").update(held.bytes).digest(),
  );
  const known = await db.quarantine.findUnique({ where: { digest }, select: { id: true } });
  if (known) return;
  const id = randomUUID();
  const key = quarantineKey(id);
  await store.put(key, seal(sealKey, held.bytes, key));
  const { runId, siteId, reason, attributes, bytes } = held;
  await db.quarantine.create({
    data: { id, runId, siteId, reason, attributes, byteCount: bytes.length, digest },
    select: { id: true },
  });
}
