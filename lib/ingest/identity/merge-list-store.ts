import type { Db } from "@/lib/platform/db/client";
import { movedSchema } from "./moved";

/** A merge as the page of identities lists it. */
export interface Merge {
  id: string;
  keptPseudonym: string;
  mergedPseudonym: string;
  state: "queued" | "running" | "done" | "splitting" | "split" | "failed";
  examCount: number;
  seriesDone: number;
  seriesTotal: number;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Merges of subjects that belong to the given sites alone (`null`: to any), newest first. */
export async function findMerges(db: Db, siteIds: readonly string[] | null, limit: number): Promise<Merge[]> {
  const ids = siteIds === null ? null : [...siteIds];
  const inside = ids && {
    links: { every: { siteId: { in: ids } } },
    exams: { every: { siteId: { in: ids } } },
  };
  const rows = await db.subjectMerge.findMany({
    where: inside ? { subject: inside } : {},
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit,
    select: {
      id: true,
      mergedPseudonym: true,
      state: true,
      moved: true,
      seriesDone: true,
      seriesTotal: true,
      createdAt: true,
      finishedAt: true,
      subject: { select: { pseudonym: true } },
    },
  });
  return rows.flatMap(({ moved: stored, subject, ...merge }) => {
    const moved = movedSchema.parse(stored);
    // Split: the one that went away may be another site's again.
    if (ids && !moved.links.every(({ siteId }) => ids.includes(siteId))) return [];
    return [{ ...merge, keptPseudonym: subject.pseudonym, examCount: moved.exams.length }];
  });
}
