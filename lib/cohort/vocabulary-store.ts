import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import type { Db, Tx } from "@/lib/platform/db/client";
import type { Vocabulary } from "./vocabulary";

/** Sites, scanners, protocols; projects that hold an exam inside the filter; labels of some diagnoses. */
export async function findVocabulary(
  db: Db | Tx,
  filter: ExamFilter,
  codes: readonly string[],
): Promise<Vocabulary> {
  const named = { select: { code: true, name: true }, orderBy: { name: "asc" } } as const;
  const [sites, projects, protocols, scanners, terms] = await Promise.all([
    db.site.findMany(named),
    db.project.findMany({
      ...named,
      where: filter.kind === "all" ? {} : { exams: { some: { exam: visibleExamWhere(filter) } } },
    }),
    db.protocol.findMany(named),
    db.scanner.findMany({
      distinct: ["manufacturer", "model", "fieldStrengthTesla"],
      select: { manufacturer: true, model: true, fieldStrengthTesla: true },
      orderBy: [{ manufacturer: "asc" }, { model: "asc" }],
    }),
    db.diagnosisTerm.findMany({
      where: { code: { in: [...codes] } },
      select: { code: true, labelFr: true, labelEn: true },
      orderBy: { code: "asc" },
    }),
  ]);
  const models = scanners.map(({ manufacturer, model }) => ({ manufacturer, model }));
  return {
    sites,
    projects,
    protocols,
    models: models.filter(
      (one, index) =>
        models.findIndex((other) => other.manufacturer === one.manufacturer && other.model === one.model) ===
        index,
    ),
    fields: [...new Set(scanners.map(({ fieldStrengthTesla }) => fieldStrengthTesla))].sort((a, b) => a - b),
    terms,
  };
}
