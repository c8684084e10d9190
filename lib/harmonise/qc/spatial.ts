import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { Grid } from "./grid";
import { type Head, LABEL } from "./head";
import { type Measure, type Measures, type QcAbsence, ratio } from "./metrics";
import { tissueClasses } from "./tissues";

/** Fewer voxels of air, or a smaller part of the picture, tell nothing of the noise. */
const LEAST_AIR = 1000;
const LEAST_AIR_SHARE = 0.005;
/** SD of Rayleigh noise over that of the Gaussian noise of each channel: √(2 - π/2), about 0.655. */
const RAYLEIGH_SD = Math.sqrt(2 - Math.PI / 2);

interface Moments {
  n: number;
  mean: number;
  deviation: number;
  meanSquare: number;
}

/** The metrics of one picture that look at space alone; of a time series, give its mean picture. */
export function spatialMetrics(grid: Grid, head: Head, role: SequenceRole): Measures {
  const { data } = grid;
  const { labels, threshold } = head;
  const air = moments(data, (i) => labels[i] === LABEL.air);
  const inside = moments(data, (i) => labels[i] === LABEL.interior && (data[i] ?? 0) > threshold);
  const whole = moments(data, (i) => (labels[i] ?? 0) >= LABEL.head);
  const noAir = airProblem(head);
  const withAir = (measure: () => Measure): Measure => (noAir ? { absent: noAir } : measure());
  const tissues = role === "T1w" ? tissueClasses(grid, head) : null;
  const white = tissues?.[2];
  const grey = tissues?.[1];
  const signal = white ?? inside;
  return {
    snrForeground: ratio(signal.mean, signal.deviation),
    snrBackground: withAir(() => ratio(RAYLEIGH_SD * signal.mean, air.deviation)),
    cnrWhiteGrey:
      white && grey
        ? withAir(() =>
            ratio(
              Math.abs(white.mean - grey.mean),
              Math.hypot(air.deviation, white.deviation, grey.deviation),
            ),
          )
        : { absent: "tissues-indistinct" },
    entropyFocus: entropyFocus(data),
    foregroundBackgroundEnergy: withAir(() => ratio(whole.meanSquare, air.meanSquare)),
  };
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

function moments(data: Float32Array, include: (index: number) => boolean): Moments {
  let n = 0;
  let mean = 0;
  let about = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    if (!include(i)) continue;
    const value = data[i] ?? 0;
    n++;
    const difference = value - mean;
    mean += difference / n;
    about += difference * (value - mean);
    squares += value * value;
  }
  return { n, mean, deviation: n > 1 ? Math.sqrt(about / (n - 1)) : 0, meanSquare: n > 0 ? squares / n : 0 };
}
