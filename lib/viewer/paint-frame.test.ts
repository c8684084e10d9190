import { describe, expect, it } from "vitest";
import { paintFrame } from "./paint-frame";
import { testManifest } from "./testing-manifest";
import { dragWindow, storedRange } from "./window-level";

describe("a picture of a stack", () => {
  it("is grey through the window, with the frame's own rescale", () => {
    const manifest = testManifest({
      frameRescales: [
        { slope: 1, intercept: 0 },
        { slope: 10, intercept: -50 },
      ],
    });
    const rgba = paintFrame(manifest, 1, Int16Array.of(-100, 5, 10, 15, 1000, 0), { centre: 50, width: 100 });
    expect([0, 1, 2, 3, 4, 5].map((pixel) => rgba[pixel * 4])).toEqual([0, 0, 128, 255, 255, 0]);
    expect(rgba[3]).toBe(255);
  });

  it("keeps stored colours", () => {
    const manifest = testManifest({
      kind: "stack",
      stackReason: "colour",
      sample: { type: "uint8", samplesPerPixel: 3, bitsStored: 8 },
    });
    const rgba = paintFrame(
      manifest,
      0,
      Uint8Array.from({ length: 18 }, (_, n) => n),
      { centre: 1, width: 1 },
    );
    expect([...rgba.slice(4, 8)]).toEqual([3, 4, 5, 255]);
  });
});

describe("window", () => {
  it("is given to the card in stored values", () => {
    expect(storedRange({ centre: 100, width: 50 }, { slope: 0.5, intercept: -10 })).toEqual({
      lower: 170,
      upper: 270,
    });
  });

  it("widens to the right, darkens downwards, and never closes", () => {
    const automatic = { centre: 300, width: 600 };
    expect(dragWindow(automatic, automatic, 30, 0)).toEqual({ centre: 300, width: 660 });
    expect(dragWindow(automatic, automatic, 0, 30)).toEqual({ centre: 360, width: 600 });
    expect(dragWindow(automatic, automatic, -5000, 0).width).toBeGreaterThan(0);
  });
});
