import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outlierSlices, sliceMeans, snrB0 } from "./diffusion";
import { ghostToSignal } from "./ghost";
import { type Grid, superiorOf } from "./grid";
import { findHead, type Head, LABEL } from "./head";
import { type Measure, QC_METRIC_NAMES, QC_METRICS, metricsOfRole } from "./metrics";
import { entropyFocus, spatialMetrics } from "./spatial";
import { TimeSeries } from "./temporal";
import {
  ballPhantom,
  DIMENSIONS,
  gridOf,
  headPhantom,
  mirrored,
  T1_SIGNAL,
  withNoise,
} from "./testing/phantoms";
import { findTissues } from "./tissues";

function headOf(grid: Grid): Head {
  const head = findHead(grid);
  if (!head) throw new Error("no head in the phantom");
  return head;
}

function valueOf(measure: Measure | undefined): number {
  if (!measure || "absent" in measure) throw new Error(`no value: ${JSON.stringify(measure)}`);
  return measure.value;
}

const spatialOf = (grid: Grid, role: "T1w" | "T2w" = "T1w") => spatialMetrics(grid, headOf(grid), role);
const SIGMA = 10;
const noisy = withNoise(headPhantom(), SIGMA, 1);

describe("the head", () => {
  const truth = headPhantom();
  const { labels, counts } = headOf(noisy);

  it("is what has signal, its inside is deep, the air is surely air", () => {
    let inside = 0;
    let signalInAir = 0;
    labels.forEach((label, at) => {
      if (label === LABEL.air && truth.data[at] !== 0) signalInAir++;
      if (label >= LABEL.head && truth.data[at] !== 0) inside++;
    });
    expect(signalInAir).toBe(0);
    const signal = truth.data.filter((value) => value > 0).length;
    expect(inside / signal).toBeGreaterThan(0.98);
    expect(counts.head / signal).toBeLessThan(1.02);
    expect(counts.interior).toBeGreaterThan(0.3 * counts.head);
    expect(counts.air).toBeGreaterThan(0.3 * labels.length);
  });

  it("air and inside are those of the upper head: a neck that fades out of the coil is no air", () => {
    const [nx, ny, nz] = DIMENSIONS;
    // A long head whose lower end fades to a twentieth; up is against k.
    const faded = {
      ...gridOf((i, j, k) => (Math.hypot((i - 36) / 27, (j - 39) / 30) > 1 || k < 6 ? 0 : k < 40 ? 200 : 10)),
      superior: { axis: 2, sign: -1 } as const,
    };
    const upsideDown = { ...mirrored(faded, [false, false, true]), superior: { axis: 2, sign: 1 } as const };
    const { labels: own } = headOf(faded);
    const { labels: other } = headOf(upsideDown);
    // 110 mm of 2.5 mm below the vertex at k = 6.
    let lowest = 0;
    let different = 0;
    own.forEach((label, at) => {
      const k = Math.floor(at / (nx * ny));
      if (label !== LABEL.none && label !== LABEL.head) lowest = Math.max(lowest, k);
      if (other[at + (nz - 1 - 2 * k) * nx * ny] !== label) different++;
    });
    expect(lowest).toBe(6 + 44);
    expect(different).toBe(0);
    expect(superiorOf([1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual({ axis: 2, sign: 1 });
    expect(superiorOf([0, 1, 0, 0, 0, -1, -1, 0, 0])).toEqual({ axis: 1, sign: -1 });
  });

  it("is not there in an even picture, in an empty one, and in noise alone there is no depth", () => {
    expect(findHead(gridOf(() => 7))).toBeNull();
    expect(findHead(gridOf(() => 0))).toBeNull();
  });
});

describe("hand-computed values", () => {
  it("signal-to-noise and contrast-to-noise of tissues of known signal in noise of known deviation", () => {
    const measures = spatialOf(noisy);
    // Leaving the brightest 4 % out narrows the brightest tissue by as much.
    expect(valueOf(measures.snrForeground) / (T1_SIGNAL.white / SIGMA)).toBeGreaterThan(0.95);
    expect(valueOf(measures.snrForeground) / (T1_SIGNAL.white / SIGMA)).toBeLessThan(1.1);
    expect(valueOf(measures.snrBackground) / (T1_SIGNAL.white / SIGMA)).toBeCloseTo(1, 1);
    // (300 - 200) / √(10² + 10² + 6.551²)
    expect(valueOf(measures.cnrWhiteGrey)).toBeGreaterThan(6.43 * 0.95);
    expect(valueOf(measures.cnrWhiteGrey)).toBeLessThan(6.43 * 1.1);
  });

  it("three tissues", () => {
    const tissues = findTissues(noisy, headOf(noisy));
    expect(tissues?.means.map((mean) => Math.round(mean / 10))).toEqual([10, 20, 30]);
    expect(Math.abs((tissues?.deviation ?? 0) - SIGMA)).toBeLessThan(1.5);
  });

  it("entropy focus: an even picture is 1, one bright voxel 0, k voxels of n in between", () => {
    expect(valueOf(entropyFocus(new Float32Array(4096).fill(3)))).toBeCloseTo(1, 9);
    const one = new Float32Array(4096);
    one[77] = 500;
    expect(valueOf(entropyFocus(one))).toBeCloseTo(0, 9);
    const some = new Float32Array(4096);
    some.fill(9, 0, 256);
    // √256 ln √256 / (√4096 ln √4096) = 16 · ln 16 / (64 · ln 64) = 1/6
    expect(valueOf(entropyFocus(some))).toBeCloseTo(1 / 6, 9);
  });

  it("foreground-background energy: 100² over 10²", () => {
    expect(valueOf(spatialOf(ballPhantom(100, 10)).foregroundBackgroundEnergy)).toBeCloseTo(100, 3);
  });

  it.each(["ROW", "COL"] as const)("a ghost of 5 % along %s, and none along the other axis", (axis) => {
    const clean = ballPhantom(100, 2);
    const head = headOf(clean);
    const [nx, ny] = DIMENSIONS;
    const ghosted = gridOf((i, j, k) => {
      const at = (x: number, y: number) => clean.data[(k * ny + (y % ny)) * nx + (x % nx)] ?? 0;
      const isGhost = (axis === "ROW" ? at(i + nx / 2, j) : at(i, j + ny / 2)) === 100;
      return at(i, j) === 100 ? 100 : isGhost ? 7 : 2;
    });
    expect(valueOf(ghostToSignal(ghosted, headOf(ghosted), axis))).toBeCloseTo(5, 1);
    expect(valueOf(ghostToSignal(clean, head, axis))).toBeCloseTo(0, 9);
    expect(ghostToSignal(ghosted, head, null)).toEqual({ absent: "phase-axis-unknown" });
  });

  it("temporal signal-to-noise without the trend: a pattern that no trend explains", () => {
    const head = headOf(ballPhantom(100, 0));
    const pattern = [1, -1, -1, 1];
    const points = 12;
    const series = new TimeSeries(head.labels.length);
    for (let t = 0; t < points; t++)
      series.add(new Float32Array(head.labels.length).fill(100 + 3 * t + (pattern[t % 4] ?? 0)));
    const mean = { ...ballPhantom(0, 0), data: series.mean() };
    expect(mean.data[0]).toBeCloseTo(116.5, 4);
    // 116.5 / √(12 / (12 - 2))
    expect(valueOf(series.snr(mean, head))).toBeCloseTo(116.5 / Math.sqrt(1.2), 3);
  });

  it("temporal signal-to-noise of a constant, and of too few points", () => {
    const head = headOf(ballPhantom(100, 0));
    const mean = ballPhantom(100, 0);
    const series = new TimeSeries(head.labels.length);
    for (let t = 0; t < 9; t++) series.add(mean.data);
    expect(series.snr(mean, head)).toEqual({ absent: "points-too-few" });
    series.add(mean.data);
    expect(series.snr(mean, head)).toEqual({ absent: "variation-missing" });
  });

  it("b = 0 signal-to-noise by differences", () => {
    const still = ballPhantom(200, 0);
    const head = headOf(still);
    const images = [2, 3, 4].map((seed) => withNoise(still, SIGMA, seed).data);
    expect(valueOf(snrB0(images, head))).toBeGreaterThan(19.4);
    expect(valueOf(snrB0(images, head))).toBeLessThan(20.6);
    expect(snrB0(images.slice(0, 1), head)).toEqual({ absent: "b0-too-few" });
    expect(snrB0([still.data, still.data], head)).toEqual({ absent: "variation-missing" });
  });

  it("slices that lost their signal, and no others", () => {
    const still = ballPhantom(200, 0);
    const head = headOf(still);
    const [nx, ny] = DIMENSIONS;
    const lost = new Set(["1/30", "4/31", "7/28"]);
    const points = Array.from({ length: 8 }, (_, direction) => {
      const data = withNoise(still, SIGMA, 50 + direction).data.map((value, at) =>
        lost.has(`${direction}/${Math.floor(at / (nx * ny))}`) ? value * 0.6 : value,
      );
      return { bValue: 1000 + (direction % 3) * 5, means: sliceMeans(data, head, DIMENSIONS) };
    });
    const judged = points.flatMap(({ means }) => means.filter((mean) => mean !== null)).length;
    const share = valueOf(outlierSlices(points));
    // Four deviations are passed by chance in one of 30,000.
    expect(share).toBeCloseTo((100 * lost.size) / judged, 9);
    expect(outlierSlices(points.slice(0, 5))).toEqual({ absent: "directions-too-few" });
  });
});

describe("what the scanner leaves out", () => {
  const zeroed = (() => {
    const { labels } = headOf(noisy);
    const truth = headPhantom();
    return {
      ...noisy,
      data: noisy.data.map((value, at) =>
        (labels[at] ?? 0) < LABEL.head && truth.data[at] === 0 ? 0 : value,
      ),
    };
  })();

  it("a background of zeros has no noise: what needs it is absent, with the reason", () => {
    const measures = spatialOf(zeroed);
    const none = { absent: "background-zeroed" };
    expect(measures.snrBackground).toEqual(none);
    expect(measures.cnrWhiteGrey).toEqual(none);
    expect(measures.foregroundBackgroundEnergy).toEqual(none);
    expect(valueOf(measures.snrForeground)).toBeGreaterThan(25);
    expect(ghostToSignal(zeroed, headOf(zeroed), "ROW")).toEqual(none);
  });

  it("a face set to zero takes no part of the noise away", () => {
    const [nx, ny] = DIMENSIONS;
    const defaced = {
      ...noisy,
      data: noisy.data.map((value, at) => (Math.floor(at / nx) % ny < 16 ? 0 : value)),
    };
    expect(valueOf(spatialOf(defaced).snrBackground) / valueOf(spatialOf(noisy).snrBackground)).toBeCloseTo(
      1,
      1,
    );
  });

  it("a head that fills the picture has no air", () => {
    const full = gridOf((i, j, k) => (i + j + k > 8 ? 100 + ((i * 7 + j * 3 + k) % 5) : 1));
    expect(spatialOf(full, "T2w").snrBackground).toEqual({ absent: "background-missing" });
  });
});

describe("properties", () => {
  const reference = spatialOf(noisy);
  const names = QC_METRIC_NAMES.filter((name) => name in reference);

  it("no gain changes a ratio", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (gain) => {
        const scaled = spatialOf({ ...noisy, data: noisy.data.map((value) => value * gain) });
        for (const name of names) expect(valueOf(scaled[name]) / valueOf(reference[name])).toBeCloseTo(1, 2);
      }),
      { numRuns: 4 },
    );
  });

  it("a mirror changes nothing", () => {
    fc.assert(
      fc.property(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (axes) => {
        const other = spatialOf(mirrored(noisy, axes));
        for (const name of names) expect(valueOf(other[name])).toBeCloseTo(valueOf(reference[name]), 5);
      }),
      { numRuns: 4 },
    );
  });

  it("more noise lowers every signal-to-noise", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 15 }), fc.integer({ min: 1, max: 1000 }), (deviation, seed) => {
        const less = spatialOf(withNoise(headPhantom(), deviation, seed));
        const more = spatialOf(withNoise(headPhantom(), deviation * 1.5, seed + 1));
        for (const name of ["snrForeground", "snrBackground", "cnrWhiteGrey"] as const)
          expect(valueOf(more[name])).toBeLessThan(valueOf(less[name]));
      }),
      { numRuns: 3 },
    );
  });

  it("every metric is of some role, and every role's list is in the order of the whole", () => {
    for (const name of QC_METRIC_NAMES)
      for (const role of QC_METRICS[name].roles) expect(metricsOfRole(role)).toContain(name);
    expect(metricsOfRole("localiser")).toEqual([]);
    expect(metricsOfRole("T1w")).toContain("cnrWhiteGrey");
    expect(metricsOfRole("T2w")).not.toContain("cnrWhiteGrey");
  });
});
