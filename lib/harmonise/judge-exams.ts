import type { Tx } from "@/lib/platform/db/client";
import { type ExamFacts, findExamFacts, findGeometry } from "./exam-facts-store";
import {
  type ExamVerdictRow,
  findStanding,
  lockExams,
  removeVerdicts,
  retireVerdicts,
  type SeriesVerdictRow,
  type StandingVerdicts,
  writeVerdicts,
} from "./judge-exams-store";
import { assignProtocols, versionOn } from "./protocol/assignment";
import { judgeExam, prepareProtocol, type PreparedProtocol } from "./protocol/judge-exam";
import { findReference, type Reference, type ReferenceVersion } from "./reference-store";

/**
 * Judges exams in the caller's transaction, by the protocols that were valid when they were acquired. A verdict by the
 * same version is written over; one by a version that judges the exam no longer is kept, and does not stand.
 * @returns on how many series a verdict is not what it was
 */
export async function judgeExams(tx: Tx, examIds: readonly string[]): Promise<{ changed: number }> {
  if (examIds.length === 0) return { changed: 0 };
  await lockExams(tx, examIds);
  const reference = await findReference(tx);
  const exams = await findExamFacts(tx, examIds);
  const standing = await findStanding(tx, examIds);
  const prepared = new PreparedProtocols();
  const judges = new Map(exams.map((exam) => [exam.examId, judgesOf(exam, reference)]));
  await addGeometry(tx, exams, judges, prepared);

  const series: SeriesVerdictRow[] = [];
  const wholes: ExamVerdictRow[] = [];
  for (const exam of exams) {
    const { versions, byHand } = judges.get(exam.examId) ?? { versions: [], byHand: false };
    for (const version of versions) {
      const protocol = prepared.at(version, exam);
      const { examId } = exam;
      if (protocol === null) {
        const nothing = { value: "undetermined", isWhole: null, findings: [] } as const;
        wholes.push({ examId, versionId: version.id, byHand, ...nothing });
        continue;
      }
      const { value, isWhole, findings, series: verdicts } = judgeExam(exam.series, protocol);
      wholes.push({ examId, versionId: version.id, value, isWhole, findings, byHand });
      for (const verdict of verdicts) series.push({ ...verdict, versionId: version.id });
    }
  }
  await settle(tx, standing, series, wholes);
  return { changed: countChanged(standing, series, reference) };
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

/** A version's rules at a scanner, worked out once. */
class PreparedProtocols {
  private readonly known = new Map<string, PreparedProtocol>();

  at({ id, content }: ReferenceVersion, { scanner }: ExamFacts): PreparedProtocol | null {
    if (content === null) return null;
    const key = id + scanner.scannerId;
    const known = this.known.get(key);
    if (known) return known;
    const made = prepareProtocol(content, scanner);
    this.known.set(key, made);
    return made;
  }
}

/** Manifests are read only where a protocol asks where series lie, and only of series that a pair could be about. */
async function addGeometry(
  tx: Tx,
  exams: readonly ExamFacts[],
  judges: ReadonlyMap<string, Judges>,
  prepared: PreparedProtocols,
): Promise<void> {
  const wanted = exams.flatMap((exam) => {
    const roles = new Set(
      (judges.get(exam.examId)?.versions ?? []).flatMap((version) => [
        ...(prepared.at(version, exam)?.geometryRoles ?? []),
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

const keyOf = (...ids: string[]) => ids.join();

async function settle(
  tx: Tx,
  standing: StandingVerdicts,
  series: readonly SeriesVerdictRow[],
  exams: readonly ExamVerdictRow[],
): Promise<void> {
  const judged = new Set(exams.map(({ examId, versionId }) => keyOf(examId, versionId)));
  const given = new Set(series.map(({ seriesId, versionId }) => keyOf(seriesId, versionId)));
  const left = standing.exams.filter(([examId, versionId]) => !judged.has(keyOf(examId, versionId)));
  const ended = standing.series
    .filter(([, seriesId, versionId]) => !given.has(keyOf(seriesId, versionId)))
    .map(([examId, seriesId, versionId]) => ({
      seriesId,
      versionId,
      kept: !judged.has(keyOf(examId, versionId)),
    }));
  await retireVerdicts(
    tx,
    ended.filter(({ kept }) => kept),
    left.map(([examId, versionId]) => ({ examId, versionId })),
  );
  await removeVerdicts(
    tx,
    ended.filter(({ kept }) => !kept),
  );
  // A compliant verdict has nothing but its step to say: most of a year that is judged again need not be written.
  const compliant = new Set(
    standing.series.flatMap(([, seriesId, versionId, value, step]) =>
      value === "compliant" ? [keyOf(seriesId, versionId, String(step))] : [],
    ),
  );
  await writeVerdicts(
    tx,
    series.filter(
      ({ seriesId, versionId, value, step }) =>
        value !== "compliant" || !compliant.has(keyOf(seriesId, versionId, String(step))),
    ),
    exams,
  );
}

/** Series whose verdict by a protocol, whichever its version, is another than before; a first verdict is a change. */
function countChanged(
  standing: StandingVerdicts,
  series: readonly SeriesVerdictRow[],
  { protocolOf }: Reference,
): number {
  const before = new Map(
    standing.series.map(([, seriesId, versionId, value]) => [
      keyOf(seriesId, protocolOf.get(versionId) ?? ""),
      value,
    ]),
  );
  const changed = new Set<string>();
  for (const { seriesId, versionId, value } of series) {
    const key = keyOf(seriesId, protocolOf.get(versionId) ?? "");
    if (before.get(key) !== value) changed.add(seriesId);
    before.delete(key);
  }
  for (const key of before.keys()) changed.add(key.slice(0, key.indexOf(",")));
  return changed.size;
}
