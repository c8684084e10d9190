import { MAD_TO_SD, medianInPlace } from "./grid";
import { type Head, LABEL } from "./head";
import { type Measure, ratio } from "./metrics";

/** Up to this b-value (s/mm²) an image counts as one without diffusion weighting: some scanners spoil with b = 5 to 50. */
export const MOST_B0 = 50;
/** b-values that lie closer (s/mm²) are one shell: scanners write what the gradients gave. */
const SHELL_WIDTH = 100;
export const LEAST_DIRECTIONS = 6;
/** Robust standard deviations below its like from which on a slice counts as lost (Andersson 2016). */
const LOST_BELOW = 4;

/** Signal-to-noise of b = 0 images by differences of neighbours (Dietrich 2007); the mean over all pairs. */
export function snrB0(images: readonly Float32Array[], { labels, threshold, counts }: Head): Measure {
  if (images.length < 2) return { absent: "b0-too-few" };
  let total = 0;
  let pairs = 0;
  for (let index = 1; index < images.length; index++) {
    const one = images[index - 1] ?? new Float32Array();
    const other = images[index] ?? new Float32Array();
    const differences = new Float64Array(counts.interior);
    let n = 0;
    let sum = 0;
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== LABEL.interior) continue;
      const mean = ((one[i] ?? 0) + (other[i] ?? 0)) / 2;
      if (!(mean > threshold)) continue;
      sum += mean;
      differences[n++] = (one[i] ?? 0) - (other[i] ?? 0);
    }
    const used = differences.subarray(0, n);
    const middle = medianInPlace(used);
    const deviation = MAD_TO_SD * medianInPlace(used.map((value) => Math.abs(value - middle)));
    const snr = ratio((Math.SQRT2 * sum) / n, deviation);
    if ("absent" in snr) continue;
    total += snr.value;
    pairs++;
  }
  return pairs > 0 ? { value: total / pairs } : { absent: "variation-missing" };
}

/** A slice with a smaller part of the largest slice's inside has too few voxels to be compared. */
const LEAST_INSIDE = 0.25;

/** Mean signal inside the head of each slice; null where a slice has too little of it. */
export function sliceMeans(
  point: Float32Array,
  { labels }: Head,
  [nx, ny, nz]: readonly [number, number, number],
): (number | null)[] {
  const slices = Array.from({ length: nz }, (_, k) => {
    let n = 0;
    let sum = 0;
    for (let i = k * nx * ny; i < (k + 1) * nx * ny; i++) {
      if (labels[i] !== LABEL.interior) continue;
      n++;
      sum += point[i] ?? 0;
    }
    return { n, sum };
  });
  const least = Math.max(1, LEAST_INSIDE * Math.max(...slices.map(({ n }) => n)));
  return slices.map(({ n, sum }) => (n >= least ? sum / n : null));
}

/** Percent of the slices that lost signal, of those that shells with enough directions let one judge. */
export function outlierSlices(
  points: readonly { bValue: number; means: readonly (number | null)[] }[],
): Measure {
  let judged = 0;
  let lost = 0;
  for (const shell of shellsOf(points)) {
    if (shell.length < LEAST_DIRECTIONS) continue;
    const slices = shell[0]?.means.length ?? 0;
    const residuals = Array.from({ length: slices }, (_, k) => residualsOf(shell, k)).flat();
    // One deviation for the whole shell: that of a slice would come from a handful of directions.
    const deviation = MAD_TO_SD * medianInPlace(Float64Array.from(residuals, Math.abs));
    judged += residuals.length;
    lost += residuals.filter((residual) => residual < -LOST_BELOW * deviation).length;
  }
  return judged > 0 ? { value: (100 * lost) / judged } : { absent: "directions-too-few" };
}

/** How far a slice's mean signal lies from its median over the shell, as a part of that, for each direction. */
function residualsOf(shell: readonly { means: readonly (number | null)[] }[], k: number): number[] {
  const means = Float64Array.from(shell.flatMap(({ means: own }) => own[k] ?? []));
  if (means.length < LEAST_DIRECTIONS) return [];
  const middle = medianInPlace(means.slice());
  return middle > 0 ? Array.from(means, (mean) => mean / middle - 1) : [];
}

function shellsOf<P extends { bValue: number }>(points: readonly P[]): P[][] {
  const shells: P[][] = [];
  const weighted = points.filter(({ bValue }) => bValue > MOST_B0).sort((a, b) => a.bValue - b.bValue);
  for (const point of weighted) {
    const shell = shells.at(-1);
    if (shell && point.bValue - (shell[0]?.bValue ?? 0) <= SHELL_WIDTH) shell.push(point);
    else shells.push([point]);
  }
  return shells;
}
