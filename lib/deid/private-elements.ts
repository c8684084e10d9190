import safePrivate from "./safe-private.json";

/**
 * What happens to a private element that is rebuilt. Everything else in odd groups is removed.
 * - `number`, `term`, `device`, `typed`: as for standard attributes
 * - `descend`: a sequence whose items are filtered by both tables
 * - the others name the vendor block that is taken apart and put together again
 */
export type PrivateAction =
  | "number"
  | "term"
  | "device"
  | "typed"
  | "descend"
  | "siemens-csa"
  | "siemens-protocol"
  | "ge-protocol"
  | "ge-user-data";

/** One private element that may pass. */
export interface PrivateElementRow {
  creator: string;
  group: number;
  /** Low byte of the element number; the high byte is the block that the creator reserved. */
  element: number;
  /** VR it is written with where the file does not say one. */
  vr: string;
  action: PrivateAction;
  reason: string;
}

type ShortRow = readonly [element: number, vr: string, action: PrivateAction, reason: string];

function block(creator: string, group: number, rows: readonly ShortRow[]): PrivateElementRow[] {
  return rows.map(([element, vr, action, reason]) => ({ creator, group, element, vr, action, reason }));
}

const SIEMENS = [
  ...block("SIEMENS MR HEADER", 0x0019, [
    [0x08, "CS", "term", "kind of header"],
    [0x0a, "US", "number", "images in the mosaic: needed to cut it into slices"],
    [0x0b, "DS", "number", "duration of one slice, ms"],
    [0x0c, "IS", "number", "b-value, s/mm²"],
    [0x0d, "CS", "term", "diffusion directionality"],
    [0x0e, "FD", "number", "diffusion gradient direction"],
    [0x0f, "SH", "device", "gradient mode"],
    [0x11, "SH", "device", "flow compensation"],
    [0x12, "SL", "number", "table position origin, mm"],
    [0x13, "SL", "number", "absolute table position, mm"],
    [0x14, "IS", "number", "relative table position, mm"],
    [0x15, "FD", "number", "slice position in patient coordinates"],
    [0x16, "DS", "number", "time after start, s"],
    [0x17, "DS", "number", "slice resolution"],
    [0x18, "IS", "number", "real dwell time, ns"],
    [0x27, "FD", "number", "b-matrix"],
    [0x28, "FD", "number", "bandwidth per pixel in phase encoding, Hz"],
    [0x29, "FD", "number", "slice acquisition times of the mosaic, ms"],
  ]),
  ...block("SIEMENS MR HEADER", 0x0051, [
    [0x08, "CS", "term", "kind of header"],
    [0x0b, "LO", "device", "acquisition matrix: tells phase encoding lines"],
    [0x0c, "LO", "device", "field of view"],
    [0x0e, "LO", "device", "orientation of the slices"],
    [0x0f, "LO", "device", "active coil elements"],
    [0x11, "LO", "device", "parallel acquisition factor"],
    [0x13, "SH", "device", "positive directions of the patient axes"],
    [0x17, "SH", "device", "slice thickness as shown"],
  ]),
  ...block("SIEMENS CSA HEADER", 0x0029, [
    [0x08, "CS", "term", "kind of image header"],
    [0x10, "OB", "siemens-csa", "image header: diffusion, mosaic timing, phase encoding sign"],
    [0x18, "CS", "term", "kind of series header"],
    [0x20, "OB", "siemens-csa", "series header: the measurement protocol's numbers"],
  ]),
  ...block("SIEMENS MR SDS 01", 0x0021, [
    [0xfe, "SQ", "descend", "series parameters of enhanced images"],
    [0x01, "IS", "number", "imaging frequency or dwell count"],
    [0x09, "LO", "device", "parallel acquisition factor"],
    [0x0c, "SH", "device", "positive directions of the patient axes"],
    [0x19, "OB", "siemens-protocol", "the measurement protocol's numbers"],
    [0x5a, "CS", "term", "scanning sequence"],
    [0x5b, "CS", "term", "sequence variant"],
    [0x5c, "CS", "term", "scan options"],
    [0x5e, "LO", "device", "field of view"],
  ]),
  ...block("SIEMENS MR SDI 02", 0x0021, [
    [0xfe, "SQ", "descend", "frame parameters of enhanced images"],
    [0x03, "DS", "number", "duration of one slice, ms"],
    [0x04, "DS", "number", "time after start, s"],
    [0x06, "LO", "device", "reconstruction dimensions: tells repetition and echo"],
    [0x1c, "IS", "number", "sign of phase encoding"],
    [0x33, "IS", "number", "echo line position"],
    [0x42, "IS", "number", "real dwell time, ns"],
    [0x48, "IS", "number", "echo column position"],
    [0x49, "IS", "number", "echo partition position"],
    [0x4f, "LO", "device", "active coil elements"],
    [0x53, "FD", "number", "bandwidth per pixel in phase encoding, Hz"],
    [0x58, "SH", "device", "acquisition matrix"],
    [0x5b, "FD", "number", "slice position in patient coordinates"],
    [0x75, "CS", "term", "complete image type"],
    [0x76, "LO", "device", "coil combination, deep learning"],
    [0x88, "DS", "number", "slice location, mm"],
    [0x8e, "ST", "device", "reconstruction dimensions, long form"],
  ]),
];

