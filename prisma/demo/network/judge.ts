import { assignProtocols, type VersionValidity, versionOn } from "@/lib/harmonise/protocol/assignment";
import { judgeExam, prepareProtocol } from "@/lib/harmonise/protocol/judge-exam";
import type { PlacedSeries } from "@/lib/harmonise/protocol/judge-pairs";
import type { ProtocolContent } from "@/lib/harmonise/protocol/content";
import type { Network, SeriesRow } from "./rows";

/**
 * Judges every exam by the engine that judges what arrives, and puts its verdicts in the place of those before. Where
 * series lie is not known of the demonstration: its protocols do not ask for it.
 */
export function judgeNetwork(network: Network): void {
  network.examProtocols = [];
  network.verdicts = [];
  const versions = network.protocolVersions.map(
    ({ id, protocolId, validFrom, validUntil, content }): VersionValidity & { content: ProtocolContent } => ({
      ...{ id, protocolId, content },
      validFrom: dayOf(validFrom),
      validUntil: validUntil && dayOf(validUntil),
      superseded: false,
    }),
  );
  const scanners = new Map(network.scanners.map((scanner) => [scanner.id, scanner]));
  const days = new Map(network.clocks.map(({ examId, acquiredAt }) => [examId, dayOf(acquiredAt)]));
  const seriesOf = byExam(network.series);
  const projectsOf = byExam(network.examProjects);
  for (const { id: examId, scannerId, description } of network.exams) {
    const scanner = scanners.get(scannerId);
    const series = (seriesOf.get(examId) ?? []).map(factsOf);
    if (!scanner) continue;
    const { protocolIds } = assignProtocols(
      {
        projectIds: (projectsOf.get(examId) ?? []).map(({ projectId }) => projectId),
        description,
        protocolNames: series.flatMap(({ protocolName }) => protocolName ?? []),
        chosenIds: [],
      },
      network.assignmentRules,
    );
    for (const protocolId of protocolIds) {
      const version = versionOn(versions, protocolId, days.get(examId) ?? "");
      if (!version) continue;
      const { id: protocolVersionId, content } = version;
      const verdict = judgeExam(series, prepareProtocol(content, { ...scanner, scannerId }));
      const { value, isWhole, findings } = verdict;
      network.examProtocols.push({ examId, protocolVersionId, value, isWhole, findings });
      for (const { seriesId, step, ...one } of verdict.series)
        network.verdicts.push({ seriesId, protocolVersionId, stepOrdinal: step, ...one });
    }
  }
}

function byExam<T extends { examId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.examId);
    if (group) group.push(row);
    else groups.set(row.examId, [row]);
  }
  return groups;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function factsOf(row: SeriesRow): PlacedSeries {
  return {
    ...row,
    seriesId: row.id,
    parallelReductionFactorSlice: null,
    partialFourier: null,
    totalReadoutTimeMs: null,
    pulseSequenceName: null,
    acquisitionMatrix: [],
    geometry: null,
  };
}
