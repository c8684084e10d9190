import { describeGroup, type GroupStatistics, isOutlier } from "@/lib/harmonise/qc/compare";
import type { QcFailure, QcOutcome } from "@/lib/harmonise/qc/measure";
import { metricsOfRole, QC_VERSION, type QcAbsence, type QcMetricName } from "@/lib/harmonise/qc/metrics";
import type { Random } from "../random";
import type { Network, QcMetricRow, Role, SeriesQcRow, SeriesRow } from "./rows";
import type { SequenceKey } from "./sequences";

/** The one scanner whose T1w get noisier with a software release; everything else only varies. */
export const PLANTED_DRIFT = {
  siteCode: "AMIENS",
  model: "SIGNA Premier",
  softwareVersions: "30 LX MR30.1_R01_2336.a",
  role: "T1w",
  factors: { snrForeground: 0.78, snrBackground: 0.78, cnrWhiteGrey: 0.8 },
} as const;

type Levels = Partial<Record<QcMetricName, number>>;

/** What is usual at 3 T; where the phantom is imaged, near what its own pixels give. */
const LEVELS: Partial<Record<Role, Levels>> = {
  T1w: {
    snrForeground: 13,
    snrBackground: 28,
    cnrWhiteGrey: 2.2,
    entropyFocus: 0.5,
    foregroundBackgroundEnergy: 420,
  },
  T2w: { snrForeground: 5.2, snrBackground: 22, entropyFocus: 0.52, foregroundBackgroundEnergy: 350 },
  FLAIR: { snrForeground: 5.7, snrBackground: 24, entropyFocus: 0.46, foregroundBackgroundEnergy: 300 },
  DIR: { snrForeground: 4.6, snrBackground: 18, entropyFocus: 0.55, foregroundBackgroundEnergy: 180 },
  SWI: { snrForeground: 8.8, snrBackground: 30, entropyFocus: 0.55, foregroundBackgroundEnergy: 520 },
  T2star: { snrForeground: 7.5, snrBackground: 26, entropyFocus: 0.53, foregroundBackgroundEnergy: 350 },
  DWI: { snrForeground: 2.8, snrBackground: 12, snrB0: 22, outlierSlices: 0.5 },
  BOLD: {
    snrForeground: 10.3,
    entropyFocus: 0.51,
    foregroundBackgroundEnergy: 320,
    ghostToSignal: 2.5,
    snrTemporal: 76,
  },
};

/** How far a metric varies from exam to exam, as a part of itself. */
const VARIATION: Record<QcMetricName, number> = {
  snrForeground: 0.06,
  snrBackground: 0.08,
  cnrWhiteGrey: 0.07,
  entropyFocus: 0.025,
  foregroundBackgroundEnergy: 0.18,
  ghostToSignal: 0.18,
  snrTemporal: 0.09,
  snrB0: 0.08,
  outlierSlices: 0.4,
};

/** What a patient who moved does to it. */
const MOTION: Levels = {
  snrForeground: 0.6,
  snrBackground: 0.85,
  cnrWhiteGrey: 0.5,
  entropyFocus: 1.18,
  ghostToSignal: 2.4,
  snrTemporal: 0.45,
  snrB0: 0.7,
  outlierSlices: 8,
};
const MOVED_SHARE = 0.02;

const NEEDS_AIR: ReadonlySet<QcMetricName> = new Set([
  "snrBackground",
  "cnrWhiteGrey",
  "foregroundBackgroundEnergy",
  "ghostToSignal",
]);

interface Place {
  /** What the scanner and its software make of a metric. */
  levelOf: (role: Role, name: QcMetricName) => number;
  isAirZeroed: boolean;
}

/** Gives every series the metrics that its scanner's epoch would give, with natural variation and the planted drift. */
export function addQuality(
  network: Network & { sequenceOf: ReadonlyMap<string, SequenceKey> },
  random: Random,
): void {
  const places = placesOf(network, random);
  const exams = new Map(network.exams.map((exam) => [exam.id, exam]));
  for (const series of network.series) {
    const place = places.get(exams.get(series.examId)?.epochId ?? "");
    const names = series.map === null ? metricsOfRole(series.role) : [];
    const own = random.branch(series.id);
    const isMoved = own.chance(MOVED_SHARE);
    const absences: SeriesQcRow["absences"] = {};
    for (const name of names) {
      const absent =
        place?.isAirZeroed && NEEDS_AIR.has(name) ? "background-zeroed" : absenceOf(series, name);
      if (absent) absences[name] = absent;
      else {
        const level = place?.levelOf(series.role, name) ?? 0;
        const value = level * Math.exp(own.normal(0, VARIATION[name])) * (isMoved ? (MOTION[name] ?? 1) : 1);
        network.qcMetrics.push({ seriesId: series.id, name, value: Math.round(value * 1e4) / 1e4 });
      }
    }
    const failure = names.length === 0 ? "not-measured" : null;
    network.seriesQc.push(qcRow(series.id, failure, absences));
  }
}

