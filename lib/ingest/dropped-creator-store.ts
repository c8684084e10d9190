import type { Db, Tx } from "@/lib/platform/db/client";

/** Remembers that the elements of private creators are dropped from every file. */
export async function rememberDroppedCreators(
  tx: Tx,
  creatorHashes: readonly Uint8Array<ArrayBuffer>[],
  decidedById: string | null,
): Promise<void> {
  await tx.droppedCreator.createMany({
    data: creatorHashes.map((creatorHash) => ({ creatorHash, decidedById })),
    skipDuplicates: true,
  });
}

/** HMACs of the private creators whose elements are dropped, as lower-case hex. */
export async function findDroppedCreators(db: Db | Tx): Promise<ReadonlySet<string>> {
  const rows = await db.droppedCreator.findMany({ select: { creatorHash: true } });
  return new Set(rows.map(({ creatorHash }) => Buffer.from(creatorHash).toString("hex")));
}
