import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { Grid } from "./grid";
import { type Head, LABEL } from "./head";
import { type Measure, type Measures, type QcAbsence, ratio } from "./metrics";
import { findTissues, type Tissues } from "./tissues";

/** Fewer voxels of air, or a smaller part of the picture, tell nothing of the noise. */
const LEAST_AIR = 1000;
const LEAST_AIR_SHARE = 0.005;
/** SD of Rayleigh noise over that of the Gaussian noise of each channel: √(2 - π/2), about 0.655. */
const RAYLEIGH_SD = Math.sqrt(2 - Math.PI / 2);

/** The metrics of one picture that look at space alone; of a time series, give its mean picture. */
export function spatialMetrics(grid: Grid, head: Head, role: SequenceRole): Measures {
  const { air, inside, whole } = momentsOf(grid, head);
  const noAir = airProblem(head);
  const withAir = (measure: () => Measure): Measure => (noAir ? { absent: noAir } : measure());
  const tissues = role === "T1w" ? findTissues(grid, head) : null;
  const signal = tissues ? { mean: tissues.means[2], deviation: tissues.deviation } : inside;
  return {
    snrForeground: ratio(signal.mean, signal.deviation),
    snrBackground: withAir(() => ratio(RAYLEIGH_SD * signal.mean, air.deviation)),
    cnrWhiteGrey: tissues ? withAir(() => contrastToNoise(tissues, air.deviation)) : NO_TISSUES,
    entropyFocus: entropyFocus(grid.data),
    foregroundBackgroundEnergy: withAir(() => ratio(whole.meanSquare, air.meanSquare)),
  };
}

const NO_TISSUES: Measure = { absent: "tissues-indistinct" };

function contrastToNoise({ means, deviation }: Tissues, airDeviation: number): Measure {
  return ratio(means[2] - means[1], Math.hypot(airDeviation, deviation, deviation));
}

/** Why the air around the head says nothing of the noise, or null. */
export function airProblem({ counts, labels }: Head): QcAbsence | null {
  if (counts.air >= LEAST_AIR && counts.air >= LEAST_AIR_SHARE * labels.length) return null;
  return counts.zeroed > counts.air ? "background-zeroed" : "background-missing";
}

/** Atkinson 1997: E = -Σ (x/b) ln(x/b) with b = √Σx², over its greatest value √n · ln √n. */
export function entropyFocus(data: Float32Array): Measure {
  let sum = 0;
  let squares = 0;
  let sumLog = 0;
  for (let i = 0; i < data.length; i++) {
    const value = Math.abs(data[i] ?? 0);
    if (value === 0) continue;
    sum += value;
    squares += value * value;
    sumLog += value * Math.log(value);
  }
  const root = Math.sqrt(squares);
  const most = Math.sqrt(data.length) * Math.log(Math.sqrt(data.length));
  return ratio((Math.log(root) * sum - sumLog) / root, most);
}

interface Moments {
  mean: number;
  deviation: number;
  meanSquare: number;
}

class Sums {
  private n = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.n++;
    this.sum += value;
    this.squares += value * value;
  }

  get moments(): Moments {
    const { n, sum, squares } = this;
    const mean = n > 0 ? sum / n : 0;
    const deviation = n > 1 ? Math.sqrt(Math.max(0, squares - sum * mean) / (n - 1)) : 0;
    return { mean, deviation, meanSquare: n > 0 ? squares / n : 0 };
  }
}

function momentsOf({ data }: Grid, { labels, threshold }: Head) {
  const air = new Sums();
  const inside = new Sums();
  const whole = new Sums();
  for (let i = 0; i < data.length; i++) {
    const label = labels[i];
    const value = data[i] ?? 0;
    if (label === LABEL.air) air.add(value);
    else if (label === LABEL.head || label === LABEL.interior) {
      whole.add(value);
      if (label === LABEL.interior && value > threshold) inside.add(value);
    }
  }
  return { air: air.moments, inside: inside.moments, whole: whole.moments };
}
