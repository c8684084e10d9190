import { identityWordsOf, type IdentityWords } from "@/lib/deid/clean-text";
import { collectIdentityWords } from "@/lib/deid/identity-words";
import { PROTOCOL_VOCABULARY } from "@/lib/deid/vocabulary";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { DerivedDicomKind } from "../rules/sop-classes";

/** What is segmented and measured in a head, beside the vocabulary of protocols; English and French, lower case. */
const FINDING_WORDS: ReadonlySet<string> = new Set(
  `abnormality area atrophy background blood bone brainstem caudate cavity cerebellar cerebellum cerebral core cortex
  cortical count csf cyst density diameter distance edema enhancing enhancement face fluid fraction ganglia glioma
  glioblastoma gray grey gyrus haematoma hematoma haemorrhage hemorrhage hemisphere hippocampus hyperintensity
  index infarct intensity intracranial ischaemic ischemic kurtosis label lacune left length lesion liver lobe lobes long
  mask matter max maximum mean measurement median meningioma metastasis microbleed min minimum multiple necrosis necrotic
  neoplasm nerve nucleus oedema parenchyma perimeter peritumoral plaque probability putamen ratio region right roi
  sclerosis segment segmentation shape short skewness skull standard structure subcortical sum surface texture thalamus
  thickness tissue total tumor tumour ventricle ventricles vessel volume voxel whole white deviation axis of and with
  cerveau cervelet cortex gauche droite droit hippocampe lésion lésions masque matière noyau oedème œdème substance
  blanche grise tronc tumeur ventricule ventricules crâne volume
  adc fa md rd ad ktrans kep ve vp cbf cbv mtt ttp tmax t1 t2 t2star r1 r2 r2star pd qsm suv`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

const MOST_LABELS = 64;
const MOST_CHARACTERS = 64;
/** Digits of "segment 12"; longer numbers may be somebody's. */
const MOST_DIGITS = 2;

/** What a derived object marks or measures, each label cut down to known words, without repetition. */
export function derivedLabels(dataset: Dataset, kind: DerivedDicomKind): string[] {
  const identity = collectIdentityWords(dataset);
  const labels = rawLabels(dataset, kind).map((text) => cleanLabel(text, identity));
  return [...new Set(labels.filter((label) => label !== ""))].slice(0, MOST_LABELS);
}

/** A label's known words in their order; empty when none is known. */
export function cleanLabel(text: string, identity: IdentityWords = new Set()): string {
  const words = (text.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => {
    if (identity.has(word.toUpperCase())) return false;
    if (identityWordsOf(word).some((part) => identity.has(part))) return false;
    if (/^\d+$/.test(word)) return word.length <= MOST_DIGITS;
    const lower = word.toLowerCase();
    return FINDING_WORDS.has(lower) || PROTOCOL_VOCABULARY.has(lower);
  });
  // A number alone names nothing.
  return words.some((word) => /\p{L}/u.test(word)) ? words.join(" ").slice(0, MOST_CHARACTERS) : "";
}

function rawLabels(dataset: Dataset, kind: DerivedDicomKind): string[] {
  switch (kind) {
    case "segmentation":
      return dataset
        .items(TAG.SegmentSequence)
        .map(
          (segment) =>
            segment.text(TAG.SegmentLabel) ?? meaning(segment, TAG.SegmentedPropertyTypeCodeSequence),
        );
    case "parametricMap":
      return mappings(dataset).flatMap((mapping) => [
        mapping.text(TAG.LUTExplanation) ?? "",
        ...mapping
          .items(TAG.QuantityDefinitionSequence)
          .map((item) => meaning(item, TAG.ConceptCodeSequence)),
      ]);
    case "measurementReport":
      return measurements(dataset);
    case "registration":
      return [];
  }
}

function meaning(dataset: Dataset, sequence: number): string {
  return dataset.items(sequence)[0]?.text(TAG.CodeMeaning) ?? "";
}

function mappings(dataset: Dataset): Dataset[] {
  const groups = [
    ...dataset.items(TAG.SharedFunctionalGroupsSequence),
    ...dataset.items(TAG.PerFrameFunctionalGroupsSequence).slice(0, 1),
  ];
  return [dataset, ...groups].flatMap((group) => group.items(TAG.RealWorldValueMappingSequence));
}

/** Concept names of a report's numbers, at any depth. */
function measurements(dataset: Dataset): string[] {
  return dataset
    .items(TAG.ContentSequence)
    .flatMap((item) => [
      ...(item.text(TAG.ValueType) === "NUM" ? [meaning(item, TAG.ConceptNameCodeSequence)] : []),
      ...measurements(item),
    ]);
}
