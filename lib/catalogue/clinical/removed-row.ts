import { z } from "zod";
import { open, seal } from "@/lib/deid/seal";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";

// What undoes a removal: the row itself, sealed, in the hands of whoever removed it. It holds shifted dates, which the
// browser must not read.

const CONTEXT = "clinical removal";
const VALID_MS = 15 * 60_000;

const precision = z.enum(["day", "month", "year"]);
const removedSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("diagnosis"),
    at: z.number(),
    row: z.object({
      id: z.guid(),
      subjectId: z.guid(),
      code: z.string(),
      onsetOn: z.coerce.date().nullable(),
      onsetPrecision: precision.nullable(),
      assertedOn: z.coerce.date(),
      assertedPrecision: precision,
      abatedOn: z.coerce.date().nullable(),
      abatedPrecision: precision.nullable(),
      verification: z.enum(["confirmed", "provisional", "refuted"]),
      importId: z.guid().nullable(),
    }),
  }),
  z.object({
    kind: z.literal("score"),
    at: z.number(),
    row: z.object({
      id: z.guid(),
      subjectId: z.guid(),
      name: z.string(),
      value: z.number(),
      unit: z.string().nullable(),
      takenOn: z.coerce.date(),
      importId: z.guid().nullable(),
    }),
  }),
]);
export type RemovedRow = z.infer<typeof removedSchema>;

/** A removed row for whoever may undo it. */
export function sealRemoved(removed: RemovedRow): string {
  const bytes = new TextEncoder().encode(JSON.stringify(removed));
  return Buffer.from(seal(secrets().sealKey, bytes, CONTEXT)).toString("base64url");
}

/** @throws AppError `not-found` for what we did not seal, and after 15 minutes */
export function openRemoved(sealed: string, at: Date): RemovedRow {
  let json: unknown;
  try {
    const bytes = open(secrets().sealKey, new Uint8Array(Buffer.from(sealed, "base64url")), CONTEXT);
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new AppError("not-found", "nothing to undo", undefined, { cause });
  }
  const removed = removedSchema.parse(json);
  if (at.getTime() - removed.at > VALID_MS) throw new AppError("not-found", "too late to undo");
  return removed;
}
