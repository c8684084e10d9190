import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import { parseUnknownSequence } from "@/lib/dicom/element-reader";
import type { DicomFile } from "@/lib/dicom/parse";
import {
  elementOf,
  formatTag,
  groupOf,
  isPrivate,
  isPrivateCreator,
  keywordOf,
  TAG,
  type Tag,
} from "@/lib/dicom/tags";

import { ageAtExam, formatAge } from "./dates";
import { collectIdentityWords } from "./identity-words";
import { cleanPixelData } from "./pixel-data";
import { privateRow } from "./private-elements";
import { rebuildPrivate } from "./private-values";
import type { DeidContext, RuleContext } from "./rule-context";
import { STANDARD_ATTRIBUTES } from "./standard-attributes";
import { cleanStandard } from "./standard-values";

/** What was done, by attribute and never by value. */
export interface DeidReport {
  /** Keywords (private: tags) that were removed, each once, sorted. */
  removed: string[];
  /** Keywords whose text lost words. */
  cleaned: string[];
  /** Elements that passed, were changed, were removed; all depths. */
  counts: { kept: number; changed: number; removed: number };
}

export interface DeidResult {
  file: DicomFile;
  /** Age at the exam in years, 90 for over 89; null when not known. */
  ageAtExamYears: number | null;
  report: DeidReport;
}

/** Type 2 attributes of the MR IODs that we empty: an empty value says that they were there. */
const EMPTIED: readonly { tag: Tag; vr: string }[] = [
  { tag: TAG.AccessionNumber, vr: "SH" },
  { tag: TAG.ReferringPhysicianName, vr: "PN" },
  { tag: TAG.PatientBirthDate, vr: "DA" },
  { tag: TAG.StudyID, vr: "SH" },
];

/** PS3.15 Annex E options that this form of de-identification claims (CID 7050). 113109 is not: gantry and serial go. */
const METHOD_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ["113100", "Basic Application Confidentiality Profile"],
  ["113105", "Clean Descriptors Option"],
  ["113107", "Retain Longitudinal Temporal Information Modified Dates Option"],
  ["113108", "Retain Patient Characteristics Option"],
  ["113111", "Retain Safe Private Option"],
];

/** Value of (0012,0063): what was applied, in words. */
export const METHOD_NAME = "Ariane allow-list 1, PS3.15 Annex E";

class Deidentifier {
  private readonly removed = new Set<string>();
  private readonly cleaned = new Set<string>();
  private readonly counts = { kept: 0, changed: 0, removed: 0 };

  constructor(private readonly context: RuleContext) {}

  report(): DeidReport {
    return {
      removed: [...this.removed].sort(),
      cleaned: [...this.cleaned].sort(),
      counts: { ...this.counts },
    };
  }

  filter(source: Dataset): Dataset {
    const target = new Dataset(["ISO_IR 192"]);
    for (const [tag, element] of source.elements) {
      if (elementOf(tag) === 0 || isPrivateCreator(tag)) continue;
      const kept = isPrivate(tag)
        ? this.filterPrivate(tag, element, source, target)
        : this.filterStandard(tag, element, source);
      if (kept) target.elements.set(tag, kept);
      else this.noteRemoved(tag);
    }
    return target;
  }

  private noteRemoved(tag: Tag): void {
    this.counts.removed += 1;
    this.removed.add(keywordOf(tag) ?? formatTag(tag));
  }

  private noteKept(tag: Tag, before: DicomElement, after: DicomElement): void {
    if (before.bytes === undefined || after.bytes === before.bytes) {
      this.counts.kept += 1;
      return;
    }
    this.counts.changed += 1;
    this.cleaned.add(keywordOf(tag) ?? formatTag(tag));
  }

  private descend(items: readonly Dataset[]): DicomElement {
    return { vr: "SQ", items: items.map((item) => this.filter(item)) };
  }

  private filterStandard(tag: Tag, element: DicomElement, source: Dataset): DicomElement | undefined {
    const action = STANDARD_ATTRIBUTES.get(tag);
    if (action === undefined) return undefined;
    if (action === "descend") return element.items ? this.descend(element.items) : undefined;
    if (element.items) return undefined;
    const kept =
      tag === TAG.PixelData || tag === TAG.FloatPixelData
        ? cleanPixelData(element, source)
        : cleanStandard(tag, element, action, source, this.context);
    if (kept) this.noteKept(tag, element, kept);
    return kept;
  }

