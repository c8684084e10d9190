import { Dataset, type DicomElement, makeElement } from "@/lib/dicom/dataset";
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
import { dummyElement, isCodeSequence } from "./dummies";
import { collectIdentityWords } from "./identity-words";
import { cleanPixelData } from "./pixel-data";
import { formatBlock, formatPrivate, PrivateBlocks } from "./private-blocks";
import { rebuildPrivate } from "./private-values";
import { DeidRefusal } from "./refusal";
import { DEID_ACTIONS, type DeidAction, type DeidReport, type DeidReportRow } from "./report";
import type { DeidContext, RuleContext } from "./rule-context";
import { type Rule, ruleOf, settle } from "./rules";
import { PROFILE_VERSION } from "./rules-digest";
import { groupAges, isBirthDate } from "./structured-content";
import { ValueRules } from "./values";

/** VRs of pixels (PS3.5 8); an element that claims another under their tag is no picture. */
const PIXEL_VRS: ReadonlySet<string> = new Set(["OB", "OW", "OF", "OD", "UN"]);

export interface DeidResult {
  file: DicomFile;
  /** Age at the exam in years, 90 for over 89; null when not known. */
  ageAtExamYears: number | null;
  report: DeidReport;
}

/** Type 2 attributes of the patient and study modules that we empty: an empty value says that they were there. */
const EMPTIED: readonly { tag: Tag; vr: string }[] = [
  { tag: TAG.AccessionNumber, vr: "SH" },
  { tag: TAG.ReferringPhysicianName, vr: "PN" },
  { tag: TAG.PatientBirthDate, vr: "DA" },
  { tag: TAG.StudyID, vr: "SH" },
];

/** PS3.15 Annex E options that this form of de-identification claims (CID 7050). 113109 is not: gantry and serial go. */
const METHOD_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ["113100", "Basic Application Confidentiality Profile"],
  ["113103", "Clean Graphics Option"],
  ["113104", "Clean Structured Content Option"],
  ["113105", "Clean Descriptors Option"],
  ["113107", "Retain Longitudinal Temporal Information Modified Dates Option"],
  ["113108", "Retain Patient Characteristics Option"],
  ["113111", "Retain Safe Private Option"],
];

/** Written anew or not copied: the character set is ours, and so is what says how the file was de-identified. */
const OURS: ReadonlySet<Tag> = new Set([
  TAG.SpecificCharacterSet,
  TAG.PatientIdentityRemoved,
  TAG.DeidentificationMethod,
  TAG.DeidentificationMethodCodeSequence,
  TAG.LongitudinalTemporalInformationModified,
  TAG.RecognizableVisualFeatures,
]);

interface Outcome {
  element: DicomElement | undefined;
  action: DeidAction;
}

const REMOVED: Outcome = { element: undefined, action: "removed" };

type RowLabel = Omit<DeidReportRow, "count">;
const labels = new Map<number, RowLabel>();
const MAX_LABELS = 50_000;

/** What a row of the report says of an attribute and an action; thousands of files ask for the same ones. */
function labelOf(key: number): RowLabel {
  let label = labels.get(key);
  if (!label) {
    const tag = Math.floor(key / DEID_ACTIONS.length);
    label = {
      tag: isPrivate(tag) ? formatPrivate(tag) : formatTag(tag),
      keyword: isPrivate(tag) ? null : (keywordOf(tag) ?? null),
      action: DEID_ACTIONS[key % DEID_ACTIONS.length] ?? "removed",
    };
    if (labels.size < MAX_LABELS) labels.set(key, label);
  }
  return label;
}

const ACTION_NUMBERS = new Map(DEID_ACTIONS.map((action, index) => [action, index]));

class Deidentifier {
  /** Elements by tag and action: `tag * 8 + number of the action`, see `note`. */
  private readonly counts = new Map<number, number>();
  private readonly unknownBlocks = new Set<string>();
  private readonly unknownCreators = new Set<string>();
  readonly values: ValueRules;