const GE = [
  ...block("GEMS_ACQU_01", 0x0019, [
    [0x17, "SS", "number", "series plane"],
    [0x18, "LO", "device", "first scan side"],
    [0x1a, "LO", "device", "last scan side"],
    [0x1b, "DS", "number", "last scan location, mm"],
    [0x5a, "FL", "number", "duration of the acquisition, µs"],
    [0x7e, "SS", "number", "number of echoes"],
    [0x9c, "LO", "typed", "pulse sequence"],
    [0x9e, "LO", "typed", "internal pulse sequence"],
    [0xa2, "SL", "number", "raw data run: tells runs of one series apart"],
    [0xa9, "DS", "number", "largest echo number"],
    [0xb2, "DS", "number", "diffusion table"],
    [0xb3, "DS", "number", "diffusion cycling"],
    [0xb6, "DS", "number", "diffusion gradient derating"],
    [0xbb, "DS", "number", "diffusion direction x"],
    [0xbc, "DS", "number", "diffusion direction y"],
    [0xbd, "DS", "number", "diffusion direction z"],
    [0xdf, "DS", "number", "number of b=0 images"],
    [0xe0, "DS", "number", "number of diffusion directions"],
    [0xe2, "DS", "number", "velocity encoding scale"],
  ]),
  ...block("GEMS_RELA_01", 0x0021, [
    [0x4f, "SS", "number", "slices in the acquisition"],
    [0x5a, "SL", "number", "diffusion direction type"],
    [0x5e, "DS", "number", "time of the volume"],
  ]),
  ...block("GEMS_SERS_01", 0x0025, [
    [0x07, "SL", "number", "images in the series"],
    [0x1b, "OB", "ge-protocol", "slice order, acceleration and delays"],
  ]),
  ...block("GEMS_IMAG_01", 0x0027, [
    [0x40, "SH", "device", "side of the slice"],
    [0x60, "FL", "number", "points of a spiral arm"],
    [0x61, "FL", "number", "spiral arms"],
    [0x62, "FL", "number", "excitations"],
  ]),
  ...block("GEMS_PARM_01", 0x0043, [
    [0x02, "SS", "number", "shim x"],
    [0x03, "SS", "number", "shim y"],
    [0x04, "SS", "number", "shim z"],
    [0x2a, "OB", "ge-user-data", "sign of phase encoding and slice order"],
    [0x2c, "SS", "number", "effective echo spacing, µs"],
    [0x2f, "SS", "number", "magnitude, phase, real or imaginary"],
    [0x30, "SS", "number", "collapse flag"],
    [0x39, "IS", "number", "b-value, s/mm²"],
    [0x7c, "FL", "number", "delay between groups, s"],
    [0x81, "LO", "device", "coil"],
    [0x83, "DS", "number", "parallel acquisition factors"],
    [0x8a, "CS", "term", "phase encoding direction"],
    [0x95, "LO", "device", "prescan reuse"],
    [0xa3, "CS", "term", "arterial spin labelling contrast"],
    [0xa4, "LO", "device", "arterial spin labelling technique"],
    [0xa5, "IS", "number", "label duration, ms"],
    [0xb6, "LO", "device", "simultaneous slices"],
    [0xb7, "LO", "device", "compressed sensing"],
    [0xca, "LO", "device", "deep learning reconstruction"],
  ]),
];

