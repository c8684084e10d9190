import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import type { Db, Tx } from "@/lib/platform/db/client";
import type { DerivedSummary } from "./record";

/** Where to look: what an exam holds, or what was made from one of its series. */
export type DerivedOf = { examId: string } | { sourceSeriesId: string };

const SOURCE = { id: true, seriesNumber: true, role: true, is3D: true, map: true } as const;

/** Derived objects inside the filter, with those of their sources that are inside it too, and how many are awaited. */
export async function findDerived(db: Db | Tx, filter: ExamFilter, of: DerivedOf): Promise<DerivedSummary[]> {
  const visible = visibleExamWhere(filter);
  const rows = await db.derivedObject.findMany({
    where: {
      series: { exam: "examId" in of ? { AND: [{ id: of.examId }, visible] } : visible },
      ...("sourceSeriesId" in of ? { sources: { some: { seriesId: of.sourceSeriesId } } } : {}),
    },
    orderBy: [{ kind: "asc" }, { id: "asc" }],
    select: {
      id: true,
      kind: true,
      labels: true,
      seriesId: true,
      sources: { where: { series: { exam: visible } }, select: { series: { select: SOURCE } } },
      _count: { select: { references: { where: { linkedAt: null } } } },
    },
  });
  return rows.map(({ id, kind, labels, seriesId, sources, _count }) => ({
    id,
    kind,
    labels,
    seriesId,
    sources: sources.map(({ series: { id: sourceId, seriesNumber, ...sequence } }) => ({
      id: sourceId,
      seriesNumber,
      sequence,
    })),
    awaited: _count.references,
  }));
}