  constructor(
    private readonly context: RuleContext,
    private readonly sopClassUid: string,
    /** What takes the place of the file's own elements at the top. */
    private readonly own: ReadonlyMap<Tag, DicomElement>,
  ) {
    this.values = new ValueRules(context);
  }

  /** @throws DeidRefusal when a private block's owner is on no list */
  refuseUnknown(): void {
    if (this.unknownBlocks.size === 0) return;
    const [blocks, creators] = [[...this.unknownBlocks].sort(), [...this.unknownCreators].sort()];
    throw new DeidRefusal("unknown-private-creator", blocks, creators);
  }

  report(): DeidReport {
    return [...this.counts].sort(([a], [b]) => a - b).map(([key, count]) => ({ ...labelOf(key), count }));
  }

  /** @param parent tag of the sequence that the data set is an item of */
  filter(source: Dataset, parent: Tag | undefined): Dataset {
    const target = new Dataset(["ISO_IR 192"]);
    let blocks: PrivateBlocks | undefined;
    for (const [tag, element] of source.elements) {
      if (elementOf(tag) === 0 || isPrivateCreator(tag) || OURS.has(tag)) continue;
      const { element: kept, action } = isPrivate(tag)
        ? this.privateElement(
            tag,
            element,
            source,
            target,
            (blocks ??= new PrivateBlocks(source, this.context)),
          )
        : this.standard(tag, element, source, parent);
      if (kept) target.elements.set(tag, kept);
      this.note(tag, action);
    }
    groupAges(target);
    return target;
  }