const PHILIPS = [
  ...block("Philips Imaging DD 001", 0x2001, [
    [0x03, "FL", "number", "b-value, s/mm²"],
    [0x04, "CS", "term", "diffusion direction"],
    [0x06, "CS", "term", "enhanced image"],
    [0x07, "CS", "term", "cardiac phase kind"],
    [0x08, "IS", "number", "phase number"],
    [0x0a, "IS", "number", "slice number"],
    [0x0b, "CS", "term", "slice orientation"],
    [0x10, "CS", "term", "cardiac synchronisation"],
    [0x12, "CS", "term", "dynamic series"],
    [0x13, "SL", "number", "EPI factor"],
    [0x14, "SL", "number", "number of echoes"],
    [0x15, "SS", "number", "number of locations"],
    [0x17, "SL", "number", "number of phases"],
    [0x18, "SL", "number", "number of slices"],
    [0x19, "CS", "term", "partial Fourier"],
    [0x1b, "FL", "number", "prepulse delay, ms"],
    [0x1c, "CS", "term", "prepulse"],
    [0x1f, "CS", "term", "respiratory synchronisation"],
    [0x20, "LO", "device", "scanning technique"],
    [0x21, "CS", "term", "fat suppression"],
    [0x22, "FL", "number", "water-fat shift, pixels"],
    [0x2d, "SS", "number", "slices in the stack"],
    [0x33, "CS", "term", "radial axis of the stack"],
    [0x36, "CS", "term", "kind of stack"],
    [0x5f, "SQ", "descend", "stacks"],
    [0x81, "IS", "number", "number of dynamic scans"],
    [0x82, "IS", "number", "echo train length"],
    [0x83, "DS", "number", "imaging frequency, MHz"],
    [0x84, "DS", "number", "inversion time, ms"],
    [0x85, "DS", "number", "field strength, T"],
    [0x87, "SH", "device", "nucleus"],
    [0x88, "DS", "number", "averages"],
    [0x89, "DS", "number", "phase field of view, %"],
    [0x8a, "DS", "number", "sampling, %"],
    [0x8b, "SH", "device", "transmit coil"],
  ]),
  ...block("Philips MR Imaging DD 001", 0x2005, [
    [0x05, "CS", "term", "synchronised scan"],
    [0x0d, "FL", "number", "scale intercept"],
    [0x0e, "FL", "number", "scale slope"],
    [0x11, "CS", "term", "image kind"],
    [0x30, "FL", "number", "repetition times, ms"],
    [0x63, "SS", "number", "fMRI status"],
    [0x6e, "CS", "term", "scanning sequence"],
    [0x6f, "CS", "term", "acquisition type"],
    [0x71, "FL", "number", "angulation, anterior-posterior"],
    [0x72, "FL", "number", "angulation, feet-head"],
    [0x73, "FL", "number", "angulation, right-left"],
    [0x74, "FL", "number", "field of view, anterior-posterior"],
    [0x75, "FL", "number", "field of view, feet-head"],
    [0x76, "FL", "number", "field of view, right-left"],
    [0x78, "FL", "number", "offset of the stack, anterior-posterior"],
    [0x79, "FL", "number", "offset of the stack, feet-head"],
    [0x7a, "FL", "number", "offset of the stack, right-left"],
    [0x7b, "CS", "term", "preparation direction"],
    [0x7e, "FL", "number", "slice spacing"],
    [0x81, "CS", "term", "view axis"],
    [0xa0, "FL", "number", "begin of the dynamic scan, s"],
    [0xa1, "CS", "term", "parallel acquisition"],
    [0xa9, "CS", "term", "dimensions of the acquisition"],
    [0xb0, "FL", "number", "diffusion direction right-left"],
    [0xb1, "FL", "number", "diffusion direction anterior-posterior"],
    [0xb2, "FL", "number", "diffusion direction feet-head"],
  ]),
  ...block("Philips MR Imaging DD 002", 0x2005, [[0x10, "LO", "device", "deep learning reconstruction"]]),
  ...block("Philips MR Imaging DD 005", 0x2005, [
    [0x0f, "SQ", "descend", "attributes of the enhanced form"],
    [0x12, "IS", "number", "b-value number"],
    [0x13, "IS", "number", "gradient orientation number"],
    [0x29, "CS", "term", "arterial spin labelling: label or control"],
  ]),
  ...block("Philips MR Imaging DD 006", 0x2005, [[0x96, "IS", "number", "diffusion volume number"]]),
];

