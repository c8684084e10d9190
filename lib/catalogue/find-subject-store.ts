import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import type { Db, Tx } from "@/lib/platform/db/client";

/**
 * The subject behind a linkage hash of a site, or null: unknown, or with no exam of that site inside the filter.
 * @param linkageHash 32 bytes
 */
export async function findLinkedSubject(
  db: Db | Tx,
  filter: ExamFilter,
  link: { linkageHash: Uint8Array; siteId: string },
): Promise<{ id: string; pseudonym: string } | null> {
  return db.subject.findFirst({
    where: {
      links: { some: { linkageHash: Buffer.from(link.linkageHash), siteId: link.siteId } },
      exams: { some: { AND: [{ siteId: link.siteId }, visibleExamWhere(filter)] } },
    },
    select: { id: true, pseudonym: true },
  });
}

/** Code of a site, which is part of its linkage hashes; null for an unknown site. */
export async function findSiteCode(db: Db | Tx, siteId: string): Promise<string | null> {
  const site = await db.site.findUnique({ where: { id: siteId }, select: { code: true } });
  return site?.code ?? null;
}
