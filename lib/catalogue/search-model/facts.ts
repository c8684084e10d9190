import { z } from "zod";

// What the rows of the search read-model hold, as the views of migration 0014 write it.

const day = z.number().int();
const number = z.union([z.number(), z.array(z.number()), z.null()]);

/** A kind of series: role, 3D, map, contrast, derived, pixels, QC, rating, verdicts now by protocol, numbers. */
export const seriesKindSchema = z.tuple([
  z.string(),
  z.boolean().nullable(),
  z.string().nullable(),
  z.string(),
  z.boolean(),
  z.boolean(),
  z.string(),
  z.string().nullable(),
  z.array(z.tuple([z.number().int(), z.string()])),
  /** In the order of SERIES_KIND_NUMBERS. */
  z.array(number).length(11),
]);

/** Columns of "Series" whose values a kind holds; lists hold all of theirs. */
export const SERIES_KIND_NUMBERS = [
  "voxelSizeMaxMm",
  "sliceThicknessMm",
  "repetitionTimeMs",
  "echoTimeMs",
  "inversionTimeMs",
  "flipAngleDeg",
  "bValueSPerMm2",
  "directionCount",
  "volumeCount",
  "multibandFactor",
  "parallelReductionFactor",
] as const;

/** What "SearchSubject" holds; days count from 1970-01-01 and are shifted. */
export const subjectFactsSchema = z.object({
  sex: z.string(),
  /** Projects in which the subject is a healthy control. */
  controls: z.array(z.string()),
  visits: z.array(z.tuple([z.string(), day])),
  /** Code, verification, asserted on, its precision, abated on, its precision. */
  diagnoses: z.array(
    z.tuple([
      z.string(),
      z.enum(["confirmed", "provisional", "refuted"]),
      day,
      z.enum(["day", "month", "year"]),
      day.nullable(),
      z.enum(["day", "month", "year"]).nullable(),
    ]),
  ),
  /** Name, value, taken on. */
  scores: z.array(z.tuple([z.string(), z.number(), day])),
});
export type SubjectFacts = z.infer<typeof subjectFactsSchema>;

export interface SeriesKind {
  role: string;
  is3D: boolean | null;
  map: string | null;
  contrast: string;
  derived: boolean;
  pixels: boolean;
  qc: string;
  rating: string | null;
  /** Ordinal of the protocol and its verdict now. */
  verdicts: readonly (readonly [protocol: number, verdict: string])[];
  numbers: Readonly<Record<(typeof SERIES_KIND_NUMBERS)[number], readonly number[]>>;
}

/** Reads a row of "SearchSeriesKind". */
export function parseSeriesKind(facts: string): SeriesKind {
  const [role, is3D, map, contrast, derived, pixels, qc, rating, verdicts, values] = seriesKindSchema.parse(
    JSON.parse(facts),
  );
  const numbers = Object.fromEntries(
    SERIES_KIND_NUMBERS.map((name, at) => {
      const value = values[at] ?? null;
      return [name, value === null ? [] : Array.isArray(value) ? value : [value]];
    }),
  ) as SeriesKind["numbers"];
  return { role, is3D, map, contrast, derived, pixels, qc, rating, verdicts, numbers };
}
