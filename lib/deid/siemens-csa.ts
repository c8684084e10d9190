import { decodeText, encodeText } from "@/lib/dicom/character-set";

import type { IdentityWords } from "./clean-text";
import { rebuildSiemensProtocol } from "./siemens-protocol";

/** Elements of the CSA image and series headers that may pass; their values have to be numbers. */
const NUMERIC_ELEMENTS: ReadonlySet<string> = new Set([
  "AbsTablePosition",
  "B_matrix",
  "B_value",
  "BandwidthPerPixelPhaseEncode",
  "DiffusionGradientDirection",
  "EchoColumnPosition",
  "EchoLinePosition",
  "EchoPartitionPosition",
  "EchoTrainLength",
  "FlipAngle",
  "ImaAbsTablePosition",
  "ImaRelTablePosition",
  "ImagePositionPatient",
  "ImageOrientationPatient",
  "ImagingFrequency",
  "MosaicRefAcqTimes",
  "MultistepIndex",
  "NumberOfAverages",
  "NumberOfImagesInMosaic",
  "NumberOfPhaseEncodingSteps",
  "PhaseEncodingDirectionPositive",
  "PixelBandwidth",
  "PixelSpacing",
  "ProtocolSliceNumber",
  "RealDwellTime",
  "RepetitionTime",
  "EchoTime",
  "InversionTime",
  "RFSWDDataType",
  "SliceMeasurementDuration",
  "SliceNormalVector",
  "SlicePosition_PCS",
  "SliceResolution",
  "SliceThickness",
  "SpacingBetweenSlices",
  "TablePositionOrigin",
  "TimeAfterStart",
  "TransmitterCalibration",
]);

/** Elements whose values are one of a few words. */
const WORD_ELEMENTS: Readonly<Record<string, RegExp>> = {
  DiffusionDirectionality: /^(?:NONE|DIRECTIONAL|ISOTROPIC|BMATRIX)$/,
  PhaseEncodingDirection: /^(?:ROW|COL|COLUMN)$/,
};

const PROTOCOL_ELEMENTS: ReadonlySet<string> = new Set(["MrPhoenixProtocol", "MrProtocol"]);

/** What the digest of the rules covers of this file. */
export const CSA_RULES: readonly string[] = [
  ...NUMERIC_ELEMENTS,
  ...Object.entries(WORD_ELEMENTS).map(([name, { source }]) => `${name} ${source}`),
  ...PROTOCOL_ELEMENTS,
];

const MAGIC = "SV10";
const TAG_BYTES = 84;
const ITEM_BYTES = 16;
const CHECK = 77;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

interface CsaElement {
  name: string;
  valueMultiplicity: number;
  vr: string;
  syngoType: number;
  values: string[];
}

function latin(bytes: Uint8Array): string {
  return decodeText(bytes, []);
}

function upToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return latin(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Reads the SV10 form; null where it is none or its lengths lie. */
function parse(bytes: Uint8Array): CsaElement[] | null {
  if (bytes.length < 16 || latin(bytes.subarray(0, 4)) !== MAGIC) return null;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = data.getUint32(8, true);
  const elements: CsaElement[] = [];
  let at = 16;
  for (let index = 0; index < count; index += 1) {
    if (at + TAG_BYTES > bytes.length) return null;
    const itemCount = data.getInt32(at + 76, true);
    const element: CsaElement = {
      name: upToNul(bytes.subarray(at, at + 64)),
      valueMultiplicity: data.getInt32(at + 64, true),
      vr: upToNul(bytes.subarray(at + 68, at + 72)),
      syngoType: data.getInt32(at + 72, true),
      values: [],
    };
    at += TAG_BYTES;
    for (let item = 0; item < itemCount; item += 1) {
      if (at + ITEM_BYTES > bytes.length) return null;
      const length = data.getInt32(at + 4, true);
      at += ITEM_BYTES;
      if (length < 0 || at + length > bytes.length) return null;
      element.values.push(upToNul(bytes.subarray(at, at + length)));
      at += Math.ceil(length / 4) * 4;
    }
    elements.push(element);
  }
  return elements;
}

function keptValues(element: CsaElement, identity: IdentityWords): string[] | null {
  if (PROTOCOL_ELEMENTS.has(element.name)) {
    const protocol = rebuildSiemensProtocol(element.values.join("\n"), identity);
    return protocol === null ? null : [protocol];
  }
  const word = WORD_ELEMENTS[element.name];
  if (!NUMERIC_ELEMENTS.has(element.name) && !word) return null;
  const valid = (value: string): boolean => {
    const trimmed = value.trim();
    return trimmed === "" || (word ?? NUMBER).test(trimmed);
  };
  return element.values.every(valid) ? element.values.map((value) => value.trim()) : null;
}

function itemBytes(value: string): number {
  return value === "" ? 0 : value.length + 1;
}

function write(elements: readonly CsaElement[]): Uint8Array {
  const size = elements.reduce(
    (sum, element) =>
      sum +
      TAG_BYTES +
      element.values.reduce((items, value) => items + ITEM_BYTES + Math.ceil(itemBytes(value) / 4) * 4, 0),
    16,
  );
  const bytes = new Uint8Array(size);
  const data = new DataView(bytes.buffer);
  bytes.set(encodeText(MAGIC));
  bytes.set([4, 3, 2, 1], 4);
  data.setUint32(8, elements.length, true);
  data.setUint32(12, CHECK, true);
  let at = 16;
  for (const element of elements) {
    bytes.set(encodeText(element.name), at);
    data.setInt32(at + 64, element.valueMultiplicity, true);
    bytes.set(encodeText(element.vr).subarray(0, 3), at + 68);
    data.setInt32(at + 72, element.syngoType, true);
    data.setInt32(at + 76, element.values.length, true);
    data.setInt32(at + 80, CHECK, true);
    at += TAG_BYTES;
    for (const value of element.values) {
      const length = itemBytes(value);
      [length, length, CHECK, length].forEach((word, index) => data.setInt32(at + index * 4, word, true));
      at += ITEM_BYTES;
      bytes.set(encodeText(value), at);
      at += Math.ceil(length / 4) * 4;
    }
  }
  return bytes;
}

/**
 * Rebuilds a Siemens CSA header (SV10) from its named elements; nothing of the original bytes is copied. Null when it
 * is no SV10 header or nothing of it may pass.
 */
export function rebuildSiemensCsa(bytes: Uint8Array, identity: IdentityWords): Uint8Array | null {
  const elements = parse(bytes);
  if (!elements) return null;
  const kept = elements.flatMap((element) => {
    const values = keptValues(element, identity);
    return values === null ? [] : [{ ...element, values }];
  });
  return kept.length === 0 ? null : write(kept);
}
