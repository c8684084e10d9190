import type { ApplyRefusal } from "@/lib/harmonise/combat/apply";
import type { BatchEffect } from "@/lib/harmonise/combat/batch-effect";
import type { FitRefusal } from "@/lib/harmonise/combat/refusals";
import type { LeftOut } from "./exam-features";
import type { Covariate, ReferenceGroup, Sequence } from "./reference-group";

/** How a page names a batch; never with its dates, which are true ones. */
export interface EpochLabel {
  epochId: string;
  siteName: string;
  manufacturer: string;
  model: string;
  scannerLabel: string | null;
  fieldStrengthTesla: number;
  kind: "software" | "hardware";
  softwareVersions: string;
  note: string | null;
}

export interface FitChoices {
  sequences: { sequence: Sequence; features: string[] }[];
  epochs: EpochLabel[];
}

export interface FitPreview {
  subjects: number;
  exams: number;
  leftOut: LeftOut;
  batches: { epochId: string; subjects: number }[];
  refusals: FitRefusal[];
}

export interface ModelSummary {
  id: string;
  name: string;
  version: number;
  sequence: Sequence;
  features: string[];
  batches: number;
  subjects: number;
  createdBy: string | null;
  createdAt: Date;
}

export interface ModelView {
  id: string;
  name: string;
  version: number;
  /** Versions of the same name, newest first. */
  versions: { id: string; version: number }[];
  features: string[];
  covariates: Covariate[];
  meanOnly: boolean;
  group: ReferenceGroup;
  subjects: number;
  exams: number;
  leftOut: LeftOut;
  batches: { epochId: string; subjects: number }[];
  effects: BatchEffect[];
  /** Of its batches and of whatever else it can be tried on. */
  epochs: EpochLabel[];
  createdBy: string | null;
  createdAt: Date;
  mayExport: boolean;
}

export interface HarmonisedExam {
  pseudonym: string;
  examId: string;
  epochId: string;
  values: number[];
  harmonised: number[];
}

export type ModelApplication =
  | { ok: false; refusals: ApplyRefusal[] }
  | {
      ok: true;
      exams: number;
      subjects: number;
      leftOut: LeftOut;
      extrapolated: number;
      effects: BatchEffect[];
      /** The first exams, by pseudonym and date. */
      shown: HarmonisedExam[];
    };
