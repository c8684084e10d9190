import type { Grid } from "./grid";
import { medianInPlace } from "./grid";
import { type Head, LABEL } from "./head";
import type { Measure } from "./metrics";

/** Fewer points give no standard deviation worth the name once a trend is taken out. */
export const LEAST_POINTS = 10;

/** Mean, trend and deviation in time of every voxel, from one point after another: no series is held whole. */
export class TimeSeries {
  private points = 0;
  private sumTime = 0;
  private sumTime2 = 0;
  /** Sums are taken about the first point: the squares of large numbers would drown their difference. */
  private first: Float32Array | undefined;
  private readonly sum: Float64Array;
  private readonly sumSquares: Float64Array;
  private readonly sumByTime: Float64Array;

  constructor(private readonly voxels: number) {
    this.sum = new Float64Array(voxels);
    this.sumSquares = new Float64Array(voxels);
    this.sumByTime = new Float64Array(voxels);
  }

  /** Takes the next point; the array may be used again by the caller. */
  add(point: Float32Array): void {
    if (point.length !== this.voxels) throw new RangeError("a point of another size");
    this.first ??= point.slice();
    const { first, sum, sumSquares, sumByTime } = this;
    const time = this.points;
    for (let i = 0; i < point.length; i++) {
      const value = (point[i] ?? 0) - (first[i] ?? 0);
      sum[i] = (sum[i] ?? 0) + value;
      sumSquares[i] = (sumSquares[i] ?? 0) + value * value;
      sumByTime[i] = (sumByTime[i] ?? 0) + time * value;
    }
    this.points++;
    this.sumTime += time;
    this.sumTime2 += time * time;
  }

  /** The mean picture. */
  mean(): Float32Array {
    const { first, sum, points } = this;
    return Float32Array.from(sum, (value, i) => (first?.[i] ?? 0) + (points > 0 ? value / points : 0));
  }

  /** Median over the head of mean over standard deviation about the linear trend (n - 2 degrees of freedom). */
  snr(mean: Grid, { labels, counts }: Head): Measure {
    const { points, sumTime, sumTime2 } = this;
    if (points < LEAST_POINTS) return { absent: "points-too-few" };
    const spread = sumTime2 - (sumTime * sumTime) / points;
    const ratios = new Float64Array(counts.head);
    let n = 0;
    for (let i = 0; i < labels.length; i++) {
      if ((labels[i] ?? 0) < LABEL.head) continue;
      const sum = this.sum[i] ?? 0;
      const along = (this.sumByTime[i] ?? 0) - (sumTime * sum) / points;
      const rest = (this.sumSquares[i] ?? 0) - (sum * sum) / points - (along * along) / spread;
      // Voxels that never change (outside of the coil's reach, set to zero) have no ratio.
      if (rest > 0) ratios[n++] = (mean.data[i] ?? 0) / Math.sqrt(rest / (points - 2));
    }
    const value = medianInPlace(ratios.subarray(0, n));
    return Number.isFinite(value) ? { value } : { absent: "variation-missing" };
  }
}
