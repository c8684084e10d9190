import type { QuarantineReason } from "./reasons";

/** Media Storage Directory, the index of a CD (PS3.3 F): it names patients and holds no object. */
export const MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

/** Kinds of objects that were made from images. */
export type DerivedDicomKind = "segmentation" | "parametricMap" | "measurementReport" | "registration";

/** What an object that may be stored becomes. */
export type ObjectKind =
  /** Pictures: volumes are made of them. */
  | "image"
  /** MR Spectroscopy: a series of role MRS, described by its parameters, without volumes. */
  | "spectroscopy"
  | DerivedDicomKind;

/** Storage SOP classes (PS3.4 B.5) that are welcome, and what each becomes. */
const WELCOME: Readonly<Record<string, readonly [name: string, kind: ObjectKind]>> = {
  "1.2.840.10008.5.1.4.1.1.4": ["MR Image", "image"],
  "1.2.840.10008.5.1.4.1.1.4.1": ["Enhanced MR Image", "image"],
  "1.2.840.10008.5.1.4.1.1.4.2": ["MR Spectroscopy", "spectroscopy"],
  "1.2.840.10008.5.1.4.1.1.4.3": ["Enhanced MR Color Image", "image"],
  "1.2.840.10008.5.1.4.1.1.4.4": ["Legacy Converted Enhanced MR Image", "image"],
  "1.2.840.10008.5.1.4.1.1.30": ["Parametric Map", "parametricMap"],
  "1.2.840.10008.5.1.4.1.1.66.1": ["Spatial Registration", "registration"],
  "1.2.840.10008.5.1.4.1.1.66.3": ["Deformable Spatial Registration", "registration"],
  "1.2.840.10008.5.1.4.1.1.66.4": ["Segmentation", "segmentation"],
  // Reports are welcome when their root says that they hold measurements: see MEASUREMENT_REPORT.
  "1.2.840.10008.5.1.4.1.1.88.22": ["Enhanced SR", "measurementReport"],
  "1.2.840.10008.5.1.4.1.1.88.33": ["Comprehensive SR", "measurementReport"],
  "1.2.840.10008.5.1.4.1.1.88.34": ["Comprehensive 3D SR", "measurementReport"],
};

/** Root concept of TID 1500 (PS3.16): Imaging Measurement Report. Dose, protocol and CAD reports have others. */
export const MEASUREMENT_REPORT = { codeValue: "126000", scheme: "DCM" } as const;

/** Families that are held; the first pattern that fits names the reason. */
const HELD: readonly (readonly [RegExp, QuarantineReason])[] = [
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.[1-4])?$/, "secondary-capture"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\./, "structured-report"],
  // Surface segmentation, tractography, height maps: no viewer of ours shows them.
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.[5-8]$/, "segmentation"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66$/, "raw-data"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.481\./, "radiotherapy"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:3|6)(?:\.[12])?$/, "ultrasound"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:1|2|20|12|13|77|128|130)(?:\.\d+)*$/, "other-modality"],
];

/** What objects of a SOP class become, or the reason why they are held. */
export function fateOfSopClass(uid: string): { kind: ObjectKind } | { held: QuarantineReason } {
  const welcome = WELCOME[uid];
  if (welcome) return { kind: welcome[1] };
  return { held: HELD.find(([pattern]) => pattern.test(uid))?.[1] ?? "kind-not-catalogued" };
}

/** True for the kinds that were made from other objects and point to them. */
export function isDerivedKind(kind: ObjectKind): kind is DerivedDicomKind {
  return kind !== "image" && kind !== "spectroscopy";
}

/** True for SOP classes whose objects were made from others. */
export function isDerivedSopClass(uid: string): boolean {
  const fate = fateOfSopClass(uid);
  return "kind" in fate && isDerivedKind(fate.kind);
}
