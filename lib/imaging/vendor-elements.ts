import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import { TAG, tagOf } from "@/lib/dicom/tags";
import { unit, vector3, type Vector3 } from "@/lib/imaging/geometry";
import { csaNumbers, parseCsaHeader, type CsaHeader } from "@/lib/imaging/siemens-csa";

/** A private element by its owner; `vr` is used where the file says UN (implicit or unknown to its writer). */
function privateDataset(
  dataset: Dataset,
  group: number,
  creator: string,
  byte: number,
  vr: string,
): { holder: Dataset; tag: number; element: DicomElement } | null {
  const element = dataset.privateElement(group, creator, byte);
  if (!element) return null;
  const holder = new Dataset();
  const tag = tagOf(group, 0x1000 + byte);
  holder.elements.set(tag, element.vr === "UN" ? { ...element, vr } : element);
  return { holder, tag, element };
}

export function privateNumbers(
  dataset: Dataset,
  group: number,
  creator: string,
  byte: number,
  vr: string,
): number[] {
  const found = privateDataset(dataset, group, creator, byte, vr);
  return found ? found.holder.numbers(found.tag).filter(Number.isFinite) : [];
}

export function privateText(
  dataset: Dataset,
  group: number,
  creator: string,
  byte: number,
  vr = "LO",
): string | null {
  const found = privateDataset(dataset, group, creator, byte, vr);
  return found ? (found.holder.text(found.tag) ?? null) : null;
}

export const SIEMENS_HEADER = "SIEMENS MR HEADER";
export const SIEMENS_CSA = "SIEMENS CSA HEADER";
export const GE_ACQUISITION = "GEMS_ACQU_01";
export const GE_PARAMETERS = "GEMS_PARM_01";
export const PHILIPS_IMAGING = "Philips Imaging DD 001";
export const PHILIPS_MR = "Philips MR Imaging DD 001";
export const UIH_HEADER = "Image Private Header";

/** The CSA image header of a classic Siemens instance; empty where there is none. */
export function csaImageHeader(dataset: Dataset): CsaHeader {
  const bytes = dataset.privateElement(0x0029, SIEMENS_CSA, 0x10)?.bytes;
  return bytes ? parseCsaHeader(bytes) : new Map();
}

/** GE adds 10⁹ to b-values of multi-direction series; what is left above 10⁵ is no b-value. */
function geBValue(dataset: Dataset): number | null {
  const stored = privateNumbers(dataset, 0x0043, GE_PARAMETERS, 0x39, "IS")[0];
  if (stored === undefined) return null;
  const value = stored >= 1e9 ? stored - 1e9 : stored;
  return value >= 0 && value < 1e5 ? value : null;
}

/**
 * Diffusion b-value (s/mm²) of a classic instance: the standard's DiffusionBValue, else the vendor's own
 * element (Siemens 0019,xx0C or CSA B_value; GE 0043,xx39; Philips 2001,xx03; UIH 0065,xx09). Canon writes
 * the standard one. Null where none says.
 */
export function classicBValue(dataset: Dataset, diffusionBValueTag: number): number | null {
  const standard = dataset.number(diffusionBValueTag);
  if (standard !== undefined) return standard;
  const siemens = privateNumbers(dataset, 0x0019, SIEMENS_HEADER, 0x0c, "IS")[0];
  if (siemens !== undefined) return siemens;
  const uih = privateNumbers(dataset, 0x0065, UIH_HEADER, 0x09, "FD")[0];
  if (uih !== undefined) return uih;
  const philips = privateNumbers(dataset, 0x2001, PHILIPS_IMAGING, 0x03, "FL")[0];
  if (philips !== undefined) return philips;
  return geBValue(dataset);
}

/**
 * Direction of the diffusion gradient of a classic instance: the standard's DiffusionGradientOrientation (Philips, Canon),
 * else the vendor's own (Siemens 0019,xx0E or CSA; GE 0019,xxBB to BD, in the frame of the scan; UIH 0065,xx37). Null where
 * none says, or it has no length.
 */
export function classicGradientDirection(dataset: Dataset): Vector3 | null {
  const candidates = [
    dataset.numbers(TAG.DiffusionGradientOrientation),
    privateNumbers(dataset, 0x0019, SIEMENS_HEADER, 0x0e, "FD"),
    privateNumbers(dataset, 0x0065, UIH_HEADER, 0x37, "FD"),
    [0xbb, 0xbc, 0xbd].flatMap(
      (byte) => privateNumbers(dataset, 0x0019, GE_ACQUISITION, byte, "DS")[0] ?? [],
    ),
    csaNumbers(csaImageHeader(dataset), "DiffusionGradientDirection"),
  ];
  const vector = candidates.map((values) => vector3(values)).find((found) => found !== null);
  return vector ? unit(vector) : null;
}
