import { add, subtract } from "./geometry";
import type { Vec3 } from "./geometry";

/** How the positions of two volumes correspond. */
export type LinkBasis = "frame-of-reference" | "patient-position";

export interface Link {
  basis: LinkBasis;
  /** Added to a position in A to get the position in B, mm (LPS). */
  offsetMm: Vec3;
}

const NO_OFFSET: Vec3 = [0, 0, 0];

/**
 * The link of two volumes: exact when both name the same FrameOfReferenceUID (PS3.3 C.7.4.1.1.1: only then are
 * their coordinates comparable); otherwise by position in the scanner, which a manual offset may correct.
 */
export function linkOf(
  a: { frameOfReferenceUid: string | null },
  b: { frameOfReferenceUid: string | null },
  manualOffsetMm: Vec3 = NO_OFFSET,
): Link {
  const same = a.frameOfReferenceUid !== null && a.frameOfReferenceUid === b.frameOfReferenceUid;
  return same
    ? { basis: "frame-of-reference", offsetMm: NO_OFFSET }
    : { basis: "patient-position", offsetMm: manualOffsetMm };
}

/** The position in the other volume. */
export function across(link: Link, from: "a" | "b", point: Vec3): Vec3 {
  return from === "a" ? add(point, link.offsetMm) : subtract(point, link.offsetMm);
}

/** The offset under which two positions chosen by eye correspond. */
export function offsetBetween(pointInA: Vec3, pointInB: Vec3): Vec3 {
  return subtract(pointInB, pointInA);
}
