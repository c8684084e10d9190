import type { Sex } from "@/lib/catalogue/register-subject-store";
import { personFacts, type Trait, traitsOf } from "@/lib/catalogue/traits";
import { checkDeviceName, cleanDeviceText } from "@/lib/deid/clean-text";
import { remapUid, uidHash } from "@/lib/deid/identity";
import { collectIdentityWords } from "@/lib/deid/identity-words";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { scannerIdentity, type ScannerIdentity } from "@/lib/network/scanner-identity";
import { trueExamTime } from "./true-time";

/** What a header says about where its file belongs; all that placement may know of it. Can be sent between threads. */
export interface PlacementFacts {
  /** Keyed hash of SOPInstanceUID, 16 bytes. */
  instanceHash: Uint8Array<ArrayBuffer>;
  /** Remapped, as the series and the study below. */
  seriesInstanceUid: string;
  studyInstanceUid: string;
  /** As the header has it: which site's key hashes it is known only when the scanner is. In memory alone, never kept. */
  patientId: string | undefined;
  sex: Sex;
  isPhantom: boolean;
  /** Keyed hashes; the names and dates that they are made of stay where the header was read. */
  traits: Trait[];
  scanner: ScannerIdentity;
  acquiredAt: Date | null;
}

const UNKNOWN = "unknown";

const SEXES: Readonly<Record<string, Sex>> = { F: "female", M: "male", O: "other" };

/** Keys of the hashes that name instances, series, studies and scanners, and of those that name people. */
export interface PlacementKeys {
  uidKey: Uint8Array;
  linkageKey: Uint8Array;
}

/** Reads the placement of a file from its header. Pure. */
export function placementFacts(dataset: Dataset, { uidKey, linkageKey }: PlacementKeys): PlacementFacts {
  return {
    instanceHash: new Uint8Array(uidHash(uidKey, dataset.uid(TAG.SOPInstanceUID) ?? "")),
    seriesInstanceUid: remapUid(uidKey, dataset.uid(TAG.SeriesInstanceUID) ?? ""),
    studyInstanceUid: remapUid(uidKey, dataset.uid(TAG.StudyInstanceUID) ?? ""),
    patientId: dataset.text(TAG.PatientID),
    sex: SEXES[dataset.text(TAG.PatientSex)?.toUpperCase() ?? ""] ?? "unknown",
    isPhantom: namesPhantom(dataset),
    traits: traitsOf(linkageKey, personFacts(dataset)),
    scanner: cleanIdentity(dataset, uidKey),
    acquiredAt: trueExamTime(dataset),
  };
}

/** The scanner as the header tells it, without what somebody may have typed into its names. */
function cleanIdentity(dataset: Dataset, uidKey: Uint8Array): ScannerIdentity {
  const identity = scannerIdentity(dataset, uidKey);
  const words = collectIdentityWords(dataset);
  return {
    ...identity,
    model: checkDeviceName(identity.model, words).trim() || UNKNOWN,
    softwareVersions: cleanDeviceText(identity.softwareVersions, words).trim() || UNKNOWN,
  };
}

function namesPhantom(dataset: Dataset): boolean {
  const words = [dataset.text(TAG.PatientID), dataset.text(TAG.PatientName)].join(" ");
  return /phantom|fant[oô]me/i.test(words);
}
