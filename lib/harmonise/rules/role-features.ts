import type { AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import type { Component } from "@/lib/imaging/frame-description";

export const SEQUENCE_ROLES = [
  "T1w",
  "T2w",
  "PDw",
  "FLAIR",
  "DIR",
  "DWI",
  "SWI",
  "T2star",
  "BOLD",
  "ASL",
  "DSC",
  "DCE",
  "MP2RAGE",
  "TOF",
  "fieldmap",
  "MRS",
  "SBRef",
  "localiser",
  "unknown",
] as const;

export type SequenceRole = (typeof SEQUENCE_ROLES)[number];

/** What the rules look at: the series' parameters, and the Volume within its series. */
export interface RoleFeatures extends Omit<AcquisitionParameters, "imageType"> {
  imageType: string[];
  component: Component;
  map: string | null;
  is3D: boolean | null;
  isDerived: boolean;
  /** This Volume's echo. */
  echoTimeMs: number | null;
  /** Points on its fourth axis. */
  repeats: number;
  seriesEchoes: number;
  seriesInversionTimes: number;
  seriesHasPhase: boolean;
  /** Different slice directions in the series. */
  orientations: number;
}