  private filterPrivate(
    tag: Tag,
    element: DicomElement,
    source: Dataset,
    target: Dataset,
  ): DicomElement | undefined {
    const creator = source.privateCreatorOf(tag);
    if (creator === undefined) return undefined;
    const group = groupOf(tag);
    const row = privateRow(creator, group, elementOf(tag) % 0x100);
    if (!row) return undefined;
    let kept: DicomElement | undefined;
    if (row.action === "descend") {
      const items =
        element.items ?? parseUnknownSequence(element.bytes ?? new Uint8Array(), source.characterSets);
      kept = items && this.descend(items);
    } else {
      kept = rebuildPrivate(tag, element, row, source, this.context);
      if (kept) this.noteKept(tag, element, kept);
    }
    if (!kept) return undefined;
    const reservation = group * 0x10000 + Math.floor(elementOf(tag) / 0x100);
    target.set(reservation, "LO", row.creator);
    return kept;
  }
}

function examDate(dataset: Dataset): string | undefined {
  return (
    dataset.text(TAG.AcquisitionDate) ??
    dataset.text(TAG.AcquisitionDateTime)?.slice(0, 8) ??
    dataset.text(TAG.SeriesDate) ??
    dataset.text(TAG.StudyDate)
  );
}

function hasOnlyAscii(dataset: Dataset): boolean {
  for (const element of dataset.elements.values()) {
    if (element.items?.some((item) => !hasOnlyAscii(item))) return false;
    const isText = ["LO", "LT", "PN", "SH", "ST", "UC", "UT"].includes(element.vr);
    if (isText && element.bytes?.some((byte) => byte > 0x7f)) return false;
  }
  return true;
}

function markDeidentified(dataset: Dataset): void {
  dataset.set(TAG.PatientIdentityRemoved, "CS", "YES");
  dataset.set(TAG.DeidentificationMethod, "LO", METHOD_NAME);
  dataset.set(
    TAG.DeidentificationMethodCodeSequence,
    "SQ",
    METHOD_CODES.map(([code, meaning]) => {
      const item = new Dataset();
      item.set(TAG.CodeValue, "SH", code);
      item.set(TAG.CodingSchemeDesignator, "SH", "DCM");
      item.set(TAG.CodeMeaning, "LO", meaning);
      return item;
    }),
  );
  dataset.set(TAG.LongitudinalTemporalInformationModified, "CS", "MODIFIED");
  // Heads are not defaced: the pixels may show who it is (PS3.15 E.3.1, design 5.3).
  dataset.set(TAG.RecognizableVisualFeatures, "CS", "YES");
}

/**
 * De-identifies a file by allow-list (PS3.15 Annex E Basic Profile with options 113105, 113107, 113108, 113111): what is
 * not named in the tables is removed at every depth, vendor blocks are rebuilt from named elements, UIDs remapped, dates
 * shifted. Pure and deterministic; the input is not changed. The meta information of the result is empty, the writer
 * makes its own.
 */
export function deidentify(file: DicomFile, context: DeidContext): DeidResult {
  const { dataset: source } = file;
  const ageAtExamYears = ageAtExam(
    source.text(TAG.PatientBirthDate),
    examDate(source),
    source.text(TAG.PatientAge),
  );
  const engine = new Deidentifier({ ...context, identity: collectIdentityWords(source) });
  const dataset = engine.filter(source);
  for (const { tag, vr } of EMPTIED) dataset.set(tag, vr, new Uint8Array());
  dataset.set(TAG.PatientName, "PN", context.pseudonym);
  dataset.set(TAG.PatientID, "LO", context.pseudonym);
  if (ageAtExamYears !== null) dataset.set(TAG.PatientAge, "AS", formatAge(ageAtExamYears));
  markDeidentified(dataset);
  if (!hasOnlyAscii(dataset)) dataset.set(TAG.SpecificCharacterSet, "CS", "ISO_IR 192");
  return {
    file: { transferSyntaxUid: file.transferSyntaxUid, meta: new Dataset(), dataset },
    ageAtExamYears,
    report: engine.report(),
  };
}
