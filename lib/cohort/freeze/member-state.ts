import { z } from "zod";

// What is kept of each member of a frozen cohort: all that criteria can look at, as it was. Never a date: days are
// counted from the exam, which no offset changes. Read back for ever: a later shape needs a new `format`.

export const STATE_FORMAT = 1;

const verdict = z.enum(["compliant", "minor", "major", "undetermined"]);
/** Whole days from the exam's day to this one, before it below zero; null where the exam has no date. */
const day = z.number().int().nullable();
const precision = z.enum(["day", "month", "year"]);

/** What a protocol version said when the cohort was frozen. */
const judged = { protocol: z.string(), version: z.number().int() };

export const seriesStateSchema = z.strictObject({
  role: z.string(),
  is3D: z.boolean().nullable(),
  map: z.string().nullable(),
  contrast: z.string(),
  derived: z.boolean(),
  verdicts: z.array(z.strictObject({ ...judged, verdict })),
  qc: z.string(),
  rating: z.string().nullable(),
  /** Images are in the store. */
  pixels: z.boolean(),
  /** Values by SERIES_NUMBERS, unknown ones left out. */
  numbers: z.record(z.string(), z.array(z.number())),
});
export type SeriesState = z.infer<typeof seriesStateSchema>;

export const examStateSchema = z.strictObject({
  format: z.literal(STATE_FORMAT),
  /** The subject within this version: it tells which exams are one person's, and nothing outside. */
  subject: z.string(),
  sex: z.string(),
  ageYears: z.number().int().nullable(),
  site: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  fieldTesla: z.number(),
  /** Whole months since the subject's first visit; null where the exam has no date. */
  month: z.number().int().nullable(),
  projects: z.array(z.string()),
  /** Projects of which the subject is a healthy control. */
  controlIn: z.array(z.string()),
  diagnoses: z.array(
    z.strictObject({
      code: z.string(),
      verification: z.string(),
      assertedDay: day,
      assertedPrecision: precision,
      abatedDay: day,
      abatedPrecision: precision.nullable(),
    }),
  ),
  scores: z.array(z.strictObject({ name: z.string(), value: z.number(), unit: z.string().nullable(), day })),
  protocols: z.array(z.strictObject({ ...judged, verdict, whole: z.boolean().nullable() })),
  /** Series of the exam that the question did not speak of. */
  otherSeries: z.array(seriesStateSchema.extend({ series: z.guid() })),
});
export type ExamState = z.infer<typeof examStateSchema>;

/** An exam as it is now, in the words of a frozen one. */
export interface PresentExam {
  examId: string;
  subjectId: string;
  pseudonym: string;
  state: Omit<ExamState, "format" | "subject" | "otherSeries">;
  series: Map<string, SeriesState>;
}
