import { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { type Keyword, TAG } from "@/lib/dicom/tags";

/** What a made-up data set says: VR and value by keyword. */
type Content = Partial<
  Record<
    Keyword,
    readonly [vr: string, value: string | number | readonly number[] | Uint8Array | readonly Dataset[]]
  >
>;

export function datasetOf(content: Content): Dataset {
  const dataset = new Dataset();
  for (const [keyword, entry] of Object.entries(content)) {
    if (entry) dataset.set(TAG[keyword as Keyword], entry[0], entry[1]);
  }
  return dataset;
}

/** A code of the standard's own schemes or of anybody's. */
export function codeOf(scheme: string, value: string, meaning: string): Dataset {
  return datasetOf({
    CodeValue: ["SH", value],
    CodingSchemeDesignator: ["SH", scheme],
    CodeMeaning: ["LO", meaning],
  });
}

export const IMAGE_UID = "1.2.826.0.1.3680043.9.7.100";
export const SERIES_UID = "1.2.826.0.1.3680043.9.7.10";

export function referenceOf(sopInstanceUid = IMAGE_UID): Dataset {
  return datasetOf({
    ReferencedSOPClassUID: ["UI", "1.2.840.10008.5.1.4.1.1.4"],
    ReferencedSOPInstanceUID: ["UI", sopInstanceUid],
  });
}

/** A made-up object of a SOP class, with its patient, study and series. */
export function objectOf(sopClassUid: string, content: Content): DicomFile {
  const dataset = datasetOf({
    SOPClassUID: ["UI", sopClassUid],
    SOPInstanceUID: ["UI", "1.2.826.0.1.3680043.9.7.1000"],
    StudyInstanceUID: ["UI", "1.2.826.0.1.3680043.9.7.1"],
    SeriesInstanceUID: ["UI", "1.2.826.0.1.3680043.9.7.11"],
    StudyDate: ["DA", "20200229"],
    PatientName: ["PN", "Zqxwv^Émilie"],
    PatientID: ["LO", "Zqxwv7351907351"],
    PatientBirthDate: ["DA", "19530719"],
    PatientSex: ["CS", "F"],
    ContentDate: ["DA", "20200229"],
    ContentTime: ["TM", "101112"],
    ReferencedSeriesSequence: [
      "SQ",
      [
        datasetOf({
          SeriesInstanceUID: ["UI", SERIES_UID],
          ReferencedInstanceSequence: ["SQ", [referenceOf()]],
        }),
      ],
    ],
  });
  for (const [tag, element] of datasetOf(content).elements) dataset.elements.set(tag, element);
  return { transferSyntaxUid: "1.2.840.10008.1.2.1", meta: new Dataset(), dataset };
}
