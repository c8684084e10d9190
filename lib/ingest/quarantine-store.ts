import type { Tx } from "@/lib/platform/db/client";
import type { HeldContext } from "./held-context";
import type { QuarantineReason } from "./rules/reasons";

export interface HeldItem {
  /** The id under which it was received: its sealed bytes stay where they are. */
  id: string;
  runId: string;
  siteId: string;
  reason: QuarantineReason;
  /** DICOM keywords or tags, never values. */
  attributes: string[];
  context: HeldContext;
  byteCount: number;
  /** Keyed digest of the bytes. */
  digest: Uint8Array<ArrayBuffer>;
}

/**
 * Notes why a received object is held. The same file is held once, however often it is given.
 * @returns false when it is held already: these bytes are of no use
 */
export async function holdInQuarantine(tx: Tx, { byteCount, ...held }: HeldItem): Promise<boolean> {
  const known = await tx.quarantine.findUnique({
    where: { digest: held.digest },
    select: { id: true, erasedAt: true },
  });
  const data = { ...held, byteCount: BigInt(byteCount), context: { ...held.context } };
  if (known === null) {
    await tx.quarantine.create({ data, select: { id: true } });
    return true;
  }
  if (known.id === held.id || known.erasedAt === null) return known.id === held.id;
  // It was erased and comes again: it is held anew, under the id of the bytes that exist.
  await tx.quarantine.delete({ where: { id: known.id }, select: { id: true } });
  await tx.quarantine.create({ data, select: { id: true } });
  return true;
}
