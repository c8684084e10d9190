import type { DeidContext } from "@/lib/deid/rule-context";
import type { DeidReport } from "@/lib/deid/report";
import type { ContentDigest } from "../content-digest";
import type { PlacementFacts, PlacementKeys } from "../placement-facts";
import type { Judgement } from "../rules/judge";

/** Where the bytes of a file are that has to be inspected. */
export type InspectionInput =
  | { bytes: Uint8Array }
  /** A file that stays as it is until the inspection is released; sealed by lib/deid/seal.ts, or in the clear. */
  | { path: string; seal?: { key: Uint8Array; context: string } };

/** What the header and the decoded pixels of a usable file say. */
export interface InspectedFacts {
  placement: PlacementFacts;
  content: ContentDigest;
  sopClassUid: string;
  /** Of the file in the clear. */
  byteLength: number;
}

/** Why a file is not usable. */
export type TurnedAway = Exclude<Judgement, { kind: "usable" }> & {
  /** Keyed hashes of private creators that no list knows. */
  creatorHashes?: string[];
  /** Whose it is, where its header could be read: nothing of an opposed person may be held. */
  patientId?: string | undefined;
};

/** What the catalogue's rows take from the de-identified header. */
export interface CleanDescription {
  studyDescription: string | null;
  seriesDescription: string | null;
  protocolName: string | null;
  seriesNumber: number | null;
  /** BodyPartExamined as a defined term. */
  bodyPart: string | null;
  ageAtExamYears: number | null;
}

/** A de-identified file: its bytes, or only their number where they were written to `into`. */
export interface CleanFile {
  bytes: Uint8Array<ArrayBuffer> | null;
  byteLength: number;
  description: CleanDescription;
  report: DeidReport;
}

export interface DeidentifyOrder {
  context: DeidContext;
  /** A new file to write to and to fsync (`ObjectStore.asidePath`); needed above `MOST_RETURNED_BYTES`. */
  into?: string;
}

/** De-identified files up to this size come back in memory. */
export const MOST_RETURNED_BYTES = 32 * 2 ** 20;

export type ThreadRequest =
  | { id: number; step: "inspect"; input: InspectionInput; keys: PlacementKeys }
  | { id: number; step: "deidentify"; ticket: number; order: DeidentifyOrder }
  | { id: number; step: "release"; ticket: number };

export type ThreadAnswer =
  | { kind: "usable"; ticket: number; facts: InspectedFacts }
  | { kind: "clean"; clean: CleanFile }
  | { kind: "ready" | "released" }
  | TurnedAway
  /** The machine's trouble and not the file's: the disk, the seal. Another try may do. */
  | { kind: "failed"; message: string };

export interface ThreadReply {
  /** 0 for the thread's first word, that it is ready. */
  id: number;
  answer: ThreadAnswer;
}
