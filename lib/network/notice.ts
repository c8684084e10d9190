import { z } from "zod";

const id = z.guid();

/**
 * What the people who run the network are told once: the closed vocabulary of `Notice.kind`, each with its detail (ids
 * and closed words). Worded in messages/<language>/network.json under `notice`.
 */
export const NOTICES = {
  /** Files came from a scanner that nobody had entered; it was registered under the site that gave them. */
  "scanner-registered": z.strictObject({}),
  /** A known scanner has new software. */
  "epoch-opened": z.strictObject({ epochId: id }),
  /** Something about a scanner moved: so many findings were opened at once. */
  "scanner-drifts": z.strictObject({ findings: z.number().int().positive() }),
} as const satisfies Record<string, z.ZodObject>;

export type NoticeKind = keyof typeof NOTICES;
export const NOTICE_KINDS = Object.keys(NOTICES) as [NoticeKind, ...NoticeKind[]];
export type NoticeInput = {
  [K in NoticeKind]: { kind: K; detail: z.infer<(typeof NOTICES)[K]> };
}[NoticeKind];
