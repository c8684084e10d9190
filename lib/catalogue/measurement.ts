import { z } from "zod";

/** Nothing in a scanner's bore lies further from its isocentre, mm. */
const FARTHEST_MM = 2000;
const coordinate = z.number().min(-FARTHEST_MM).max(FARTHEST_MM);
const pointMm = z.tuple([coordinate, coordinate, coordinate]);

/** The ends of a length in patient coordinates (LPS, mm). */
export const lengthPointsSchema = z.tuple([pointMm, pointMm]);

/** What a viewer sends to keep a length. Its value is computed from the points, never taken from the browser. */
export const newMeasurementSchema = z.strictObject({
  kind: z.literal("length"),
  volumeId: z.uuid(),
  pointsMm: lengthPointsSchema,
});
export type NewMeasurement = z.infer<typeof newMeasurementSchema>;

/** A user's own length on an exam. */
export interface Measurement {
  id: string;
  kind: "length";
  examId: string;
  seriesId: string;
  volumeId: string;
  pointsMm: z.infer<typeof lengthPointsSchema>;
  /** Distance between the points. */
  lengthMm: number;
}

/** Distance in mm between the two ends. */
export function lengthMmOf([a, b]: z.infer<typeof lengthPointsSchema>): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
