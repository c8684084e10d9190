import type { Db, Tx } from "@/lib/platform/db/client";

/** Names of some sites; `null` for every site. */
export async function findImportSites(
  db: Db | Tx,
  siteIds: readonly string[] | null,
): Promise<{ id: string; name: string }[]> {
  return db.site.findMany({
    where: siteIds === null ? {} : { id: { in: [...siteIds] } },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
}