/** A clinical diffusion scan has one b = 0 image and three directions that the scanner has averaged. */
function absenceOf({ role, bValuesSPerMm2, is3D }: SeriesRow, name: QcMetricName): QcAbsence | null {
  if (role !== "DWI" || is3D || bValuesSPerMm2.length > 2) return null;
  return name === "snrB0" ? "b0-too-few" : name === "outlierSlices" ? "directions-too-few" : null;
}

function placesOf(network: Network, random: Random): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const scanner of network.scanners) {
    const site = network.sites.find(({ id }) => id === scanner.siteId);
    const field = scanner.fieldStrengthTesla === 7 ? 1.5 : 1;
    const own = random.branch(`scanner/${scanner.id}`);
    for (const epoch of network.epochs.filter(({ scannerId }) => scannerId === scanner.id)) {
      const drifts =
        site?.code === PLANTED_DRIFT.siteCode &&
        scanner.model === PLANTED_DRIFT.model &&
        epoch.softwareVersions === PLANTED_DRIFT.softwareVersions;
      const levelOf = (role: Role, name: QcMetricName): number => {
        const usual = (LEVELS[role]?.[name] ?? 0) * Math.exp(own.branch(`${role}/${name}`).normal(0, 0.04));
        const factors: Levels = PLANTED_DRIFT.factors;
        const planted = drifts && role === PLANTED_DRIFT.role ? (factors[name] ?? 1) : 1;
        return usual * planted * (name.startsWith("snr") ? field : 1);
      };
      const isAirZeroed = scanner.manufacturer === "Philips";
      places.set(epoch.id, { levelOf, isAirZeroed });
    }
  }
  return places;
}

/** Puts what was measured on made pixels in the place of what was invented for their series. */
export function replaceQuality(
  network: Network,
  measured: readonly { seriesId: string; quality: QcOutcome }[],
): void {
  const replaced = new Set(measured.map(({ seriesId }) => seriesId));
  network.seriesQc = network.seriesQc.filter(({ seriesId }) => !replaced.has(seriesId));
  network.qcMetrics = network.qcMetrics.filter(({ seriesId }) => !replaced.has(seriesId));
  for (const { seriesId, quality } of measured) {
    const absences: SeriesQcRow["absences"] = {};
    for (const [name, measure] of "measures" in quality ? Object.entries(quality.measures) : []) {
      if ("value" in measure)
        network.qcMetrics.push({ seriesId, name: name as QcMetricName, value: measure.value });
      else absences[name as QcMetricName] = measure.absent;
    }
    network.seriesQc.push(qcRow(seriesId, "failure" in quality ? quality.failure : null, absences));
  }
}

function qcRow(seriesId: string, failure: QcFailure | null, absences: SeriesQcRow["absences"]): SeriesQcRow {
  return { seriesId, version: QC_VERSION, failure, absences };
}

/** Tells every series whether it is an outlier in its group, as the job of lib/harmonise/compare-quality.ts does. */
export function judgeQuality(network: Network): void {
  const series = new Map(network.series.map((row) => [row.id, row]));
  const exams = new Map(network.exams.map((row) => [row.id, row]));
  const scanners = new Map(network.scanners.map((row) => [row.id, row]));
  const groupsOf = ({ seriesId, name }: QcMetricRow): [string, string] => {
    const row = series.get(seriesId);
    const exam = exams.get(row?.examId ?? "");
    const scanner = scanners.get(exam?.scannerId ?? "");
    const kind = `${name}/${row?.role}/${row?.is3D}`;
    const model = `${scanner?.manufacturer}/${scanner?.model}/${scanner?.fieldStrengthTesla}`;
    return [`${kind}/${exam?.epochId}`, `${kind}/${model}`];
  };
  const values = new Map<string, number[]>();
  for (const metric of network.qcMetrics)
    for (const key of groupsOf(metric)) values.set(key, [...(values.get(key) ?? []), metric.value]);
  const groups = new Map<string, GroupStatistics | null>(
    [...values].map(([key, own]) => [key, describeGroup(own)]),
  );
  for (const metric of network.qcMetrics) {
    const row = series.get(metric.seriesId);
    const [epoch, model] = groupsOf(metric);
    const group = groups.get(epoch) ?? groups.get(model);
    if (!row || !group || row.qcState === "outlier") continue;
    row.qcState = isOutlier(metric.name, metric.value, group) ? "outlier" : "typical";
  }
}
