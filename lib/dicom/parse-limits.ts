/** Bounds that keep a hostile file from costing more than its own size. */
export interface ParseLimits {
  /** Sequences inside sequences. Enhanced MR needs about 6. */
  maxDepth: number;
  /** Data elements, items and fragments in all. An enhanced series of 10,000 frames has about 2 million. */
  maxElements: number;
  /** Bytes of the file. */
  maxBytes: number;
  /** Bytes that a deflated data set may grow to. */
  maxInflatedBytes: number;
}

export const DEFAULT_LIMITS: ParseLimits = {
  maxDepth: 24,
  maxElements: 5_000_000,
  maxBytes: 2 ** 31 - 1,
  maxInflatedBytes: 2 ** 30,
};
