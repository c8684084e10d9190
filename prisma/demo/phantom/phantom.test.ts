import { describe, expect, it } from "vitest";
import { ACQUISITIONS } from "../pixels/acquisitions";
import { HEADS } from "../pixels/heads";
import type { SequenceKey } from "../network/sequences";
import { mapTissues, renderSignal, type TissueMap } from "./acquire";
import { buildHead } from "./anatomy";
import type { HeadState } from "./sampler";
import { signalTable } from "./sequences";
import { TISSUE } from "./tissues";

const STEP_MM = 2;
const GRID = {
  dimensions: [92, 120, 110],
  voxelSizeMm: [STEP_MM, STEP_MM, STEP_MM],
  originMm: [-91, -116, -120],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
} as const;
const STILL = { shiftMm: [0, 0, 0], rotation: [0, 0, 0] } as const;

const subject = (name: string) => {
  const found = HEADS[name];
  if (!found) throw new Error(name);
  return found;
};
const control = subject("control");
const head = buildHead(control.traits);
const stateOf = (name: string, visit: number): HeadState => {
  const state = subject(name).visits[visit];
  if (!state) throw new Error(`${name} ${visit}`);
  return state;
};
// One head for all: what differs between these maps is the state alone.
const map = (state: HeadState, from = 0, to = 110): TissueMap =>
  mapTissues(head, state, GRID, STILL, from, to);
const healthy = map(stateOf("control", 0));

/** Volume of a tissue in mL; lesions painted over count for themselves. */
function millilitres(tissues: TissueMap, wanted: number): number {
  let voxels = 0;
  for (let i = 0; i < tissues.first.length; i++) {
    const over = (tissues.overShare[i] ?? 0) / 255;
    const share = (tissues.share[i] ?? 0) / 255;
    if (tissues.over[i] === wanted) voxels += over;
    if (tissues.first[i] === wanted) voxels += (1 - share) * (1 - over);
    if (tissues.second[i] === wanted) voxels += share * (1 - over);
  }
  return (voxels * STEP_MM ** 3) / 1000;
}

const signal = (key: SequenceKey, point = 0, tesla = 3): Float64Array => {
  const physics = ACQUISITIONS[key]?.points[point];
  if (!physics) throw new Error(key);
  return signalTable(physics, tesla);
};
const of = (table: Float64Array, tissue: number): number => table[tissue] ?? Number.NaN;

describe("anatomy", () => {
  it("has tissue volumes of an adult head", () => {
    const grey = millilitres(healthy, TISSUE.greyMatter);
    const white = millilitres(healthy, TISSUE.whiteMatter);
    expect(grey).toBeGreaterThan(550);
    expect(grey).toBeLessThan(900);
    expect(white).toBeGreaterThan(380);
    expect(white).toBeLessThan(650);
    expect(grey / white).toBeGreaterThan(1);
    expect(millilitres(healthy, TISSUE.csf)).toBeGreaterThan(120);
    expect(millilitres(healthy, TISSUE.csf)).toBeLessThan(420);
    for (const [nucleus, low, high] of [
      [TISSUE.striatum, 8, 26],
      [TISSUE.thalamus, 5, 18],
      [TISSUE.pallidum, 1, 6],
      [TISSUE.hippocampus, 3, 20],
    ] as const) {
      expect(millilitres(healthy, nucleus)).toBeGreaterThan(low);
      expect(millilitres(healthy, nucleus)).toBeLessThan(high);
    }
  });

  it("is folded: far more cortex surface than a smooth hull has", () => {
    // Grey-white borders along one line through both hemispheres, well above the ventricles.
    const [nx, ny] = GRID.dimensions;
    let borders = 0;
    for (let j = 30; j < 90; j += 4) {
      let before = 0;
      for (let i = 0; i < nx; i++) {
        const tissue = healthy.first[(86 * ny + j) * nx + i] ?? 0;
        if (tissue !== before && (tissue === TISSUE.greyMatter || before === TISSUE.greyMatter)) borders++;
        before = tissue;
      }
    }
    expect(borders / 15).toBeGreaterThan(9);
  });

  it("atrophies: ventricles and sulci grow, cortex and hippocampus shrink, from visit to visit", () => {
    const first = map(stateOf("alzheimer", 0));
    const second = map(stateOf("alzheimer", 1));
    for (const [tissue, sign] of [
      [TISSUE.csf, 1],
      [TISSUE.greyMatter, -1],
      [TISSUE.hippocampus, -1],
      [TISSUE.whiteMatterHyperintensity, 1],
    ] as const) {
      const [a, b, c] = [healthy, first, second].map((tissues) => millilitres(tissues, tissue));
      expect(Math.sign((b ?? 0) - (a ?? 0))).toBe(sign);
      expect(Math.sign((c ?? 0) - (b ?? 0))).toBe(sign);
    }
  });

  it("has lesions that progress", () => {
    const load = (name: string, visit: number, tissue: number) =>
      millilitres(map(stateOf(name, visit), 52, 92), tissue);
    expect(load("relapsing", 0, TISSUE.plaque)).toBeGreaterThan(0.5);
    expect(load("relapsing", 1, TISSUE.plaque)).toBeGreaterThan(load("relapsing", 0, TISSUE.plaque) * 1.2);
    expect(load("glioma", 1, TISSUE.necrosis)).toBeGreaterThan(load("glioma", 0, TISSUE.necrosis));
    expect(load("stroke", 0, TISSUE.acuteInfarct)).toBeGreaterThan(10);
    expect(load("stroke", 1, TISSUE.acuteInfarct)).toBe(0);
    expect(load("stroke", 1, TISSUE.gliosis)).toBeGreaterThan(3);
  });

  it("is deterministic", () => {
    const again = mapTissues(buildHead(control.traits), stateOf("control", 0), GRID, STILL, 60, 64);
    const [nx, ny] = GRID.dimensions;
    expect(Buffer.from(again.first)).toEqual(Buffer.from(healthy.first.subarray(60 * nx * ny, 64 * nx * ny)));
  });
});

