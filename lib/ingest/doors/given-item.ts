import type { RefusalReason } from "../rules/reasons";

/**
 * One thing that was given. `label` is the giver's own name of it: it may identify somebody, so it goes to the giver's
 * eyes only, never to a log, a row or an object.
 */
export type GivenItem =
  | UnpackedItem
  /** A large plain file that stays where it is until it is taken, in parts. */
  | { label: string; path: string; byteLength: number };

/** What was read whole: small files, and what archives hold. */
export type UnpackedItem = { label: string; bytes: Uint8Array } | { label: string; refused: RefusalReason };

/** Bounds of what one given file may grow to. */
export interface DoorLimits {
  /** Bytes of one file, after decompression. */
  maxFileBytes: number;
  /** Archives inside archives. */
  maxDepth: number;
  /** Files of one archive, nested ones included. */
  maxEntries: number;
  /** Bytes that an archive may grow to: this much, or `maxGrowth` times its own size, whichever is more. */
  freeBytes: number;
  maxGrowth: number;
}

export const DOOR_LIMITS: DoorLimits = {
  maxFileBytes: 2 ** 30,
  maxDepth: 3,
  maxEntries: 1_000_000,
  freeBytes: 2 ** 30,
  maxGrowth: 100,
};
