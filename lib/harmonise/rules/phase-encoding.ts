import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { scale, type Vector3 } from "@/lib/imaging/geometry";
import { csaNumbers } from "@/lib/imaging/siemens-csa";
import type { Vendor } from "./vendor";
import { csaImageHeader, GE_PARAMETERS, privateNumbers, UIH_HEADER } from "@/lib/imaging/vendor-elements";

/** From where to where phase encoding increases: AP is from the front to the back. */
export const PHASE_ENCODING_DIRECTIONS = ["AP", "PA", "RL", "LR", "HF", "FH"] as const;
export type PhaseEncodingDirection = (typeof PHASE_ENCODING_DIRECTIONS)[number];

export type PhaseEncodingAxis = "ROW" | "COL";

/** Owner of the block in which Siemens XA keeps a frame's parameters. */
export const SIEMENS_FRAME = "SIEMENS MR SDI 02";

/**
 * Sign of phase encoding relative to the picture: 1 where it increases along the row (ROW) or down the column (COL), -1 where
 * it runs against it, null where the header does not say. DICOM's InPlanePhaseEncodingDirection has no sign, so each vendor's
 * own element is read (named after dcm2niix's sources, which found them): Siemens CSA PhaseEncodingDirectionPositive and
 * XA's (0021,xx1C); GE RectilinearPhaseEncodeReordering, else the user data's polarity and view order; UIH (0065,xx58).
 * Philips and Canon do not record one: the shown fat shift is a wish of the protocol, not a direction in the picture.
 */
export function phaseEncodingPolarity(
  dataset: Dataset,
  vendor: Vendor,
  isEchoPlanar: boolean,
): 1 | -1 | null {
  const siemens =
    siemensFrameGroup(dataset, 0).map(
      (item) => privateNumbers(item, 0x0021, SIEMENS_FRAME, 0x1c, "IS")[0],
    )[0] ?? csaNumbers(csaImageHeader(dataset), "PhaseEncodingDirectionPositive")[0];
  if (siemens !== undefined) return fromFlag(siemens);
  const uih = privateNumbers(dataset, 0x0065, UIH_HEADER, 0x58, "IS")[0];
  if (uih !== undefined) return fromFlag(uih);
  return vendor === "ge" && isEchoPlanar ? gePolarity(dataset) : null;
}

/** Siemens XA's private item of one frame, as a list of none or one. */
export function siemensFrameGroup(dataset: Dataset, frameIndex: number): Dataset[] {
  const groups = dataset.items(TAG.PerFrameFunctionalGroupsSequence)[frameIndex];
  return groups?.privateElement(0x0021, SIEMENS_FRAME, 0xfe)?.items?.slice(0, 1) ?? [];
}

/** The direction in the patient in which phase encoding increases, by the axis that it is nearest to. */
export function phaseEncodingDirection(
  axis: PhaseEncodingAxis | null,
  polarity: 1 | -1 | null,
  frame: Pick<FrameDescription, "rowDirection" | "columnDirection"> | undefined,
): PhaseEncodingDirection | null {
  const along = axis === "ROW" ? frame?.rowDirection : axis === "COL" ? frame?.columnDirection : null;
  if (!along || polarity === null) return null;
  const [x, y, z]: Vector3 = scale(along, polarity);
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)];
  // DICOM's patient axes: x to the left, y to the back, z to the head.
  if (ay >= ax && ay >= az) return y > 0 ? "AP" : "PA";
  if (ax >= az) return x > 0 ? "RL" : "LR";
  return z > 0 ? "FH" : "HF";
}

function fromFlag(flag: number): 1 | -1 | null {
  return flag === 1 ? 1 : flag === 0 ? -1 : null;
}

const HEADER_POINTER = 24;
const SHORTEST = 916;
const NEW_LAYOUT_VERSION = 25.002;
const NEW_LAYOUT_SHIFT = 0x4c;
const EPI_FLAG = 0x0800;
const FLIPPED_FLAG = 0x0004;
const BOTTOM_UP = 2;

/**
 * GE: RectilinearPhaseEncodeReordering where an EPI has it; else user data (0043,xx2A), in which a polarity bit and the view
 * order (bottom up reverses it) say it together. The places of both moved with raw header version 25.002.
 */
function gePolarity(dataset: Dataset): 1 | -1 | null {
  const reordering = dataset.text(TAG.RectilinearPhaseEncodeReordering);
  if (reordering === "LINEAR") return 1;
  if (reordering === "REVERSE_LINEAR") return -1;
  const bytes = dataset.privateElement(0x0043, GE_PARAMETERS, 0x2a)?.bytes;
  if (!bytes || bytes.length < SHORTEST) return null;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = data.getUint16(HEADER_POINTER, true);
  if (bytes.length < header + SHORTEST) return null;
  const version = data.getFloat32(header, true);
  if (!(version >= 5 && version <= 40)) return null;
  const isNew = version >= NEW_LAYOUT_VERSION;
  const base = header + (isNew ? NEW_LAYOUT_SHIFT : 0);
  if ((data.getUint16(base + 0x3a, true) & EPI_FLAG) === 0) return null;
  const isFlipped = (data.getUint16(base + 0x30, true) & FLIPPED_FLAG) !== 0;
  const isBottomUp = data.getUint16(base + 0x394 - (isNew ? 0x8c : 0), true) === BOTTOM_UP;
  return isFlipped === isBottomUp ? 1 : -1;
}
