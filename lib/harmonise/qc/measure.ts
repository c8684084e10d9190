import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { Component } from "@/lib/imaging/frame-description";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { MOST_B0, outlierSlices, sliceMeans, snrB0 } from "./diffusion";
import { FrameReader, type ReadRange } from "./frame-reader";
import { ghostToSignal, type PhaseAxis } from "./ghost";
import { findHead, type Head } from "./head";
import { type Measures, metricsOfRole } from "./metrics";
import { spatialMetrics } from "./spatial";
import { TimeSeries } from "./temporal";

/** Why a series has no metric at all. */
export const QC_FAILURES = [
  /** No metric is defined for its role, its map, or for another component than magnitude. */
  "not-measured",
  /** Pictures that are no grid, or fewer slices than a head needs. */
  "no-grid",
  /** Nothing in the picture that could be a head or a phantom. */
  "nothing-seen",
  /** The view object cannot be read. */
  "frames-unreadable",
  /** It took longer, or more memory, than a series may. */
  "gave-up",
] as const;
export type QcFailure = (typeof QC_FAILURES)[number];

/** What of a volume decides how it is measured. */
export interface MeasureOrder {
  role: SequenceRole;
  map: string | null;
  component: Component | "mixed";
  phaseAxis: PhaseAxis | null;
}

export type QcOutcome = { measures: Measures } | { failure: QcFailure };

const LEAST_SLICES = 4;
/** Longitudinal magnetisation of brain at 3 T and 7 T is in its steady state after four of its T1. */
const STEADY_AFTER_S = 6;
const MOST_B0_IMAGES = 8;
/** Voxels decoded of one series, at the most: a longer one is measured on its beginning. */
const MOST_DECODED_VOXELS = 200_000_000;

/** Why a volume is not measured at all, as far as its rows tell; null where it is. */
export function unmeasurable(
  order: MeasureOrder,
  manifest: Pick<VolumeManifest, "kind" | "dimensions" | "sample">,
): QcFailure | null {
  if (order.map !== null || order.component !== "magnitude" || metricsOfRole(order.role).length === 0)
    return "not-measured";
  const isGrid = manifest.kind === "volume" && manifest.sample.samplesPerPixel === 1;
  return isGrid && manifest.dimensions[2] >= LEAST_SLICES ? null : "no-grid";
}

/** All metrics of a volume's role, from its view object; the same bytes give the same numbers. */
export async function measureVolume(
  order: MeasureOrder,
  manifest: VolumeManifest,
  readRange: ReadRange,
): Promise<QcOutcome> {
  const failure = unmeasurable(order, manifest);
  if (failure) return { failure };
  const reader = new FrameReader(manifest, readRange);
  const all = await measuresOf(order, manifest, reader);
  if (all === null) return { failure: "nothing-seen" };
  return { measures: Object.fromEntries(metricsOfRole(order.role).map((name) => [name, all[name]])) };
}

function measuresOf(
  order: MeasureOrder,
  manifest: VolumeManifest,
  reader: FrameReader,
): Promise<Measures | null> {
  if (order.role === "BOLD") return boldMeasures(order, manifest, reader);
  if (order.role === "DWI") return diffusionMeasures(order, manifest, reader);
  return stillMeasures(order, reader);
}

/** Several echoes or inversions: the first point stands for the volume. */
async function stillMeasures({ role }: MeasureOrder, reader: FrameReader): Promise<Measures | null> {
  const grid = reader.gridOf(await reader.point(0));
  const head = findHead(grid);
  return head && spatialMetrics(grid, head, role);
}

async function boldMeasures(
  { role, phaseAxis }: MeasureOrder,
  manifest: VolumeManifest,
  reader: FrameReader,
): Promise<Measures | null> {
  const { fourthAxis, dimensions } = manifest;
  const points = dimensions[3];
  const isTimed = fourthAxis.kind === "time" && fourthAxis.unit === "s";
  const steady = isTimed ? fourthAxis.values.findIndex((seconds) => seconds >= STEADY_AFTER_S) : 0;
  // A single volume and a very short series have no steady part.
  const from = Math.max(0, steady);
  const series = new TimeSeries(reader.voxels);
  const buffer = new Float32Array(reader.voxels);
  const to = Math.min(points, from + mostPoints(reader));
  for (let t = from; t < to; t++) series.add(await reader.point(t, buffer));
  const grid = reader.gridOf(series.mean());
  const head = findHead(grid);
  if (!head) return null;
  return {
    ...spatialMetrics(grid, head, role),
    ghostToSignal: ghostToSignal(grid, head, phaseAxis),
    snrTemporal: series.snr(grid, head),
  };
}

async function diffusionMeasures(
  { role }: MeasureOrder,
  manifest: VolumeManifest,
  reader: FrameReader,
): Promise<Measures | null> {
  const { fourthAxis, dimensions } = manifest;
  const bValues =
    fourthAxis.kind === "bValue" ? fourthAxis.values : new Array<number>(dimensions[3]).fill(Number.NaN);
  const isB0 = bValues.flatMap((bValue, t) => (bValue <= MOST_B0 ? [t] : [])).slice(0, MOST_B0_IMAGES);
  // Without one, the first picture shows where the head is, and its signal is not measured.
  const images: Float32Array[] = [];
  for (const t of isB0.length > 0 ? isB0 : [0]) images.push(await reader.point(t));
  const first = images[0] ?? new Float32Array();
  const grid = reader.gridOf(images.length > 1 ? meanOf(images) : first);
  const head = findHead(grid);
  if (!head) return null;
  // Noise is measured on one image: the mean of several has less.
  const single = isB0.length > 0 ? spatialMetrics(reader.gridOf(first), head, role) : {};
  return {
    snrForeground: single.snrForeground ?? { absent: "b0-too-few" },
    snrBackground: single.snrBackground ?? { absent: "b0-too-few" },
    snrB0: snrB0(isB0.length > 0 ? images : [], head),
    outlierSlices: outlierSlices(await weightedMeans(bValues, reader, head)),
  };
}

async function weightedMeans(bValues: readonly number[], reader: FrameReader, head: Head) {
  const weighted = bValues.flatMap((bValue, t) => (bValue > MOST_B0 ? [{ bValue, t }] : []));
  const buffer = new Float32Array(reader.voxels);
  const points: { bValue: number; means: (number | null)[] }[] = [];
  for (const { bValue, t } of weighted.slice(0, mostPoints(reader)))
    points.push({ bValue, means: sliceMeans(await reader.point(t, buffer), head, reader.dimensions) });
  return points;
}

function mostPoints(reader: FrameReader): number {
  return Math.max(1, Math.floor(MOST_DECODED_VOXELS / reader.voxels));
}

function meanOf(images: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(images[0]?.length ?? 0);
  for (const image of images)
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (image[i] ?? 0);
  return mean.map((sum) => sum / images.length);
}
