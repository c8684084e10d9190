import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { z } from "zod";
import { childEnv, env } from "@/lib/platform/env";
import { repositoryRoot } from "@/lib/platform/root";
import { FRAME_BYTES } from "./testing/large-object";

/** 64 MiB of pixels; 1 GiB in the long form. */
const FRAMES = env().testLong ? 8192 : 512;
const MOST_RESIDENT_MIB = env().testLong ? 600 : 400;

const saidSchema = z.object({
  frames: z.number(),
  byteLength: z.number(),
  cleanBytes: z.number(),
  volumes: z.array(z.array(z.number())),
  peakMiB: z.number(),
});

it("an enhanced multi-frame object goes from sealed bytes to volumes in bounded memory", async () => {
  const run = [
    "--import",
    "tsx",
    "lib/ingest/inspection/testing/large-object-run.ts",
    tmpdir(),
    String(FRAMES),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, run, {
    cwd: repositoryRoot,
    env: childEnv({}),
  });
  const said = saidSchema.parse(JSON.parse(stdout));
  expect(said.frames).toBe(FRAMES);
  expect(said.byteLength).toBeGreaterThan(FRAMES * FRAME_BYTES);
  expect(said.cleanBytes).toBeGreaterThan(FRAMES * FRAME_BYTES);
  expect(said.volumes).toEqual([[256, 256, FRAMES, 1]]);
  expect(said.peakMiB).toBeLessThan(MOST_RESIDENT_MIB);
}, 600_000);