describe("contrasts", () => {
  const { csf, greyMatter, whiteMatter, plaque, acuteInfarct, vein } = TISSUE;

  it.each([
    ["t1", 3],
    ["t1fine", 7],
  ] as const)("%s: white > grey > CSF", (key, tesla) => {
    const table = signal(key, 0, tesla);
    expect(of(table, whiteMatter)).toBeGreaterThan(of(table, greyMatter) * 1.2);
    expect(of(table, greyMatter)).toBeGreaterThan(of(table, csf) * 1.5);
  });

  it("FLAIR: CSF dark, lesions bright", () => {
    const table = signal("flair3d");
    expect(of(table, csf)).toBeLessThan(of(table, whiteMatter) * 0.15);
    expect(of(table, plaque)).toBeGreaterThan(of(table, whiteMatter) * 1.6);
  });

  it("T2 turbo spin echo: CSF > grey > white", () => {
    const table = signalTable({ kind: "spin-echo", repetitionTimeMs: 6000, echoTimeMs: 99 }, 3);
    expect(of(table, csf)).toBeGreaterThan(of(table, greyMatter) * 1.5);
    expect(of(table, greyMatter)).toBeGreaterThan(of(table, whiteMatter));
  });

  it("SWI: veins dark; diffusion: acute infarct bright, its ADC low, in 10⁻⁶ mm²/s", () => {
    expect(of(signal("swi"), vein)).toBeLessThan(of(signal("swi"), whiteMatter) * 0.6);
    const b1000 = signal("dwi", 1);
    expect(of(b1000, acuteInfarct)).toBeGreaterThan(of(b1000, greyMatter) * 1.5);
    expect(of(signal("dwi", 0), csf)).toBeGreaterThan(of(b1000, csf) * 10);
    const gain = ACQUISITIONS.adc?.gain ?? 0;
    const adc = renderSignal(healthy, signal("adc"), 0);
    const white: number[] = [];
    for (let i = 0; i < adc.length; i++) {
      if (healthy.first[i] === whiteMatter && healthy.share[i] === 0 && healthy.overShare[i] === 0)
        white.push((adc[i] ?? 0) * gain);
    }
    expect(Math.min(...white.slice(0, 1000))).toBeGreaterThan(600);
    expect(Math.max(...white.slice(0, 1000))).toBeLessThan(900);
    expect(of(signal("adc"), csf) * gain).toBeCloseTo(3000, 0);
    expect(of(signal("adc"), acuteInfarct) * gain).toBeLessThan(500);
  });
});
