import { z } from "zod";
import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import { protocolContentSchema, type ProtocolContent } from "@/lib/harmonise/protocol/content";
import { examFindingSchema, seriesFindingSchema } from "@/lib/harmonise/protocol/finding";
import type { Db } from "@/lib/platform/db/client";
import type { SeriesVerdictView } from "./compliance-view";

const VERSION = {
  id: true,
  version: true,
  content: true,
  protocol: { select: { code: true, name: true } },
} as const;

const seriesFindings = z.array(seriesFindingSchema);
const examFindings = z.array(examFindingSchema);

type VersionRow = { id: string; version: number; protocol: { code: string; name: string } };

const namedVersion = ({ id, version, protocol }: VersionRow) => ({ versionId: id, version, ...protocol });

function contentOf(stored: unknown): ProtocolContent | null {
  const parsed = protocolContentSchema.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** An exam with its series and every verdict on it, or null outside the filter. */
export async function findExamVerdicts(db: Db, filter: ExamFilter, examId: string) {
  const row = await db.exam.findFirst({
    where: { AND: [{ id: examId }, visibleExamWhere(filter)] },
    select: {
      siteId: true,
      choices: { select: { protocolId: true } },
      protocols: {
        orderBy: [
          { protocolVersion: { protocol: { code: "asc" } } },
          { protocolVersion: { version: "desc" } },
        ],
        select: {
          value: true,
          isWhole: true,
          findings: true,
          current: true,
          byHand: true,
          protocolVersion: { select: VERSION },
        },
      },
      series: {
        orderBy: [{ seriesNumber: { sort: "asc", nulls: "last" } }, { id: "asc" }],
        select: {
          id: true,
          seriesNumber: true,
          description: true,
          verdicts: {
            where: { current: true },
            select: { protocolVersionId: true, value: true, stepOrdinal: true, findings: true },
          },
        },
      },
    },
  });
  if (!row) return null;
  return {
    siteId: row.siteId,
    chosenIds: row.choices.map(({ protocolId }) => protocolId),
    protocols: row.protocols.map(({ protocolVersion, findings, ...verdict }) => ({
      ...verdict,
      ...namedVersion(protocolVersion),
      content: contentOf(protocolVersion.content),
      findings: examFindings.parse(findings),
    })),
    series: row.series.map(({ id, verdicts, ...series }) => ({
      ...series,
      seriesId: id,
      verdicts: verdicts.map((verdict) => ({ ...verdict, findings: seriesFindings.parse(verdict.findings) })),
    })),
  };
}

export type ExamVerdicts = NonNullable<Awaited<ReturnType<typeof findExamVerdicts>>>;

/** The verdicts on a series, those that stand first; null outside the filter. */
export async function findSeriesVerdicts(
  db: Db,
  filter: ExamFilter,
  seriesId: string,
): Promise<{ examId: string; siteId: string; verdicts: SeriesVerdictView[] } | null> {
  const row = await db.series.findFirst({
    where: { id: seriesId, exam: visibleExamWhere(filter) },
    select: {
      examId: true,
      exam: { select: { siteId: true } },
      verdicts: {
        orderBy: [
          { current: "desc" },
          { protocolVersion: { protocol: { code: "asc" } } },
          { protocolVersion: { version: "desc" } },
        ],
        select: {
          value: true,
          stepOrdinal: true,
          findings: true,
          current: true,
          protocolVersion: { select: VERSION },
        },
      },
    },
  });
  if (!row) return null;
  return {
    examId: row.examId,
    siteId: row.exam.siteId,
    verdicts: row.verdicts.map(({ value, stepOrdinal, findings, current, protocolVersion }) => ({
      ...namedVersion(protocolVersion),
      value,
      current,
      step: contentOf(protocolVersion.content)?.steps[stepOrdinal ?? -1]?.name ?? null,
      findings: seriesFindings.parse(findings),
    })),
  };
}
