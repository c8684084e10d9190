import { tissueParameters, type TissueParameters } from "./tissues";

/** The physics of one acquisition: what decides its contrast. Times in ms, angles in degrees. */
export type SequencePhysics =
  | {
      kind: "mprage";
      repetitionTimeMs: number;
      echoTimeMs: number;
      inversionTimeMs: number;
      flipAngleDeg: number;
      echoSpacingMs: number;
      echoes: number;
    }
  | {
      kind: "inversion-spin-echo";
      repetitionTimeMs: number;
      /** Contrast-equivalent echo time: in long variable-flip trains it is about a third of the nominal one. */
      effectiveEchoTimeMs: number;
      inversionTimeMs: number;
    }
  | { kind: "spin-echo"; repetitionTimeMs: number; echoTimeMs: number }
  | { kind: "gradient-echo"; repetitionTimeMs: number; echoTimeMs: number; flipAngleDeg: number }
  | { kind: "diffusion"; repetitionTimeMs: number; echoTimeMs: number; bValue: number }
  | { kind: "adc" };

const RADIANS = Math.PI / 180;

/** A longitudinal magnetisation step is M → a·M + b. */
type Affine = readonly [number, number];

const then = (first: Affine, second: Affine): Affine => [
  second[0] * first[0],
  second[0] * first[1] + second[1],
];

const recover = (durationMs: number, t1Ms: number): Affine => {
  const e = Math.exp(-durationMs / t1Ms);
  return [e, 1 - e];
};

/** Magnetisation-prepared gradient echo in its steady state, read at the centre of the echo train. */
function mprage(tissue: TissueParameters, sequence: Extract<SequencePhysics, { kind: "mprage" }>): number {
  const { repetitionTimeMs, inversionTimeMs, echoSpacingMs, echoes } = sequence;
  const alpha = sequence.flipAngleDeg * RADIANS;
  const inversionEfficiency = 0.96;
  const before = Math.max(0, inversionTimeMs - (echoes / 2) * echoSpacingMs);
  const after = Math.max(0, repetitionTimeMs - before - echoes * echoSpacingMs);
  const relax = recover(echoSpacingMs, tissue.t1Ms);
  let half: Affine = [1, 0];
  for (let n = 0; n < echoes / 2; n++) half = then(half, [Math.cos(alpha) * relax[0], relax[1]]);
  const toCentre = then(then([-inversionEfficiency, 0], recover(before, tissue.t1Ms)), half);
  const cycle = then(then(toCentre, half), recover(after, tissue.t1Ms));
  const start = cycle[1] / (1 - cycle[0]);
  const centre = toCentre[0] * start + toCentre[1];
  return (
    tissue.protonDensity *
    Math.abs(centre) *
    Math.sin(alpha) *
    Math.exp(-sequence.echoTimeMs / tissue.t2StarMs)
  );
}

/** Magnitude signal of a tissue (relative), or its diffusivity in 10⁻³ mm²/s for an ADC map. */
export function tissueSignal(tissue: TissueParameters, sequence: SequencePhysics): number {
  const { protonDensity, t1Ms, t2Ms, t2StarMs, diffusivity } = tissue;
  switch (sequence.kind) {
    case "mprage":
      return mprage(tissue, sequence);
    case "inversion-spin-echo": {
      const longitudinal =
        1 - 2 * Math.exp(-sequence.inversionTimeMs / t1Ms) + Math.exp(-sequence.repetitionTimeMs / t1Ms);
      return protonDensity * Math.abs(longitudinal) * Math.exp(-sequence.effectiveEchoTimeMs / t2Ms);
    }
    case "spin-echo":
      return (
        protonDensity *
        (1 - Math.exp(-sequence.repetitionTimeMs / t1Ms)) *
        Math.exp(-sequence.echoTimeMs / t2Ms)
      );
    case "gradient-echo": {
      const alpha = sequence.flipAngleDeg * RADIANS;
      const e1 = Math.exp(-sequence.repetitionTimeMs / t1Ms);
      const steady = (Math.sin(alpha) * (1 - e1)) / (1 - Math.cos(alpha) * e1);
      return protonDensity * steady * Math.exp(-sequence.echoTimeMs / t2StarMs);
    }
    case "diffusion":
      return (
        protonDensity *
        (1 - Math.exp(-sequence.repetitionTimeMs / t1Ms)) *
        Math.exp(-sequence.echoTimeMs / t2Ms) *
        Math.exp((-sequence.bValue * diffusivity) / 1000)
      );
    case "adc":
      return protonDensity > 0.3 ? diffusivity : 0;
  }
}

/** Signal of every tissue label under a sequence. */
export function signalTable(sequence: SequencePhysics, fieldStrengthTesla: number): Float64Array {
  return Float64Array.from(
    tissueParameters(fieldStrengthTesla).map((tissue) => tissueSignal(tissue, sequence)),
  );
}
