import type { Tx } from "@/lib/platform/db/client";
import { type ExamFacts, findExamFacts, findGeometry } from "./exam-facts-store";
import {
  type ExamVerdictRow,
  findStanding,
  lockExams,
  removeVerdicts,
  retireVerdicts,
  type SeriesVerdictRow,
  type StandingVerdict,
  type StandingVerdicts,
  writeVerdicts,
} from "./judge-exams-store";
import { assignProtocols, versionOn } from "./protocol/assignment";
import type { ProtocolContent } from "./protocol/content";
import { judgeExam, prepareProtocol, type PreparedProtocol } from "./protocol/judge-exam";
import { findReference, type Reference, type ReferenceVersion } from "./reference-store";

/** Judges exams and writes it down, in the caller's transaction. */
export async function judgeExams(tx: Tx, examIds: readonly string[]): Promise<void> {
  await writeWeighed(tx, await weighExams(tx, examIds));
}

/** What a judging of exams finds; written, it is true of them. */
export interface WeighedExams {
  /** Verdicts on series that are not written as they are. */
  series: SeriesVerdictRow[];
  exams: ExamVerdictRow[];
  /** Verdicts that stand no longer; kept where their version judges the exam no longer. */
  ended: { seriesId: string; versionId: string; kept: boolean }[];
  endedExams: { examId: string; versionId: string }[];
  /** On how many series a verdict is not what it was. */
  changed: number;
}

/**
 * Judges exams, which it locks in the caller's transaction, by the protocols that were valid when they were acquired.
 * A verdict by the same version will be written over; one by a version that judges the exam no longer is kept, and
 * does not stand.
 */
export async function weighExams(tx: Tx, examIds: readonly string[]): Promise<WeighedExams> {
  if (examIds.length === 0) return { series: [], exams: [], ended: [], endedExams: [], changed: 0 };
  await lockExams(tx, examIds);
  const reference = await findReference(tx);
  const exams = await findExamFacts(tx, examIds);
  const standing = await findStanding(tx, examIds);
  const judges = new Map(exams.map((exam) => [exam.examId, judgesOf(exam, reference)]));
  await addGeometry(tx, exams, judges);

  const given = new Map<string, SeriesVerdictRow[]>();
  const judged = new Map<string, string[]>();
  const wholes: ExamVerdictRow[] = [];
  for (const exam of exams) {
    const { examId } = exam;
    const { versions, byHand } = judges.get(examId) ?? { versions: [], byHand: false };
    judged.set(
      examId,
      versions.map(({ id }) => id),
    );
    for (const version of versions) {
      const versionId = version.id;
      const protocol = preparedAt(version, exam);
      if (protocol === null) {
        wholes.push({ examId, versionId, byHand, value: "undetermined", isWhole: null, findings: [] });
        continue;
      }
      const { value, isWhole, findings, series } = judgeExam(exam.series, protocol);
      wholes.push({ examId, versionId, value, isWhole, findings, byHand });
      for (const verdict of series) {
        const row = { ...verdict, versionId };
        const rows = given.get(verdict.seriesId);
        if (rows) rows.push(row);
        else given.set(verdict.seriesId, [row]);
      }
    }
  }
  const settled = settleSeries(standing.series, given, judged, reference);
  const left = standing.exams.filter(([examId, versionId]) => !judged.get(examId)?.includes(versionId));
  const endedExams = left.map(([examId, versionId]) => ({ examId, versionId }));
  return { ...settled, exams: wholes, endedExams };
}

/** Writes what `weighExams` found, in the same transaction. */
export async function writeWeighed(
  tx: Tx,
  { series, exams, ended, endedExams }: WeighedExams,
): Promise<void> {
  await retireVerdicts(
    tx,
    ended.filter(({ kept }) => kept),
    endedExams,
  );
  await removeVerdicts(
    tx,
    ended.filter(({ kept }) => !kept),
  );
  await writeVerdicts(tx, series, exams);
}

interface Judges {
  versions: ReferenceVersion[];
  byHand: boolean;
}

