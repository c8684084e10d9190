import type { Component, FrameDescription } from "@/lib/imaging/frame-description";
import type { VolumeManifest } from "@/lib/imaging/manifest";

/** A Volume as planned from headers: which picture goes where, and the geometry they share. */
export interface VolumePlan extends Pick<
  VolumeManifest,
  | "kind"
  | "stackReason"
  | "dimensions"
  | "voxelSizeMm"
  | "originMm"
  | "direction"
  | "frameOfReferenceUid"
  | "rescale"
  | "frameRescales"
  | "fourthAxis"
  | "framePositionsMm"
  | "gaps"
> {
  /** In stored order: index = t·nz + z. */
  frames: FrameDescription[];
  component: Component;
  map: string | null;
  imageType: string[];
  echoTimeMs: number | null;
  inversionTimeMs: number | null;
  /** Different b-values present (s/mm²), ascending; empty where none is recorded. */
  bValues: number[];
}
