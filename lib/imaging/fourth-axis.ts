import type { FrameDescription } from "@/lib/imaging/frame-description";
import type { FourthAxisHint } from "@/lib/imaging/grouping";
import type { VolumeManifest } from "@/lib/imaging/manifest";

type FourthAxis = VolumeManifest["fourthAxis"];

const NONE: FourthAxis = { kind: "none", values: [], unit: null };

/**
 * The fourth axis of frames in stored order (t·nz + z): echo (ms) or inversion time (ms) where the split
 * found them, b-value (s/mm²) where any is above 0, else time: seconds from the first point by the slices'
 * acquisition times, by RepetitionTime where those do not increase, by number where there is neither.
 */
export function fourthAxis(
  frames: readonly FrameDescription[],
  points: number,
  hint: FourthAxisHint,
): FourthAxis {
  if (points <= 1) return NONE;
  const nz = frames.length / points;
  const at = (t: number) => frames.slice(t * nz, (t + 1) * nz);
  const firsts = Array.from({ length: points }, (_, t) => frames[t * nz]);
  if (hint === "echo")
    return { kind: "echo", values: firsts.map((frame) => frame?.echoTimeMs ?? 0), unit: "ms" };
  if (hint === "inversion")
    return { kind: "other", values: firsts.map((frame) => frame?.inversionTimeMs ?? 0), unit: "ms" };
  if (frames.some((frame) => (frame.bValue ?? 0) > 0))
    return { kind: "bValue", values: firsts.map((frame) => frame?.bValue ?? 0), unit: "s/mm²" };
  const times = firsts.map((_, t) => Math.min(...at(t).map((frame) => frame.acquisitionTimeS ?? Number.NaN)));
  const [start = Number.NaN] = times;
  if (times.every((time, t) => Number.isFinite(time) && (t === 0 || time > (times[t - 1] ?? time))))
    return { kind: "time", values: times.map((time) => Math.round((time - start) * 1e4) / 1e4), unit: "s" };
  const repetitionTimeMs = firsts[0]?.repetitionTimeMs;
  if (repetitionTimeMs)
    return { kind: "time", values: firsts.map((_, t) => (t * repetitionTimeMs) / 1000), unit: "s" };
  return { kind: "time", values: firsts.map((_, t) => t), unit: null };
}
