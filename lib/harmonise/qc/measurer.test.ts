import { afterAll, describe, expect, it } from "vitest";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import { Measurer, type MeasureTask } from "./measurer";

const manifest = volumeManifestSchema.parse({
  version: 1,
  kind: "volume",
  stackReason: null,
  dimensions: [8, 8, 1, 1],
  voxelSizeMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  frameOfReferenceUid: null,
  sample: { type: "uint16", samplesPerPixel: 1, bitsStored: 12 },
  valueRange: { min: 0, max: 1 },
  rescale: { slope: 1, intercept: 0, unit: null },
  frameRescales: null,
  window: { centre: 0.5, width: 1 },
  fourthAxis: { kind: "none", values: [], unit: null },
  codec: "htj2k",
  frameByteEnds: [4],
  framePositionsMm: null,
  gaps: [],
});
const task = (path: string): MeasureTask => ({
  order: { role: "T1w", map: null, component: "magnitude", phaseAxis: null },
  manifest,
  path,
});

describe("the measuring thread", () => {
  // Long enough for a new thread to load its code on a busy machine.
  const measurer = new Measurer(new URL("./testing/stubborn-thread.ts", import.meta.url), 15_000);
  afterAll(() => measurer.close());

  it("gives up a volume that ends the thread or hangs it, and measures the next one", async () => {
    const paths = ["fine", "crash", "exit", "missing", "fine", "hang", "fine"];
    const outcomes = await Promise.all(
      paths.map((path) => measurer.measure(task(path)).catch((error: { code: string }) => error.code)),
    );
    const nothing = { failure: "nothing-seen" };
    const gaveUp = { failure: "gave-up" };
    expect(outcomes).toEqual([nothing, gaveUp, gaveUp, "unavailable", nothing, gaveUp, nothing]);
  });
});
