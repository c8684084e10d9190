import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { timeOfDayS } from "@/lib/imaging/header-values";
import { csaNumbers } from "@/lib/imaging/siemens-csa";
import { csaImageHeader, privateNumbers, SIEMENS_HEADER, UIH_HEADER } from "@/lib/imaging/vendor-elements";
import type { VolumePlan } from "@/lib/imaging/volume-plan";
import { geProtocol } from "./ge-protocol";

/** To 0.1 ms: the clocks of the vendors are no finer. */
const PER_MS = 10;

/**
 * When each slice of an echo-planar 2D Volume was acquired, in ms from the first of the repetition, in the Volume's order of
 * slices. Siemens mosaic: (0019,xx29) or the CSA's MosaicRefAcqTimes; UIH grid: AcquisitionTime of each slice's item; enhanced
 * objects and slices of their own: acquisition times of the frames; GE: its protocol block's slice order, for its slices carry
 * no times. Empty where none says, or all say the same.
 */
export function sliceTimingMs(dataset: Dataset, plan: VolumePlan): number[] {
  const [, , slices, repeats] = plan.dimensions;
  if (plan.kind !== "volume" || slices < 2) return [];
  const first = plan.frames.slice(0, slices);
  const tiles = tileTimesMs(dataset);
  if (tiles.length === slices && first.every((frame) => frame.tile !== null))
    return fromFirst(first.map((frame) => tiles[tileIndex(frame, slices)]));
  // Siemens XA writes wrong times into the first repetition of some series: the second is asked where there is one.
  const asked = repeats > 1 ? plan.frames.slice(slices, 2 * slices) : first;
  const timed = fromFirst(
    asked.map(({ acquisitionTimeS }) => (acquisitionTimeS === null ? undefined : acquisitionTimeS * 1000)),
  );
  return timed.length > 0 ? timed : geTimesMs(dataset, first);
}

function fromFirst(times: readonly (number | undefined)[]): number[] {
  const known = times.flatMap((time) => (time !== undefined && Number.isFinite(time) ? [time] : []));
  if (known.length < times.length || new Set(known).size < 2) return [];
  const earliest = Math.min(...known);
  return known.map((time) => Math.round((time - earliest) * PER_MS) / PER_MS);
}

/** Times by tile, in the order in which tiles were cut from the picture. */
function tileTimesMs(dataset: Dataset): number[] {
  const siemens = privateNumbers(dataset, 0x0019, SIEMENS_HEADER, 0x29, "FD");
  if (siemens.length > 1) return siemens;
  const csa = csaNumbers(csaImageHeader(dataset), "MosaicRefAcqTimes");
  if (csa.length > 1) return csa;
  const items = dataset.privateElement(0x0065, UIH_HEADER, 0x51)?.items ?? [];
  const times = items.flatMap((item) => timeOfDayS(item.text(TAG.AcquisitionTime)) ?? []);
  return times.map((time) => time * 1000);
}

/** Siemens and UIH lay tiles out row by row, in the least square that holds them. */
function tileIndex({ tile, columns, rows }: FrameDescription, slices: number): number {
  return tile ? (tile.row / rows) * Math.ceil(Math.sqrt(slices)) + tile.column / columns : -1;
}

/** GE: slices of equal distance in time, one after another or odd ones first, by the order of their numbers. */
function geTimesMs(dataset: Dataset, slices: readonly FrameDescription[]): number[] {
  const protocol = geProtocol(dataset);
  const order = protocol.get("SLICEORDER");
  const repetitionTimeMs = slices[0]?.repetitionTimeMs;
  if ((order !== "0" && order !== "1") || !repetitionTimeMs) return [];
  const bands = Math.max(1, Number(protocol.get("MBACCEL") ?? 1) || 1);
  const excitations = Math.ceil(slices.length / bands);
  const stepMs = repetitionTimeMs / excitations;
  const odd = Math.ceil(excitations / 2);
  const turn = (n: number) => (order === "0" ? n : n % 2 === 0 ? n / 2 : odd + (n - 1) / 2);
  const numbers = slices.map((frame) => frame.instanceNumber ?? Number.NaN);
  const rank = [...numbers].sort((a, b) => a - b);
  return fromFirst(numbers.map((number) => turn(rank.indexOf(number) % excitations) * stepMs));
}
