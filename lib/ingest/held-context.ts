import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What deciding about a held file needs beside its reason: closed words, cleaned names and keyed hashes, never a value. */
export const heldContextSchema = z.object({
  /** Normalised maker (enum Manufacturer). */
  manufacturer: z.string().max(20).optional(),
  /** Model name, cleaned to device words. */
  model: z.string().max(64).optional(),
  /** Nominal field strength; 0 when the header does not tell. */
  fieldStrengthTesla: z.number().optional(),
  /** ScannerAlias.key of the header's way of naming its scanner. */
  scannerKey: hash.optional(),
  /** DroppedCreator.creatorHash of private creators that no list knows. */
  creatorHashes: z.array(hash).max(50).optional(),
});
export type HeldContext = z.infer<typeof heldContextSchema>;
