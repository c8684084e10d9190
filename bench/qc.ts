import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Grid } from "@/lib/harmonise/qc/grid";
import { findHead } from "@/lib/harmonise/qc/head";
import { measureVolume } from "@/lib/harmonise/qc/measure";
import type { Measures } from "@/lib/harmonise/qc/metrics";
import { spatialMetrics } from "@/lib/harmonise/qc/spatial";
import { gaussian } from "@/lib/harmonise/qc/testing/phantoms";
import { encodeFrame } from "@/lib/imaging/htj2k";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { AppError } from "@/lib/platform/errors";
import { repositoryRoot } from "@/lib/platform/root";

const [NX, NY, NZ] = [256, 256, 176];
const DIMENSIONS = [NX, NY, NZ] as const;
const RUNS = 5;
const peerSchema = z.object({ seconds: z.number(), values: z.record(z.string(), z.number()) });

/**
 * All metrics of a T1w of 256 × 256 × 176 voxels, from its view object (decoding included) and from the array alone, against
 * the same sums in numpy; medians of five runs. Aim: at most 1.5 s.
 */
export async function bench(): Promise<Record<string, unknown>> {
  const grid = head();
  const { manifest, bytes } = await viewObjectOf(grid);
  const order = { role: "T1w", map: null, component: "magnitude", phaseAxis: null } as const;
  const whole = await timed(() =>
    measureVolume(order, manifest, (start, end) => Promise.resolve(bytes.subarray(start, end))),
  );
  const sums = await timed(() => Promise.resolve(spatialOf(grid)));
  const peer = await numpy(grid);
  return {
    ours: { seconds: whole.seconds, cpuSeconds: whole.cpuSeconds, sumsAloneSeconds: sums.seconds },
    peer: peer === null ? "numpy is not installed" : { name: "numpy", sumsAloneSeconds: peer.seconds },
    ratio: peer === null ? null : sums.seconds / peer.seconds,
    /** Largest relative difference between our values and the peer's. */
    difference: peer === null ? null : differenceOf(sums.answer, peer.values),
  };
}

function spatialOf(grid: Grid): Measures {
  const found = findHead(grid);
  if (!found) throw new AppError("internal", "the phantom has no head");
  return spatialMetrics(grid, found, "T1w");
}

/** An ellipsoid of three tissues in Rician noise, in whole numbers, 1 mm, k upwards. */
function head(): Grid {
  const noise = gaussian(1);
  const data = new Float32Array(NX * NY * NZ);
  for (let k = 0, at = 0; k < NZ; k++)
    for (let j = 0; j < NY; j++)
      for (let i = 0; i < NX; i++) {
        const r = Math.hypot((i - 128) / 80, (j - 126) / 100, (k - 86) / 78);
        const signal = r > 1 ? 0 : r > 0.62 ? 400 : r > 0.3 ? 600 : 200;
        data[at++] = Math.round(Math.hypot(signal + 20 * noise(), 20 * noise()));
      }
  return { data, dimensions: DIMENSIONS, voxelSizeMm: [1, 1, 1], superior: { axis: 2, sign: 1 } };
}

async function viewObjectOf({ data }: Grid): Promise<{ manifest: VolumeManifest; bytes: Uint8Array }> {
  const chunks: Uint8Array[] = [];
  const frameByteEnds: number[] = [];
  for (let k = 0; k < NZ; k++) {
    const pixels = Uint16Array.from(data.subarray(k * NX * NY, (k + 1) * NX * NY));
    const frame = { columns: NX, rows: NY, samplesPerPixel: 1, bitsStored: 16, type: "uint16" } as const;
    const codestream = await encodeFrame({ ...frame, data: pixels });
    chunks.push(codestream);
    frameByteEnds.push((frameByteEnds.at(-1) ?? 0) + codestream.length);
  }
  const manifest: VolumeManifest = {
    version: 1,
    kind: "volume",
    stackReason: null,
    dimensions: [NX, NY, NZ, 1],
    voxelSizeMm: [1, 1, 1],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    frameOfReferenceUid: null,
    sample: { type: "uint16", samplesPerPixel: 1, bitsStored: 16 },
    valueRange: { min: 0, max: 800 },
    rescale: { slope: 1, intercept: 0, unit: null },
    frameRescales: null,
    window: { centre: 300, width: 600 },
    fourthAxis: { kind: "none", values: [], unit: null },
    codec: "htj2k",
    frameByteEnds,
    framePositionsMm: null,
    gaps: [],
  };
  return { manifest, bytes: new Uint8Array(Buffer.concat(chunks)) };
}

async function timed<T>(run: () => Promise<T>) {
  let answer = await run();
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const cpu = process.cpuUsage();
    const started = performance.now();
    answer = await run();
    seconds.push((performance.now() - started) / 1000);
    const used = process.cpuUsage(cpu);
    cpuSeconds.push((used.user + used.system) / 1e6);
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[RUNS >> 1] ?? Number.NaN;
  return { answer, seconds: median(seconds), cpuSeconds: median(cpuSeconds) };
}

/** The peer's median of as many runs; null where there is no Python with numpy. */
async function numpy({ data }: Grid): Promise<z.infer<typeof peerSchema> | null> {
  const folder = await mkdtemp(join(tmpdir(), "ariane-bench-"));
  try {
    const file = join(folder, "grid.f32");
    await writeFile(file, new Uint8Array(data.buffer));
    const script = join(repositoryRoot, "bench/lib/qc-peer.py");
    const runs: z.infer<typeof peerSchema>[] = [];
    for (let n = 0; n < RUNS; n++) {
      const { stdout } = await promisify(execFile)("/usr/bin/python3", [
        script,
        file,
        ...DIMENSIONS.map(String),
      ]);
      runs.push(peerSchema.parse(JSON.parse(stdout)));
    }
    return runs.sort((a, b) => a.seconds - b.seconds)[RUNS >> 1] ?? null;
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function differenceOf(ours: Measures, theirs: Record<string, number>): number {
  const differences = Object.entries(ours).map(([name, measure]) =>
    "value" in measure ? Math.abs(measure.value / (theirs[name] ?? Number.NaN) - 1) : 0,
  );
  return Math.max(...differences);
}