function judgesOf(exam: ExamFacts, { rules, versions }: Reference): Judges {
  const { day } = exam;
  const { protocolIds, byHand } = assignProtocols(exam, rules);
  const found = protocolIds.flatMap((id) => (day === null ? [] : (versionOn(versions, id, day) ?? [])));
  return { versions: found, byHand };
}

/** By content, which never changes, and by all of a scanner that its rules rest on; gone when the content is. */
const prepared = new WeakMap<ProtocolContent, Map<string, PreparedProtocol>>();

/** A version's rules at a scanner, worked out once; null where it asks for nothing. */
function preparedAt({ content }: ReferenceVersion, { scanner }: ExamFacts): PreparedProtocol | null {
  if (content === null) return null;
  let atScanners = prepared.get(content);
  if (!atScanners) prepared.set(content, (atScanners = new Map<string, PreparedProtocol>()));
  const { scannerId, manufacturer, model, fieldStrengthTesla } = scanner;
  const key = [scannerId, fieldStrengthTesla, manufacturer, model].join();
  const known = atScanners.get(key);
  if (known) return known;
  const made = prepareProtocol(content, scanner);
  atScanners.set(key, made);
  return made;
}

/** Manifests are read only where a protocol asks where series lie, and only of series that a pair could be about. */
async function addGeometry(
  tx: Tx,
  exams: readonly ExamFacts[],
  judges: ReadonlyMap<string, Judges>,
): Promise<void> {
  const wanted = exams.flatMap((exam) => {
    const roles = new Set(
      (judges.get(exam.examId)?.versions ?? []).flatMap((version) => [
        ...(preparedAt(version, exam)?.geometryRoles ?? []),
      ]),
    );
    return roles.size === 0 ? [] : exam.series.filter(({ role }) => roles.has(role));
  });
  if (wanted.length === 0) return;
  const found = await findGeometry(
    tx,
    wanted.map(({ seriesId }) => seriesId),
  );
  for (const series of wanted) series.geometry = found.get(series.seriesId) ?? null;
}

/** A verdict counts as changed by its protocol, whichever its version; a first one is a change. */
function settleSeries(
  standing: StandingVerdicts["series"],
  given: ReadonlyMap<string, readonly SeriesVerdictRow[]>,
  judged: ReadonlyMap<string, readonly string[]>,
  { protocolOf }: Reference,
): Pick<WeighedExams, "series" | "ended" | "changed"> {
  const settled: Pick<WeighedExams, "series" | "ended" | "changed"> = { series: [], ended: [], changed: 0 };
  const before = new Map(standing.map(([, seriesId, verdicts]) => [seriesId, verdicts]));
  for (const [seriesId, rows] of given) {
    const old = before.get(seriesId) ?? [];
    for (const row of rows) if (!old.some((one) => saysSame(one, row))) settled.series.push(row);
    if (hasChanged(old, rows, protocolOf)) settled.changed++;
  }
  for (const [examId, seriesId, verdicts] of standing) {
    const rows = given.get(seriesId) ?? [];
    if (rows.length === 0) settled.changed++;
    for (const [versionId] of verdicts) {
      if (rows.some((row) => row.versionId === versionId)) continue;
      const kept = !(judged.get(examId) ?? []).includes(versionId);
      settled.ended.push({ seriesId, versionId, kept });
    }
  }
  return settled;
}

/** A compliant verdict has nothing but its step to say: most of a year that is judged again need not be written. */
function saysSame([versionId, value, step]: StandingVerdict, row: SeriesVerdictRow): boolean {
  return (
    value === "compliant" && row.value === "compliant" && step === row.step && versionId === row.versionId
  );
}

function hasChanged(
  old: readonly StandingVerdict[],
  rows: readonly SeriesVerdictRow[],
  protocolOf: ReadonlyMap<string, string>,
): boolean {
  const sameProtocol = (one: StandingVerdict, row: SeriesVerdictRow) =>
    one[0] === row.versionId || protocolOf.get(one[0]) === protocolOf.get(row.versionId);
  return (
    rows.some((row) => old.findLast((one) => sameProtocol(one, row))?.[1] !== row.value) ||
    old.some((one) => !rows.some((row) => sameProtocol(one, row)))
  );
}