const UIH = block("Image Private Header", 0x0065, [
  [0x02, "LO", "device", "orientation of the slices"],
  [0x03, "LO", "device", "active coil elements"],
  [0x04, "SH", "device", "acquisition matrix"],
  [0x05, "SH", "device", "phase encoding direction as shown"],
  [0x09, "FD", "number", "b-value, s/mm²"],
  [0x0a, "FD", "number", "nominal b-value, s/mm²"],
  [0x0d, "SH", "device", "parallel acquisition"],
  [0x0f, "SH", "device", "slice position as shown"],
  [0x13, "FD", "number", "bandwidth per pixel in phase encoding, Hz"],
  [0x14, "DS", "number", "slice normal"],
  [0x15, "DS", "number", "slice centre"],
  [0x37, "FD", "number", "diffusion gradient direction"],
  [0x38, "FD", "number", "field of view"],
  [0x50, "DS", "number", "images in the grid: needed to cut it into slices"],
  [0x51, "SQ", "descend", "position and time of each slice of the grid"],
  [0x58, "IS", "number", "sign of phase encoding"],
]);

const CANON = ["CANON_MEC_MR3", "TOSHIBA_MEC_MR3"].flatMap((creator) =>
  block(creator, 0x700d, [
    [0x00, "DS", "number", "scale factor"],
    [0x05, "DS", "number", "spacing"],
    [0x0c, "CS", "term", "flag"],
  ]),
);

/** What a published safe row may do: text is still cleaned, for what stands in it is not what the row foresaw. */
const SAFE_ACTIONS: Readonly<Record<string, PrivateAction>> = {
  CS: "term",
  LO: "device",
  SH: "device",
  SQ: "descend",
};

/** PS3.15 Table E.3.10-1, as far as it could be had. */
const PUBLISHED: readonly PrivateElementRow[] = safePrivate.rows.map(
  ([creator = "", group = "", element = "", vr = "", meaning = ""]) => ({
    creator,
    group: Number.parseInt(group, 16),
    element: Number.parseInt(element, 16),
    vr,
    action: SAFE_ACTIONS[vr] ?? "number",
    reason: `published as safe: ${meaning}`,
  }),
);

/** The private elements that may pass: the published safe rows, then our own, which win. */
export const PRIVATE_ELEMENTS: readonly PrivateElementRow[] = [
  ...PUBLISHED,
  ...SIEMENS,
  ...GE,
  ...PHILIPS,
  ...UIH,
  ...CANON,
];

const byBlock = new Map<string, Map<number, PrivateElementRow>>();
for (const row of PRIVATE_ELEMENTS) {
  const key = `${row.group}|${row.creator}`;
  const block = byBlock.get(key) ?? new Map<number, PrivateElementRow>();
  byBlock.set(key, block.set(row.element, row));
}

const NO_ROWS: ReadonlyMap<number, PrivateElementRow> = new Map();

/** Rows of an owner's block by the low byte of the element number; what has no row is to be removed. */
export function privateBlock(creator: string, group: number): ReadonlyMap<number, PrivateElementRow> {
  return byBlock.get(`${group}|${creator}`) ?? NO_ROWS;
}
