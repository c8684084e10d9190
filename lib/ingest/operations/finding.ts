/** What a check of the catalogue can find; closed, so that every code has its words and its remedy. */
export const FINDING_CODES = [
  /** An object of the catalogue that no row names. */
  "orphan-object",
  /** Sealed bytes that nothing waits for and nothing holds. */
  "orphan-held",
  /** A file that a process was writing when it died. */
  "leftover",
  /** An instance whose object is gone. */
  "missing-object",
  /** An instance whose object has another length or digest than when it was stored. */
  "altered-object",
  /** A volume whose view object or thumbnail is gone or cut. */
  "missing-view",
  /** A series whose counts are not those of its instances. */
  "wrong-counts",
  /** A delivery whose account is not that of its files. */
  "wrong-account",
  /** A received object that waits, and whose bytes are gone or do not open. */
  "lost-waiting",
  /** A held file whose bytes are gone or do not open. */
  "lost-held",
  /** The search read-model says other than the rows that it is made of. */
  "search-differs",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One thing that is wrong. Keys and ids are ours; nothing of a header is in them. */
export interface Finding {
  code: FindingCode;
  /** Key of an object, or id of a row. */
  subject: string;
  /** Whether it was put right; what cannot be is noted and stays a finding. */
  mended: boolean;
}

/** Failure code of a series that lost an instance's object. */
export const SERIES_FAILURE = { missing: "object-missing", altered: "object-altered" } as const;
