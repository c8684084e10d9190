import type { Dataset } from "@/lib/dicom/dataset";
import { TAG, type Tag } from "@/lib/dicom/tags";

import { identityWordsOf, type IdentityWords } from "./clean-text";

/** Attributes that are not person names but whose words name a person, an order or a machine. */
const NAMING: ReadonlySet<Tag> = new Set([
  TAG.PatientID,
  TAG.OtherPatientIDs,
  TAG.IssuerOfPatientID,
  TAG.MilitaryRank,
  TAG.AccessionNumber,
  TAG.StudyID,
  TAG.DeviceSerialNumber,
  TAG.StationName,
  TAG.GantryID,
  TAG.DeviceUID,
  TAG.ClinicalTrialSubjectID,
  TAG.ClinicalTrialSubjectReadingID,
]);

function collect(dataset: Dataset, words: Set<string>): void {
  for (const [tag, element] of dataset.elements) {
    if (element.items) {
      for (const item of element.items) collect(item, words);
    } else if (element.vr === "PN" || NAMING.has(tag)) {
      for (const text of dataset.texts(tag)) for (const word of identityWordsOf(text)) words.add(word);
    }
  }
}

/** Words of names and numbers that identify, found at every depth; kept text may not contain them. */
export function collectIdentityWords(dataset: Dataset): IdentityWords {
  const words = new Set<string>();
  collect(dataset, words);
  return words;
}
