import { z } from "zod";
import type { Db, Tx } from "@/lib/platform/db/client";

const hash = z.string().regex(/^[0-9a-f]{2,128}$/);

/** Who must stay away, whatever a backup holds: only keyed hashes and pseudonyms. */
export const listsSchema = z.object({
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  oppositions: z.array(z.object({ linkageHash: hash, siteCode: z.string().min(1).max(64) })),
  withdrawals: z.array(
    z.object({ pseudonym: z.string().min(1).max(64), reason: z.string(), askedAt: z.iso.datetime() }),
  ),
});
export type Lists = z.infer<typeof listsSchema>;

export async function readLists(db: Db | Tx, at: Date): Promise<Lists> {
  const oppositions = await db.opposition.findMany({
    select: { linkageHash: true, site: { select: { code: true } } },
  });
  const withdrawals = await db.withdrawal.findMany({
    select: { reason: true, askedAt: true, subject: { select: { pseudonym: true } } },
  });
  return {
    version: 1,
    madeAt: at.toISOString(),
    oppositions: oppositions.map(({ linkageHash, site }) => ({
      linkageHash: Buffer.from(linkageHash).toString("hex"),
      siteCode: site.code,
    })),
    withdrawals: withdrawals.map(({ reason, askedAt, subject }) => ({
      pseudonym: subject.pseudonym,
      reason,
      askedAt: askedAt.toISOString(),
    })),
  };
}

/**
 * Adds what a list has and the database lacks: oppositions refuse files at once; withdrawals that an older database
 * does not know are asked for again, so that whoever honours them does it again.
 * @returns how many were added
 */
export async function applyLists(
  tx: Tx,
  lists: Lists,
): Promise<{ oppositions: number; withdrawals: number }> {
  const sites = new Map(
    (await tx.site.findMany({ select: { id: true, code: true } })).map(({ id, code }) => [code, id]),
  );
  const data = lists.oppositions.flatMap(({ linkageHash, siteCode }) => {
    const siteId = sites.get(siteCode);
    return siteId ? [{ linkageHash: new Uint8Array(Buffer.from(linkageHash, "hex")), siteId }] : [];
  });
  const oppositions = await tx.opposition.createMany({ data, skipDuplicates: true });
  let withdrawals = 0;
  for (const { pseudonym, reason, askedAt } of lists.withdrawals) {
    const subject = await tx.subject.findUnique({
      where: { pseudonym },
      select: { id: true, withdrawals: { where: { askedAt: new Date(askedAt) }, select: { id: true } } },
    });
    if (!subject || subject.withdrawals.length > 0) continue;
    await tx.withdrawal.create({
      data: { subjectId: subject.id, reason, askedAt: new Date(askedAt) },
      select: { id: true },
    });
    withdrawals += 1;
  }
  return { oppositions: oppositions.count, withdrawals };
}

/** Frees what processes of the backup's time held: none of them lives. */
export async function freeEverything(db: Db): Promise<void> {
  await db.processBeat.deleteMany({});
  await db.$executeRaw`UPDATE "SpoolItem" SET "leasedUntil" = '-infinity'`;
  await db.$queryRaw`SELECT graphile_worker.force_unlock_workers(
    ARRAY(SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL))::text`;
}
