import type { QuarantineReason } from "./reasons";

/** Media Storage Directory, the index of a CD (PS3.3 F): it names patients and holds no object. */
export const MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

/** Storage SOP classes (PS3.4 B.5) that become catalogue rows. */
const STORED: ReadonlySet<string> = new Set([
  "1.2.840.10008.5.1.4.1.1.4", // MR Image
  "1.2.840.10008.5.1.4.1.1.4.1", // Enhanced MR Image
  "1.2.840.10008.5.1.4.1.1.4.3", // Enhanced MR Color Image
  "1.2.840.10008.5.1.4.1.1.4.4", // Legacy Converted Enhanced MR Image
]);

/** Families that are held; the first pattern that fits names the reason. */
const HELD: readonly (readonly [RegExp, QuarantineReason])[] = [
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(?:\.[1-4])?$/, "secondary-capture"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\./, "structured-report"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.[45]$/, "segmentation"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66$/, "raw-data"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.481\./, "radiotherapy"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:3|6)(?:\.[12])?$/, "ultrasound"],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:1|2|20|12|13|77|128|130)(?:\.\d+)*$/, "other-modality"],
];

/** What a SOP class becomes: `stored`, or the reason why its objects are held. */
export function fateOfSopClass(uid: string): "stored" | QuarantineReason {
  if (STORED.has(uid)) return "stored";
  return HELD.find(([pattern]) => pattern.test(uid))?.[1] ?? "kind-not-catalogued";
}