  private note(tag: Tag, action: DeidAction): void {
    // Private elements of several blocks are one row.
    const place = isPrivate(tag) ? tag - (elementOf(tag) - (elementOf(tag) % 0x100)) : tag;
    const key = place * DEID_ACTIONS.length + (ACTION_NUMBERS.get(action) ?? 0);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  private descend(items: readonly Dataset[], tag: Tag): DicomElement {
    return { vr: "SQ", items: items.map((item) => this.filter(item, tag)) };
  }

  private standard(tag: Tag, element: DicomElement, source: Dataset, parent: Tag | undefined): Outcome {
    const rule = ruleOf(tag);
    const own = parent === undefined ? this.own.get(tag) : undefined;
    if (own) return { element: own, action: isSame(own, element) ? "kept" : "replaced" };
    // The age could not be told from what the file says, so what it says is none.
    if (parent === undefined && tag === TAG.PatientAge) return REMOVED;
    if (rule.operation === "descend") {
      if (element.items) return { element: this.descend(element.items, tag), action: "kept" };
    } else if (rule.operation === "pixels") {
      if (parent === undefined && !element.items && PIXEL_VRS.has(element.vr))
        return { element: cleanPixelData(element, source), action: "kept" };
    } else if (rule.operation !== "none" && !isBirthDate(tag, source)) {
      const passed = this.values.apply(rule.operation, tag, element, source);
      if (passed) return passed;
    }
    return this.basic(rule, tag, element, parent);
  }

  private basic(rule: Rule, tag: Tag, element: DicomElement, parent: Tag | undefined): Outcome {
    switch (settle(rule.basic, tag, this.sopClassUid, parent)) {
      case "remove":
        return REMOVED;
      case "empty": {
        const { vr, items } = dummyElement(tag);
        return { element: items ? { vr, items: [] } : { vr, bytes: new Uint8Array() }, action: "emptied" };
      }
      case "replace":
        // Items whose attributes are de-identified say no more than a made-up item would, and keep their links.
        if (element.items && !isCodeSequence(tag))
          return { element: this.descend(element.items, tag), action: "replaced" };
        return { element: dummyElement(tag), action: "replaced" };
      case "remap":
        return REMOVED;
    }
  }

  private privateElement(
    tag: Tag,
    element: DicomElement,
    source: Dataset,
    target: Dataset,
    blocks: PrivateBlocks,
  ): Outcome {
    const block = blocks.of(tag);
    if (block.kind === "unknown") {
      this.unknownBlocks.add(formatBlock(tag));
      this.unknownCreators.add(block.creatorHash);
    }
    if (block.kind !== "known") return REMOVED;
    const row = block.rows.get(elementOf(tag) % 0x100);
    if (!row) return REMOVED;
    let outcome: Outcome | undefined;
    if (row.action === "descend") {
      const items =
        element.items ?? parseUnknownSequence(element.bytes ?? new Uint8Array(), source.characterSets);
      if (items) outcome = { element: this.descend(items, tag), action: "kept" };
    } else outcome = rebuildPrivate(tag, element, row, source, this.values, this.context);
    if (!outcome) return REMOVED;
    const reservation = groupOf(tag) * 0x10000 + Math.floor(elementOf(tag) / 0x100);
    if (!target.elements.has(reservation)) target.set(reservation, "LO", block.creator);
    return outcome;
  }
}

/** Pseudonym and age, which every copy has (the age where it is known). */
function ownElements(pseudonym: string, ageAtExamYears: number | null): ReadonlyMap<Tag, DicomElement> {
  const own = new Map([
    [TAG.PatientName, makeElement("PN", pseudonym)],
    [TAG.PatientID, makeElement("LO", pseudonym)],
  ]);
  if (ageAtExamYears !== null) own.set(TAG.PatientAge, makeElement("AS", formatAge(ageAtExamYears)));
  return own;
}

function isSame(one: DicomElement, other: DicomElement): boolean {
  return Buffer.compare(one.bytes ?? new Uint8Array(), other.bytes ?? new Uint8Array()) === 0;
}

function examDate(dataset: Dataset): string | undefined {
  return (
    dataset.text(TAG.AcquisitionDate) ??
    dataset.text(TAG.AcquisitionDateTime)?.slice(0, 8) ??
    dataset.text(TAG.SeriesDate) ??
    dataset.text(TAG.StudyDate)
  );
}

function hasPixels(dataset: Dataset): boolean {
  return [TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData].some((tag) => dataset.has(tag));
}

function markDeidentified(dataset: Dataset): void {
  dataset.set(TAG.PatientIdentityRemoved, "CS", "YES");
  dataset.set(TAG.DeidentificationMethod, "LO", PROFILE_VERSION);
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
  if (hasPixels(dataset)) dataset.set(TAG.RecognizableVisualFeatures, "CS", "YES");
}

/**
 * De-identifies a file by PS3.15 Table E.1-1 with the options of METHOD_CODES and the deviations of deviations.ts, at
 * every depth; attributes that the table does not list pass when their value is safe by VR, private ones when a row names
 * them. Pure and deterministic; the input is not changed. The meta information of the result is empty, the writer makes
 * its own.
 * @throws DeidRefusal when the rules cannot judge the file
 */
export function deidentify(file: DicomFile, context: DeidContext): DeidResult {
  const { dataset: source } = file;
  const ageAtExamYears = ageAtExam(
    source.text(TAG.PatientBirthDate),
    examDate(source),
    source.text(TAG.PatientAge),
  );
  const own = ownElements(context.pseudonym, ageAtExamYears);
  const identity = collectIdentityWords(source);
  const engine = new Deidentifier({ ...context, identity }, source.uid(TAG.SOPClassUID) ?? "", own);
  const dataset = engine.filter(source, undefined);
  engine.refuseUnknown();
  for (const { tag, vr } of EMPTIED) dataset.set(tag, vr, new Uint8Array());
  for (const [tag, element] of own) dataset.elements.set(tag, element);
  markDeidentified(dataset);
  if (engine.values.needsUnicode) dataset.set(TAG.SpecificCharacterSet, "CS", "ISO_IR 192");
  return {
    file: { transferSyntaxUid: file.transferSyntaxUid, meta: new Dataset(), dataset },
    ageAtExamYears,
    report: engine.report(),
  };
}
