import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Which held files of one site a decision is about; erased ones never are. */
export const heldSelectionSchema = z.discriminatedUnion("by", [
  /** Files held for one reason with the same attributes and context (held-files-store.ts). */
  z.object({ by: z.literal("group"), key: z.string().regex(/^[0-9a-f]{32}$/) }),
  /** Files of a scanner that is not known, by ScannerAlias.key. */
  z.object({ by: z.literal("scanner"), scannerKey: hash }),
  /** Files all of whose unknown private creators are among these or were dropped before. */
  z.object({ by: z.literal("creators"), creatorHashes: z.array(hash).min(1).max(50) }),
]);
export type HeldSelection = z.infer<typeof heldSelectionSchema>;

/** A group of held files as a page names it. */
export const heldGroupSchema = z.object({ siteId: z.guid(), groupKey: z.string().regex(/^[0-9a-f]{32}$/) });
export type HeldGroupName = z.infer<typeof heldGroupSchema>;
