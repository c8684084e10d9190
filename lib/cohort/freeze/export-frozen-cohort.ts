import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import type { ThreeCounts } from "@/lib/catalogue/search-result";
import { csvOf } from "@/lib/harmonise/models/csv";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { canonicalCriteria } from "../canonical";
import { requireCohortRight } from "../kept/cohort-right";
import { DICTIONARY, LISTS } from "./data-dictionary";
import { stateHash } from "./digest";
import { citationCodeSchema } from "./frozen-cohort";
import { countMembers, findMembers, findMemberSeries, findVersion, type FoundVersion } from "./frozen-store";
import { type ListedMembers, memberTable, tableCells } from "./member-lists";
import { toldOutside } from "./outside";

export const exportFrozenCohortSchema = z.strictObject({
  citationCode: citationCodeSchema,
  list: z.enum([...LISTS, "manifest", "dictionary"]),
  format: z.enum(["csv", "json"]),
});
type Export = z.infer<typeof exportFrozenCohortSchema>;

/**
 * A file of a frozen cohort: one list of its members, its manifest, or the meaning of the columns; within the actor's
 * right to export. Members outside it are left out and, in the manifest, counted as she may be told.
 * @throws AppError `not-found`; `forbidden` without a right to export
 */
export async function exportFrozenCohort(
  actor: Actor,
  { citationCode, list, format }: Export,
): Promise<{ fileName: string; body: string }> {
  const found = await findVersion(db(), citationCode);
  const { cohort: version } = requireCohortRight(actor, found, "read");
  const filter = examFilter(actor, "export");
  if (filter.kind === "none") throw new AppError("forbidden");
  // The name of a file holds nothing typed by anybody.
  const fileName = `${citationCode}-${list}.${format}`;
  if (list === "dictionary") return { fileName, body: dictionaryFile(format) };
  const exams = await findMembers(db(), version.id, filter, null);
  const series = await findMemberSeries(db(), version.id, filter);
  const { within, outside } = await countMembers(db(), version.id, filter);
  await audit(db(), actor, {
    type: "cohort-version.exported",
    detail: { versionId: version.id, rows: exams.length, leftOut: outside.exams },
  });
  if (list === "manifest") {
    const head = manifestHead(version, within, toldOutside(outside));
    if (format === "csv") return { fileName, body: manifestCsv(head) };
    return { fileName, body: jsonFile({ ...head, ...manifestMembers({ exams, series }) }) };
  }
  const table = memberTable(list, { exams, series });
  if (format === "csv") return { fileName, body: csvOf(tableCells(list, table)) };
  return { fileName, body: jsonFile({ citationCode, list, columns: DICTIONARY[list], rows: table }) };
}

function manifestHead(
  version: FoundVersion,
  within: { subjects: number; exams: number; series: number },
  leftOut: ThreeCounts | null,
) {
  const { title, citationCode, criteria, dataVersion, digest, reason, frozenBy, frozenAt } = version;
  return {
    format: "ariane-cohort-1",
    ...{ title, citationCode, version: version.version },
    ...{ frozenBy, frozenAt: frozenAt.toISOString(), reason },
    ...{ dataVersion, digestSha256: digest },
    members: within,
    /** Null: the manifest is whole, and the digest can be recomputed from it. */
    leftOut,
    criteria: canonicalCriteria(criteria),
  };
}

/** Of an exam that has left the catalogue only its hash is given: it is enough for the digest. */
function manifestMembers({ exams, series }: ListedMembers) {
  const gone = new Set(exams.filter((exam) => exam.gone).map(({ examId }) => examId));
  const stated = (id: string, state: unknown) => (gone.has(id) ? {} : { state });
  return {
    exams: exams.map(({ examId, pseudonym, state }) => ({
      ...{ exam: examId, pseudonym, stateSha256: stateHash(state) },
      ...stated(examId, state),
    })),
    series: series.map(({ seriesId, examId, state }) => ({
      ...{ series: seriesId, exam: examId, stateSha256: stateHash(state) },
      ...stated(examId, state),
    })),
  };
}

function manifestCsv({ criteria, members, leftOut, ...head }: ReturnType<typeof manifestHead>): string {
  const counts = (name: string, three: ThreeCounts | null) =>
    (["subjects", "exams", "series"] as const).map((level) => [`${name}_${level}`, three?.[level] ?? 0]);
  return csvOf([
    ["field", "value"],
    ...Object.entries(head),
    ...counts("members", members),
    ...counts("left_out", leftOut),
    ["criteria", JSON.stringify(criteria)],
  ]);
}

function dictionaryFile(format: Export["format"]): string {
  if (format === "json") return jsonFile(DICTIONARY);
  const rows = LISTS.flatMap((list) =>
    DICTIONARY[list].map(({ name, type, unit, en, fr }) => [list, name, type, unit, en, fr]),
  );
  return csvOf([["list", "column", "type", "unit", "meaning_en", "meaning_fr"], ...rows]);
}

function jsonFile(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
