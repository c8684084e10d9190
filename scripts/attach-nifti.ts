import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { systemActor } from "@/lib/access/actor";
import { attachNifti } from "@/lib/ingest/nifti/attach-nifti";
import { NIFTI_CONTENT_CODES, niftiContentSchema } from "@/lib/ingest/nifti/content";
import { type NiftiFate, readNiftiFate } from "@/lib/ingest/nifti/read-nifti-fate";
import { env } from "@/lib/platform/env";
import { drainQueue } from "@/lib/platform/queue";
import { jobHandlers } from "./job-handlers";

const actor = systemActor("ingest");

/** How long a file that a running worker has taken is waited for, in steps. */
const WAIT_STEPS = 600;
const WAIT_STEP_MS = 500;

/** What the command line says of a NIfTI file. */
export interface NiftiArguments {
  file: string;
  series: string;
  content: string;
  /** Ordinal of the volume on whose grid it lies. */
  onto: string | undefined;
}

/** Codes of `--content`, for the usage. */
export const CONTENT_CODES = NIFTI_CONTENT_CODES.join(", ");

/** Whether the choices make sense; a file's own faults come with its fate. */
export function isSensible({ content, onto }: NiftiArguments): boolean {
  return niftiContentSchema.safeParse(content).success && (onto === undefined || /^\d{1,4}$/.test(onto));
}

/** Gives a NIfTI file to a series and waits for its fate. @throws AppError `not-found` for an unknown series */
export async function attachNiftiFile({ file, series, content, onto }: NiftiArguments): Promise<NiftiFate> {
  const path = resolve(env().callerDir, file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return { state: "refused", reason: "unreadable", seriesId: null };
  const { niftiId } = await attachNifti(actor, {
    series,
    ontoOrdinal: onto === undefined ? null : Number(onto),
    content: niftiContentSchema.parse(content),
    bytes: createReadStream(path, { highWaterMark: 2 ** 20 }),
  });
  await drainQueue(jobHandlers);
  for (let step = 0; step < WAIT_STEPS; step++) {
    const fate = await readNiftiFate(actor, niftiId);
    if (fate.state !== "waiting") return fate;
    await new Promise((next) => setTimeout(next, WAIT_STEP_MS));
  }
  return readNiftiFate(actor, niftiId);
}
