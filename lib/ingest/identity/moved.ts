import { z } from "zod";

const hex = z.string().regex(/^[0-9a-f]*$/);

/** What came with a merged subject, as a split needs it (`SubjectMerge.moved`). */
export const movedSchema = z.object({
  /** Which way the objects are being rewritten. */
  direction: z.enum(["merge", "split"]),
  subject: z.object({
    id: z.guid(),
    sex: z.enum(["female", "male", "other", "unknown"]),
    synthetic: z.boolean(),
  }),
  /** The kept subject had no sex of its own before. */
  keptSexUnknown: z.boolean(),
  links: z.array(z.object({ hash: hex, siteId: z.guid() })),
  /** Exams that came later by one of these links are added (lib/catalogue/register-instances-store.ts). */
  exams: z.array(z.guid()),
  diagnoses: z.array(z.guid()),
  scores: z.array(z.guid()),
  biomarkers: z.array(z.guid()),
  withdrawals: z.array(z.guid()),
  /** `isShared`: the kept subject was in the project, or had the trait, by itself. */
  memberships: z.array(
    z.object({ projectId: z.guid(), status: z.enum(["patient", "control"]), isShared: z.boolean() }),
  ),
  traits: z.array(z.object({ kind: z.string(), hash: hex, isShared: z.boolean() })),
  /** Matches of the merged subject with others than the kept one. */
  matches: z.array(
    z.object({
      id: z.guid(),
      otherId: z.guid(),
      agreeing: z.array(z.string()),
      state: z.enum(["open", "merged", "apart"]),
      decidedById: z.guid().nullable(),
      decidedAt: z.iso.datetime().nullable(),
      createdAt: z.iso.datetime(),
      /** The match of the kept subject that was made of it. */
      becameId: z.guid().nullable(),
    }),
  ),
  /** Visits of both subjects as they were. */
  visits: z.array(z.object({ id: z.guid(), ofMerged: z.boolean(), examIds: z.array(z.guid()) })),
  /** Earlier merges into the merged subject. */
  merges: z.array(z.guid()),
});
export type Moved = z.infer<typeof movedSchema>;
