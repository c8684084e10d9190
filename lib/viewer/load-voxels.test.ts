import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHtj2k, encodeFrame } from "@/lib/imaging/htj2k";
import { FrameCutter, positionByteRange } from "./byte-frames";
import { loadFrames } from "./load-voxels";
import { testManifest } from "./testing-manifest";
import { emptyValues, placeFrame, valueAt } from "./voxels";

const COLUMNS = 16;
const ROWS = 12;
const SLICES = 3;
const POINTS = 2;
const storedAt = (i: number, j: number, k: number, t: number) => i + 20 * j - 500 * k + 3000 * t;

const pool = { decode: async (bytes: Uint8Array) => (await decodeHtj2k(bytes)).data };

describe("loading frames over HTTP", () => {
  let object = new Uint8Array();
  let manifest = testManifest({});
  let ignoreRange = false;
  let cutShort = 0;
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const match = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "");
    const ranged = match !== null && !ignoreRange;
    const body = ranged ? object.subarray(Number(match[1]), Number(match[2]) + 1) : object;
    response.writeHead(request.url === "/gone" ? 404 : ranged ? 206 : 200);
    response.end(body.subarray(0, body.length - cutShort));
  });
  let url = "";

  beforeAll(async () => {
    const streams: Uint8Array[] = [];
    for (let t = 0; t < POINTS; t++)
      for (let k = 0; k < SLICES; k++) {
        const data = new Int16Array(COLUMNS * ROWS);
        data.forEach((_, n) => (data[n] = storedAt(n % COLUMNS, Math.floor(n / COLUMNS), k, t)));
        streams.push(
          await encodeFrame({
            columns: COLUMNS,
            rows: ROWS,
            samplesPerPixel: 1,
            bitsStored: 16,
            type: "int16",
            data,
          }),
        );
      }
    object = new Uint8Array(Buffer.concat(streams));
    let end = 0;
    manifest = testManifest({
      dimensions: [COLUMNS, ROWS, SLICES, POINTS],
      frameByteEnds: streams.map((bytes) => (end += bytes.length)),
      fourthAxis: { kind: "time", values: [0, 2], unit: "s" },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const load = async (t: number, path = "/frames") => {
    const values = emptyValues(manifest);
    await loadFrames({
      manifest,
      framesUrl: url + path,
      t,
      pool,
      signal: new AbortController().signal,
      onFrame: (z, samples) => placeFrame(manifest, values, { z, t, samples }),
    });
    return values;
  };

  it.each([false, true])(
    "asks for one point of the fourth axis and fills it exactly (server ignores Range: %s)",
    async (ignores) => {
      ignoreRange = ignores;
      const values = await load(1);
      const { start, end } = positionByteRange(manifest, 1);
      expect(ranges.at(-1)).toBe(`bytes=${start}-${end - 1}`);
      for (const [i, j, k] of [
        [0, 0, 0],
        [15, 11, 2],
        [7, 3, 1],
      ] as const)
        expect(valueAt(manifest, values, [i, j, k])?.stored).toBe(storedAt(i, j, k, 1));
      ignoreRange = false;
    },
  );

  it("names a stream that ends early, and a volume that is gone", async () => {
    cutShort = 5;
    await expect(load(1)).rejects.toMatchObject({ failure: "network" });
    cutShort = 0;
    await expect(load(0, "/gone")).rejects.toMatchObject({ failure: "gone" });
  });

  it("names bytes that cannot be decoded", async () => {
    const kept = object;
    object = new Uint8Array(kept.length);
    await expect(load(0)).rejects.toMatchObject({ failure: "decoding" });
    object = kept;
  });

  it("cuts frames out of chunks of any size", () => {
    const { start, end } = positionByteRange(manifest, 0);
    const whole = object.subarray(start, end);
    for (const size of [1, 7, 64, whole.length]) {
      const cutter = new FrameCutter(manifest, 0);
      const frames = [];
      for (let at = 0; at < whole.length; at += size)
        frames.push(...cutter.push(whole.subarray(at, at + size)));
      expect(cutter.complete).toBe(true);
      expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(Buffer.from(whole))).toBe(true);
      expect(frames.map((frame) => frame.z)).toEqual([0, 1, 2]);
    }
  });
});
