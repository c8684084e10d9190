import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { Component } from "@/lib/imaging/frame-description";
import { GE_ACQUISITION, GE_PARAMETERS, privateNumbers, privateText } from "@/lib/imaging/vendor-elements";

const COMPONENTS: Record<string, Component> = {
  MAGNITUDE: "magnitude",
  PHASE: "phase",
  REAL: "real",
  IMAGINARY: "imaginary",
  // ImageType value 3 of Siemens and UIH, value 4 of Philips.
  M: "magnitude",
  P: "phase",
  R: "real",
  I: "imaginary",
  "PHASE MAP": "phase",
};

/** GE RawDataType (0043,xx2F). */
const GE_RAW_DATA_TYPES: readonly Component[] = ["magnitude", "phase", "real", "imaginary"];

/** What the scanner computed, by the word in ImageType or FrameType (PS3.3 C.8.13.3.1.1 and vendors' own). */
const MAPS: Record<string, string> = {
  ADC: "ADC",
  ADC_CALCULATED: "ADC",
  APPARENT_DIFFUSION_COEFFICIENT: "ADC",
  EADC: "eADC",
  EXP: "eADC",
  FA: "FA",
  FRACT_ANISO: "FA",
  FRACTIONAL_ANISOTROPY: "FA",
  RA: "RA",
  CBF: "CBF",
  RCBF: "CBF",
  RELCBF: "CBF",
  RCBV: "CBV",
  CBV: "CBV",
  RELCBV: "CBV",
  MTT: "MTT",
  RELMTT: "MTT",
  TTP: "TTP",
  TMAX: "TMax",
  ATT: "ATT",
  "T1 MAP": "T1",
  T1_MAP: "T1",
  "T2 MAP": "T2",
  T2_MAP: "T2",
  T2_STAR_MAP: "T2star",
  "T2* MAP": "T2star",
  R1_MAP: "R1",
  R2_MAP: "R2",
  R2_STAR_MAP: "R2star",
  PROTON_DENSITY_MAP: "PD",
  PD_MAP: "PD",
  // MP2RAGE's uniform image, plain and denoised.
  UNI: "UNI",
  UNIFORM: "UNI",
  UNI_DEN: "UNI",
  "UNI-DEN": "UNI",
  T1MAP: "T1",
  T2MAP: "T2",
  B0: "B0Hz",
  "B0 MAP": "B0Hz",
  FIELD_MAP: "B0Hz",
  FIELDMAP: "B0Hz",
  B1: "B1",
  "B1 MAP": "B1",
  TMAP: "TMap",
};

/** Every name of a map there is. */
export const MAP_NAMES: readonly string[] = [
  ...new Set([...Object.values(MAPS), "ColFA", "B0RadPerS"]),
].sort();

export interface ImageKind {
  component: Component;
  map: string | null;
  kindDiscriminator: string;
}

/**
 * Component and map of one picture. `frame` answers for the picture (a functional group's items or the
 * instance itself), `instance` for vendor elements.
 */
export function imageKind(
  instance: Dataset,
  imageType: readonly string[],
  complexComponent: string | undefined,
  samplesPerPixel: number,
  rescaleUnit: string | null,
): ImageKind {
  const isGe = /^GE /i.test(instance.text(TAG.Manufacturer) ?? "");
  const words = imageType.slice(2).map((word) => word.toUpperCase());
  const rawDataType = privateNumbers(instance, 0x0043, GE_PARAMETERS, 0x2f, "SS")[0];
  const component =
    COMPONENTS[complexComponent ?? ""] ??
    (isGe ? GE_RAW_DATA_TYPES[rawDataType ?? 0] : undefined) ??
    words.map((word) => COMPONENTS[word]).find((found) => found !== undefined) ??
    "magnitude";
  // Siemens XA numbers what it computes several times (CBF_1); a word of its own (R2_MAP) is not a numbered one.
  const mapWord = words
    .map((word) => MAPS[word] ?? MAPS[word.replace(/_\d+$/, "")])
    .find((found) => found !== undefined);
  const named = inUnit(mapWord === "FA" && samplesPerPixel === 3 ? "ColFA" : (mapWord ?? null), rescaleUnit);
  if (isGe && isGeB0Map(instance)) {
    const isHz = geB0MapIsHz(instance);
    return { component, map: isHz ? "B0Hz" : named, kindDiscriminator: isHz ? "b0-hz" : "b0-magnitude" };
  }
  return { component, map: named, kindDiscriminator: "" };
}

/** A field map is in Hz unless its rescale says rad/s. */
function inUnit(map: string | null, unit: string | null): string | null {
  return map === "B0Hz" && /^rad\s?\/\s?s(ec)?$/i.test(unit ?? "") ? "B0RadPerS" : map;
}

/** GE's B0 mapping writes its magnitude and its map in Hz into one series, with the same ImageType. */
function isGeB0Map(instance: Dataset): boolean {
  const sequence = privateText(instance, 0x0019, GE_ACQUISITION, 0x9c) ?? "";
  const description = instance.text(TAG.SeriesDescription) ?? "";
  return /^b0/i.test(sequence) || /b0.?map/i.test(description);
}

/** 0043,xx30 is 0 on the map and 2 on the magnitude; without it only the map has negative values. */
function geB0MapIsHz(instance: Dataset): boolean {
  const flag = privateNumbers(instance, 0x0043, GE_PARAMETERS, 0x30, "SS")[0];
  if (flag !== undefined) return flag === 0;
  return (instance.number(TAG.SmallestImagePixelValue) ?? 0) < 0 || instance.number(TAG.WindowCenter) === 0;
}
