import { readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { GIVEN_VOLUMES } from "@/lib/harmonise/rules/testing/given-volumes";
import type { Point } from "./phantom";
import { convert, niftiPoints } from "./real-data-dcm2niix";
import type { Converted } from "./real-data-dcm2niix";
import { dcmtkPoints, listObjects } from "./real-data-dcmtk";
import { findStoredSeries } from "./real-data-stored";
import type { StoredVolume } from "./real-data-stored";

/** A point of a volume and its value by an independent reader. */
export interface RefereePoint {
  positionMm: Point;
  /** Point of the fourth axis. */
  t: number;
  /** One, or three of a colour. */
  values: number[];
  /** Column, row and picture of a stack, and where the picture's corner lies. */
  pixel: { i: number; j: number; frame: number; pictureMm: Point } | null;
}

/** A volume to look at, and what an independent reader says about it. */
export interface RealVolume {
  /** Case folder, series of the folder and volume of the series: nothing of a header. */
  label: string;
  examId: string;
  seriesId: string;
  volume: StoredVolume;
  reader: "dcm2niix" | "dcmtk";
  points: RefereePoint[];
}

/** Folders that hold readable image objects. */
export function readableFolders(root: string): string[] {
  return readdirSync(root)
    .filter((name) => /^(g0[1-9]|g12|g13|g15|g17)_/.test(name))
    .concat("g14_deid_phi/residual_name");
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    });
}

/** g13: nine compressions of one picture in one series, of which dcm2niix makes one file each. */
const isCopied = (folder: string) => folder.startsWith("g13");
/** g14: signed samples of 12 bits, whose sign dcm2niix does not extend (PS3.5 8.1.1). */
const isTrusted = (folder: string) => (value: number) => !folder.startsWith("g14") || value < 2048;
/** g12: dcm2niix leaves the interleaved frames in stored order, 5 mm apart instead of the 6 mm of their positions. */
const isConverted = (folder: string) => !folder.startsWith("g12") && !folder.startsWith("g15");

/**
 * Every volume that the hand-checked table expects of the readable files, with points read by dcm2niix, or by dcmtk
 * where dcm2niix does not convert it and for stacks.
 * @throws where the catalogue lacks a series or a volume of the table
 */
export function realVolumes(root: string, scratch: string): RealVolume[] {
  const folders = readableFolders(root);
  const objects = listObjects(folders.flatMap((folder) => filesUnder(join(root, folder))));
  const seriesOf = (key: string) =>
    objects.flatMap(({ path, seriesInstanceUid, seriesNumber }) =>
      `${relative(root, dirname(path))}#${seriesNumber}` === key ? [seriesInstanceUid] : [],
    );
  const keys = [...GIVEN_VOLUMES.keys()];
  const stored = findStoredSeries([...new Set(keys.flatMap(seriesOf))]);
  const converted = folders.filter(isConverted).flatMap((folder) => convert(join(root, folder), scratch));
  const counts = new Map<string, number>();
  return keys.flatMap((key) => {
    const folder = key.slice(0, key.indexOf("_"));
    const ordinal = (counts.get(folder) ?? 0) + 1;
    counts.set(folder, ordinal);
    const label = `${folder} series ${ordinal}`;
    // Beside a readable series there may be objects that the catalogue does not take, under the same number.
    const [uid = "", ...more] = new Set(seriesOf(key).filter((candidate) => candidate in stored));
    const series = stored[uid];
    if (!series || more.length > 0 || series.volumes.length !== GIVEN_VOLUMES.get(key)?.length)
      throw new Error(`${label}: the catalogue has not the volumes of the table`);
    const mine = converted.filter(({ seriesInstanceUid }) => seriesInstanceUid === uid);
    const paths = objects.flatMap((object) => (object.seriesInstanceUid === uid ? [object.path] : []));
    return series.volumes.map((volume, index) => ({
      label: `${label} volume ${index + 1}`,
      examId: series.examId,
      seriesId: series.id,
      volume,
      ...refereed(key, volume, series.volumes, mine, paths, scratch),
    }));
  });
}

function refereed(
  folder: string,
  volume: StoredVolume,
  siblings: readonly StoredVolume[],
  converted: readonly Converted[],
  paths: readonly string[],
  scratch: string,
): Pick<RealVolume, "reader" | "points"> {
  const nifti = volume.kind === "volume" ? counterpart(folder, volume, siblings, converted) : undefined;
  if (nifti) {
    const points = niftiPoints(nifti, isTrusted(folder)).map((point) => ({ ...point, pixel: null }));
    const [first] = points;
    const last = volume.dimensions[3] - 1;
    return {
      reader: "dcm2niix",
      points: isCopied(folder) && first ? [...points, { ...first, t: last }] : points,
    };
  }
  // Pictures of repetitions that lack slices are a volume of their own, after those of the first.
  const before = siblings.slice(0, siblings.indexOf(volume));
  const { dimensions, points } = dcmtkPoints(
    paths,
    before.reduce((sum, { dimensions: [, , , nt] }) => sum + nt, 0),
    scratch,
  );
  if (dimensions.join() !== volume.dimensions.join()) throw new Error(`dcmtk sees ${dimensions.join("×")}`);
  return {
    reader: "dcmtk",
    points: points.map(({ at: [i, j, k, t], positionMm, pictureMm, values }) => ({
      positionMm,
      t,
      values,
      pixel: volume.kind === "stack" ? { i, j, frame: t * dimensions[2] + k, pictureMm } : null,
    })),
  };
}

/** The NIfTI file of a volume: same size, and where the series has several of that size, same echo, phase and map. */
function counterpart(
  folder: string,
  volume: StoredVolume,
  siblings: readonly StoredVolume[],
  converted: readonly Converted[],
): Converted | undefined {
  const sameSize = converted.filter(({ nifti: { dimensions } }) => {
    const [, , , nt] = volume.dimensions;
    const [, , , repeats] = dimensions;
    const isSame = nt === repeats || (isCopied(folder) && repeats === 1);
    return isSame && gridOf(dimensions) === gridOf(volume.dimensions);
  });
  if (siblings.length === 1) return sameSize[0];
  const same = sameSize.filter(
    ({ echoTimeMs, phase, map }) =>
      (volume.component === "phase") === phase &&
      (volume.map !== null) === map &&
      (map || Math.abs((echoTimeMs ?? 0) - (volume.echoTimeMs ?? 0)) < 0.01),
  );
  if (same.length > 1) throw new Error("several converted files for one volume");
  return same[0];
}

/** Size of a grid whatever the order of its axes: dcm2niix turns sagittal 3D volumes. */
function gridOf([nx, ny, nz]: readonly [number, number, number, number]): string {
  return [nx, ny, nz].sort((a, b) => a - b).join("×");
}
