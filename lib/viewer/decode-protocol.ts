import type { SampleArray } from "@/lib/imaging/pixel-frame";

/** Messages between the decode pool and its workers. Buffers are transferred, not copied. */
export interface DecodeRequest {
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Stored values of one frame, row by row; three components are interleaved (RGB). */
export type DecodeReply = { id: number; samples: SampleArray } | { id: number; error: string };
