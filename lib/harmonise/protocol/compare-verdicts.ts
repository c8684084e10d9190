import type { ExamFacts } from "@/lib/harmonise/exam-facts-store";
import { type AssignmentRule, assignProtocols, type VersionValidity, versionOn } from "./assignment";
import type { ProtocolContent } from "./content";
import type { SeriesFinding, VerdictValue } from "./finding";
import { judgeExam, prepareProtocol, type PreparedProtocol } from "./judge-exam";

export type JudgedVersion = VersionValidity & { content: ProtocolContent | null };

/** A protocol before a change and after it. */
export interface ProtocolChange {
  protocolId: string;
  before: readonly JudgedVersion[];
  after: readonly JudgedVersion[];
  rules: readonly AssignmentRule[];
  /** Exams that no rule gives to the protocol are judged too: what a protocol would say that judges nothing yet. */
  everyExam: boolean;
}

/** "none": the series is judged by no version, or by no step. */
export type Verdict = VerdictValue | "none";

export interface SeriesChange {
  seriesId: string;
  before: Verdict;
  after: Verdict;
  /** What is wrong afterwards. */
  findings: SeriesFinding[];
}

/** What the change does to one exam; null where it is not judged anew. */
export interface ExamChange {
  series: SeriesChange[];
  before: Verdict;
  after: Verdict;
}

/** The versions that judge an exam before and after; null where they are the same or there is none. */
export function versionsOf(
  exam: ExamFacts,
  change: ProtocolChange,
): { before: JudgedVersion | null; after: JudgedVersion | null } | null {
  const { day } = exam;
  if (day === null) return null;
  const isAssigned = assignProtocols(exam, change.rules).protocolIds.includes(change.protocolId);
  if (!isAssigned && !change.everyExam) return null;
  const before = versionOn(change.before, change.protocolId, day);
  const after = versionOn(change.after, change.protocolId, day);
  return before?.id === after?.id ? null : { before, after };
}

/** Protocol versions at scanners, each worked out once. */
export class PreparedVersions {
  private readonly known = new Map<string, PreparedProtocol>();

  at(version: JudgedVersion | null, { scanner }: ExamFacts): PreparedProtocol | null {
    if (!version?.content) return null;
    const key = version.id + scanner.scannerId;
    const known = this.known.get(key);
    if (known) return known;
    const made = prepareProtocol(version.content, scanner);
    this.known.set(key, made);
    return made;
  }
}

/** How the verdicts on an exam and its series would change. Pure. */
export function compareVerdicts(
  exam: ExamFacts,
  before: PreparedProtocol | null,
  after: PreparedProtocol | null,
): ExamChange {
  const old = before && judgeExam(exam.series, before);
  const next = after && judgeExam(exam.series, after);
  const was = new Map(old?.series.map(({ seriesId, value }) => [seriesId, value]));
  const is = new Map(next?.series.map((verdict) => [verdict.seriesId, verdict]));
  const seriesIds = [...new Set([...was.keys(), ...is.keys()])];
  return {
    before: old?.value ?? "none",
    after: next?.value ?? "none",
    series: seriesIds.map((seriesId) => ({
      seriesId,
      before: was.get(seriesId) ?? "none",
      after: is.get(seriesId)?.value ?? "none",
      findings: is.get(seriesId)?.findings ?? [],
    })),
  };
}
