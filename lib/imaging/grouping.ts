import type { FrameDescription } from "@/lib/imaging/frame-description";
import { dot } from "@/lib/imaging/geometry";

export type FourthAxisHint = "none" | "echo" | "inversion";

export interface FrameGroup {
  frames: FrameDescription[];
  /** What repeats at each position, where the headers say that it is neither time nor b-value. */
  hint: FourthAxisHint;
}

/** From this many echoes (or inversion times) on, they are points on an axis and not kinds of their own. */
const FEWEST_ON_AXIS = 3;

export function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}

/**
 * Splits a series into kinds of picture: matrix, sample, ImageType, component, map, and then echo and
 * inversion time. One or two echoes are kinds (field maps, PDw and T2w of a dual echo); three or more with
 * one picture each per position are points of the fourth axis.
 */
export function splitByKind(frames: readonly FrameDescription[]): FrameGroup[] {
  return [...groupBy(frames, kindKey).values()].flatMap((kind) =>
    splitByParameter({ frames: kind, hint: "none" }, echoKey, "echo").flatMap((group) =>
      splitByParameter(group, inversionKey, "inversion"),
    ),
  );
}

/** Siemens XA numbers echoes and inversions in ImageType (TE1, TI2): points of one kind, told apart by their times. */
const NUMBERED_POINT = /^T[EI]\d+$/;

function kindKey(frame: FrameDescription): string {
  return [
    frame.columns,
    frame.rows,
    frame.samplesPerPixel,
    frame.sampleType,
    frame.component,
    frame.map ?? "",
    frame.kindDiscriminator,
    frame.frameOfReferenceUid ?? "",
    ...frame.imageType.filter((word) => !NUMBERED_POINT.test(word)),
  ].join("\\");
}

const echoKey = (frame: FrameDescription) => frame.echoTimeMs?.toFixed(2) ?? "";
const inversionKey = (frame: FrameDescription) => frame.inversionTimeMs?.toFixed(1) ?? "";

function splitByParameter(
  group: FrameGroup,
  key: (frame: FrameDescription) => string,
  hint: FourthAxisHint,
): FrameGroup[] {
  const parts = groupBy(group.frames, key);
  if (parts.size === 1) return [group];
  if (parts.size >= FEWEST_ON_AXIS && group.hint === "none") {
    const places = new Set(group.frames.map((frame) => `${place(frame)}|${key(frame)}`));
    if (places.size === group.frames.length) return [{ frames: group.frames, hint }];
  }
  return [...parts.values()].map((frames) => ({ frames, hint: group.hint }));
}

function place(frame: FrameDescription): string {
  return frame.positionMm?.map((value) => value.toFixed(2)).join(",") ?? "";
}

/** cos of about 0.1°: scanners round direction cosines to five or six digits. */
const SAME_DIRECTION = 0.9999985;
const SAME_SPACING = 1e-3;

/** Groups of equal orientation and in-plane spacing; frames without geometry form one group, last. */
export function splitByGeometry(frames: readonly FrameDescription[]): FrameDescription[][] {
  const groups: FrameDescription[][] = [];
  const without: FrameDescription[] = [];
  for (const frame of frames) {
    if (!hasGeometry(frame)) {
      without.push(frame);
      continue;
    }
    const group = groups.find(([first]) => first && sameGrid(first, frame));
    if (group) group.push(frame);
    else groups.push([frame]);
  }
  return without.length > 0 ? [...groups, without] : groups;
}

export function hasGeometry(frame: FrameDescription): boolean {
  return frame.positionMm !== null && frame.rowDirection !== null && frame.columnDirection !== null;
}

function sameGrid(a: FrameDescription, b: FrameDescription): boolean {
  if (!a.rowDirection || !b.rowDirection || !a.columnDirection || !b.columnDirection) return false;
  return (
    dot(a.rowDirection, b.rowDirection) > SAME_DIRECTION &&
    dot(a.columnDirection, b.columnDirection) > SAME_DIRECTION &&
    a.pixelSpacingMm.every((spacing, axis) => {
      const other = b.pixelSpacingMm[axis] ?? 0;
      return Math.abs(spacing - other) <= SAME_SPACING * spacing;
    })
  );
}
