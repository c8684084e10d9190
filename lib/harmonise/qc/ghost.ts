import { type Grid, medianInPlace } from "./grid";
import { type Head, LABEL } from "./head";
import { type Measure, ratio } from "./metrics";
import { airProblem } from "./spatial";

/** Axis of the picture along which phase was encoded; ROW: along a row (PS3.3 C.8.3.1, InPlanePhaseEncodingDirection). */
export type PhaseAxis = "ROW" | "COL";

const LEAST_VOXELS = 200;

/**
 * Ghost-to-signal ratio in percent (Giannelli 2010): mean of the air on which the head falls when it is moved by half the
 * field of view along the phase axis, less the mean of the other air, over the median of the head.
 */
export function ghostToSignal(grid: Grid, head: Head, phaseAxis: PhaseAxis | null): Measure {
  if (phaseAxis === null) return { absent: "phase-axis-unknown" };
  const problem = airProblem(head);
  if (problem) return { absent: problem };
  const { data, dimensions } = grid;
  const { labels } = head;
  const [nx, ny, nz] = dimensions;
  const ghost = { n: 0, sum: 0 };
  const other = { n: 0, sum: 0 };
  const signal = new Float32Array(head.counts.head);
  let signals = 0;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const label = labels[at] ?? 0;
        if (label >= LABEL.head) signal[signals++] = data[at] ?? 0;
        if (label !== LABEL.air) continue;
        const from =
          phaseAxis === "ROW"
            ? (k * ny + j) * nx + ((i + (nx >> 1)) % nx)
            : (k * ny + ((j + (ny >> 1)) % ny)) * nx + i;
        const part = (labels[from] ?? 0) >= LABEL.head ? ghost : other;
        part.n++;
        part.sum += data[at] ?? 0;
      }
    }
  }
  if (ghost.n < LEAST_VOXELS || other.n < LEAST_VOXELS) return { absent: "background-missing" };
  return ratio(100 * (ghost.sum / ghost.n - other.sum / other.n), medianInPlace(signal));
}

/** The axis that a header's InPlanePhaseEncodingDirection names, or null. */
export function phaseAxisOf(text: string | null): PhaseAxis | null {
  return text === "ROW" || text === "COL" ? text : null;
}
