import type { Actor } from "@/lib/access/actor";
import { canReachExam } from "@/lib/access/policy";
import { isUndated } from "./exam-date";
import type {
  ExamSummary,
  SequenceSummary,
  SeriesSummary,
  SubjectDiagnosis,
  SubjectSummary,
  VolumeSummary,
} from "./record";
import type { DiagnosisRow, ExamRow, SeriesRow, SubjectRow, VolumeRow } from "./record-store";
import { relativeTo } from "./relative-date";

// From rows to what pages show. Pure; shifted dates stop here.

/** Roles that tell nothing of what can be studied: left out of an exam's chips. */
const SILENT_ROLES: ReadonlySet<string> = new Set(["localiser", "unknown", "SBRef"]);

export function summariseSubject(row: SubjectRow): SubjectSummary {
  const { pseudonym, sex, synthetic, phantom, unlinked } = row;
  return { pseudonym, sex, synthetic, phantom, unlinked };
}

interface SequencedSeries {
  role: string;
  is3D: boolean | null;
  map: string | null;
}

/** Distinct sequences of some series, in the order they were acquired. */
export function distinctSequences(series: readonly SequencedSeries[]): SequenceSummary[] {
  const seen = new Map<string, SequenceSummary>();
  for (const { role, is3D, map } of series) {
    const key = [role, is3D, map].join("|");
    if (!SILENT_ROLES.has(role) && !seen.has(key)) seen.set(key, { role, is3D, map });
  }
  return [...seen.values()];
}

/** What stands for an exam in a list: a weighted 3D picture rather than a map, anything rather than nothing. */
function thumbnailOf(
  series: readonly (SequencedSeries & { derived: boolean; volumes: { id: string }[] })[],
): string | null {
  const shown = series.filter(({ volumes }) => volumes.length > 0);
  const best =
    shown.find(({ role, map, derived }) => role === "T1w" && map === null && !derived) ??
    shown.find(({ role, map }) => !SILENT_ROLES.has(role) && map === null) ??
    shown[0];
  return best?.volumes[0]?.id ?? null;
}

/** The shared part of an exam row, whichever query brought it. */
type ExamHead = Omit<ExamRow, "series"> & {
  series: (SequencedSeries & { derived: boolean; hasPixels: boolean; volumes: { id: string }[] })[];
};

export function summariseExam(actor: Actor, row: ExamHead): ExamSummary {
  return {
    id: row.id,
    month: isUndated(row.examAt) ? null : row.visit.monthsFromFirst,
    description: row.description,
    ageAtExamYears: row.ageAtExamYears,
    scanner: {
      siteName: row.site.name,
      manufacturer: row.scanner.manufacturer,
      model: row.scanner.model,
      label: row.scanner.label,
      fieldStrengthTesla: row.fieldStrengthTesla,
      softwareVersions: row.epoch.softwareVersions,
    },
    sequences: distinctSequences(row.series),
    seriesCount: row.series.length,
    thumbnailVolumeId: thumbnailOf(row.series),
    canView: mayView(actor, row) && row.series.some(({ hasPixels }) => hasPixels),
  };
}

/** Whether the actor may open the images of an exam. */
export function mayView(
  actor: Actor,
  exam: { siteId: string; projects: readonly { projectId: string }[] },
): boolean {
  const projectIds = exam.projects.map(({ projectId }) => projectId);
  return canReachExam(actor, "view", { siteId: exam.siteId, projectIds });
}

export function summariseDiagnosis(row: DiagnosisRow, firstVisitAt: Date | null): SubjectDiagnosis {
  return {
    code: row.code,
    labelFr: row.term.labelFr,
    labelEn: row.term.labelEn,
    verification: row.verification,
    onset: relativeTo(firstVisitAt, row.onsetOn, row.onsetPrecision),
    asserted: relativeTo(firstVisitAt, row.assertedOn, row.assertedPrecision),
    abated: relativeTo(firstVisitAt, row.abatedOn, row.abatedPrecision),
  };
}

export function summariseSeries(row: SeriesRow): SeriesSummary {
  return {
    id: row.id,
    seriesNumber: row.seriesNumber,
    description: row.description,
    state: row.state,
    sequence: { role: row.role, is3D: row.is3D, map: row.map },
    component: row.component,
    contrastAgent: row.contrastAgent,
    derived: row.derived,
    voxelSizeMm: voxelSize(row),
    parameters: {
      repetitionTimeMs: row.repetitionTimeMs,
      echoTimesMs: row.echoTimesMs,
      inversionTimeMs: row.inversionTimeMs,
      flipAngleDeg: row.flipAngleDeg,
      pixelBandwidthHzPerPixel: row.pixelBandwidthHzPerPixel,
      echoTrainLength: row.echoTrainLength,
      parallelReductionFactor: row.parallelReductionFactor,
      multibandFactor: row.multibandFactor,
      phaseEncodingAxis: row.phaseEncodingAxis,
      receiveCoil: row.receiveCoil,
      scanningSequence: row.scanningSequence,
      sequenceVariant: row.sequenceVariant,
      imageType: row.imageType,
      bValuesSPerMm2: row.bValuesSPerMm2,
      sliceThicknessMm: row.sliceThicknessMm,
      sliceSpacingMm: row.sliceSpacingMm,
      parallelReductionFactorSlice: row.parallelReductionFactorSlice,
      partialFourier: row.partialFourier,
      phaseEncodingDirection: row.phaseEncodingDirection,
      totalReadoutTimeMs: row.totalReadoutTimeMs,
      acquisitionMatrix: row.acquisitionMatrix,
      directionCount: row.directionCount,
      pulseSequenceName: row.pulseSequenceName,
    },
    instanceCount: row.instanceCount,
    missingCount: row.completeness === "incomplete" ? row.missingCount : null,
    thumbnailVolumeId: row.volumes[0]?.id ?? null,
    hasImages: row.hasPixels,
    showsFace: row.showsFace,
    bodyPart: row.bodyPart,
    verdicts: row.verdicts.map(({ value, protocolVersion }) => ({
      protocolName: protocolVersion.protocol.name,
      value,
    })),
    qcState: row.qcState,
    rating: row.rating,
  };
}

export function summariseVolume(row: VolumeRow, hasImages: boolean): VolumeSummary {
  return {
    id: row.id,
    ordinal: row.ordinal,
    kind: row.kind,
    sequence: { role: row.role, is3D: row.is3D, map: row.map },
    component: row.component,
    derived: row.derived,
    roleRule: row.roleRule,
    roleConfidence: row.roleConfidence,
    dimensions: [row.nx, row.ny, row.nz, row.nt],
    fourthAxis: row.fourthAxis,
    voxelSizeMm: voxelSize(row),
    echoTimeMs: row.echoTimeMs,
    viewByteCount: row.viewByteCount === null ? null : Number(row.viewByteCount),
    hasThumbnail: row.hasThumbnail,
    hasImages,
  };
}

function voxelSize(row: {
  voxelSizeXMm: number | null;
  voxelSizeYMm: number | null;
  voxelSizeZMm: number | null;
}): [number, number, number] | null {
  const { voxelSizeXMm: x, voxelSizeYMm: y, voxelSizeZMm: z } = row;
  return x === null || y === null || z === null ? null : [x, y, z];
}
