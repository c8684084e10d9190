import { z } from "zod";

// What can be asked of an overlap matrix. Browser-safe.

/** Ways of sorting the exams of a cohort. */
export const DIMENSIONS = [
  "diagnosis",
  "scanner",
  "site",
  "age",
  "protocol",
  /** The version that judges an exam: it dates the exam, hence only told where true dates may be read. */
  "protocolVersion",
  "sex",
  "field",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/**
 * Which diagnoses make the values: those that the question names, or those at a level of the hierarchy of the ones
 * present, only levels where branches part being counted. `auto`: the named ones, or the first level with several.
 */
export const DIAGNOSIS_LEVELS = ["auto", "asked", "1", "2", "3"] as const;
export type DiagnosisLevel = (typeof DIAGNOSIS_LEVELS)[number];

export const OVERLAP_UNITS = ["subjects", "exams"] as const;

/** Bounds under which a cell can be called thin. */
export const THIN_BOUNDS = [5, 11, 20, 50] as const;

export const overlapRequestSchema = z
  .object({
    rows: z.enum(DIMENSIONS).default("diagnosis"),
    columns: z.enum(DIMENSIONS).default("scanner"),
    /** One table for each value of a third dimension. */
    split: z.enum(DIMENSIONS).nullable().default(null),
    unit: z.enum(OVERLAP_UNITS).default("subjects"),
    level: z.enum(DIAGNOSIS_LEVELS).default("auto"),
  })
  .refine(({ rows, columns, split }) => rows !== columns && split !== rows && split !== columns, {
    message: "the dimensions must differ",
    path: ["columns"],
  });
export type OverlapRequest = z.infer<typeof overlapRequestSchema>;
