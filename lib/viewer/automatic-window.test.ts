import { describe, expect, it } from "vitest";
import { automaticWindow } from "./automatic-window";
import { testManifest } from "./testing-manifest";

const SIDE = 40;

/** A ball of tissue (values around `tissue`) in air, under a thin bright rim. */
function ball(tissue: number, rim: number): Int16Array<ArrayBuffer> {
  const values = new Int16Array(SIDE ** 3);
  for (let k = 0; k < SIDE; k++)
    for (let j = 0; j < SIDE; j++)
      for (let i = 0; i < SIDE; i++) {
        const radius = Math.hypot(i - 19.5, j - 19.5, k - 19.5);
        const value = radius > 19 ? 0 : radius > 17 ? rim : tissue - 20 + ((i + 3 * j + 7 * k) % 40);
        values[i + SIDE * (j + SIDE * k)] = value;
      }
  return values;
}

const manifest = (changes: Parameters<typeof testManifest>[0] = {}) =>
  testManifest({ dimensions: [SIDE, SIDE, SIDE, 1], ...changes });

describe("automatic window", () => {
  it("puts the tissue in the middle at two thirds, whether what surrounds it is brighter or darker", () => {
    for (const rim of [1200, 60]) {
      const { centre, width } = automaticWindow(manifest(), ball(400, rim));
      expect(centre - width / 2).toBe(0);
      expect(400 / width).toBeGreaterThan(0.6);
      expect(400 / width).toBeLessThan(0.7);
    }
  });

  it("is in rescaled units", () => {
    const rescale = { slope: 0.5, intercept: 100, unit: null };
    const { centre, width } = automaticWindow(
      manifest({ rescale, window: { centre: 300, width: 400 } }),
      ball(400, 60),
    );
    expect(centre - width / 2).toBe(100);
    expect(width).toBeGreaterThan(290);
    expect(width).toBeLessThan(330);
  });

  it("keeps the manifest's window for signed maps, empty volumes and labels", () => {
    const signed = manifest({ window: { centre: 0, width: 200 } });
    expect(automaticWindow(signed, ball(400, 60))).toEqual({ centre: 0, width: 200 });
    const own = { centre: 50, width: 100 };
    expect(automaticWindow(manifest(), new Int16Array(SIDE ** 3))).toEqual(own);
    expect(
      automaticWindow(
        manifest(),
        ball(400, 60).map((value) => (value > 100 ? 3 : 0)),
      ),
    ).toEqual(own);
  });
});
