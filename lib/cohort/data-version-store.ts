import { db, type Db, Prisma, type Tx } from "@/lib/platform/db/client";

/**
 * The state of the data, as a number that grows with every change that a search can see. It names a state; it does not
 * bring it back, and a change under way may have taken its number already.
 */
export async function readDataVersion(client: Db | Tx = db()): Promise<string> {
  const [row] = await client.$queryRaw<{ version: string }[]>(
    Prisma.sql`SELECT last_value::text AS "version" FROM "catalogue_change"`,
  );
  return row?.version ?? "0";
}
