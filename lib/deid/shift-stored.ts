import { encodeText } from "@/lib/dicom/character-set";
import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG, type Tag } from "@/lib/dicom/tags";
import { shiftDate, shiftDateTime } from "./dates";

/** Versions of the standard's own tables: days of a publication, not of a patient. */
const NOT_OF_THE_SUBJECT: ReadonlySet<Tag> = new Set([TAG.ContextGroupVersion, TAG.ContextGroupLocalVersion]);

/**
 * A stored (de-identified) object as it would be had it been de-identified for another subject: every DA and DT value
 * at every depth, private ones included, moves by the difference of the two offsets, and the pseudonym is the other's.
 * UIDs are keyed by the UID alone and stay. Pure; undone by the same call with the opposite difference.
 */
export function shiftStoredObject(file: DicomFile, deltaDays: number, pseudonym: string): DicomFile {
  const dataset = shiftDataset(file.dataset, deltaDays);
  dataset.set(TAG.PatientName, "PN", pseudonym);
  dataset.set(TAG.PatientID, "LO", pseudonym);
  return { transferSyntaxUid: file.transferSyntaxUid, meta: file.meta, dataset };
}

function shiftDataset(source: Dataset, deltaDays: number): Dataset {
  const target = new Dataset(source.characterSets);
  for (const [tag, element] of source.elements)
    target.elements.set(tag, shiftElement(tag, element, source, deltaDays));
  return target;
}

function shiftElement(tag: Tag, element: DicomElement, source: Dataset, deltaDays: number): DicomElement {
  if (element.items)
    return { vr: element.vr, items: element.items.map((item) => shiftDataset(item, deltaDays)) };
  const shift = element.vr === "DA" ? shiftDate : element.vr === "DT" ? shiftDateTime : null;
  if (!shift || NOT_OF_THE_SUBJECT.has(tag)) return element;
  const values = source.texts(tag);
  if (values.length === 0) return element;
  // What is no date was not shifted at the door either.
  const shifted = values.map((value) => shift(value, deltaDays) ?? value);
  return { vr: element.vr, bytes: encodeText(shifted.join("\\")) };
}
