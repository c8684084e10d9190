import { type Keyword, TAG, type Tag } from "@/lib/dicom/tags";

/**
 * How a text is cut down to a vocabulary.
 * - `typed`: what people type
 * - `device`: what scanners write
 * - `name`: as `device`, but whole or not at all: half a model would be another model
 * - `comments`: as `typed`, but a diffusion weighting stays exact
 * - `plain`: words of both vocabularies, nothing unknown, never a word of the patient's
 * - `code`: a code value of a known coding scheme
 */
export type TextRule = "typed" | "device" | "name" | "comments" | "plain" | "code";

/** Attributes whose text is not what their VR and row make it: `typed` where the table cleans descriptors, else `plain`. */
export const TEXT_RULES: Readonly<Partial<Record<TextRule, readonly Keyword[]>>> = {
  typed: [
    "StudyDescription",
    "SeriesDescription",
    "ProtocolName",
    "AcquisitionProtocolName",
    "SequenceName",
    "PulseSequenceName",
    "TextValue",
  ],
  comments: ["ImageComments", "FrameComments", "DerivationDescription"],
  name: [
    "Manufacturer",
    "ManufacturerModelName",
    "ManufacturerRelatedModelGroup",
    "SecondaryCaptureDeviceManufacturer",
    "SecondaryCaptureDeviceManufacturerModelName",
  ],
  device: [
    "SoftwareVersions",
    "SecondaryCaptureDeviceSoftwareVersions",
    "ReceiveCoilName",
    "TransmitCoilName",
    "MultiCoilConfiguration",
    "MultiCoilElementName",
    "ReceiveCoilManufacturerName",
    "TransmitCoilManufacturerName",
    "ContrastBolusAgent",
    "ContrastBolusRoute",
    "CodeMeaning",
    "RescaleType",
    "ModalityLUTType",
    "LUTExplanation",
    "LUTLabel",
    "WindowCenterWidthExplanation",
    "StackID",
    "DimensionDescriptionLabel",
    "FrameLabel",
    "ASLTechniqueDescription",
    "ASLBolusCutoffTechnique",
    "ImagedNucleus",
  ],
  code: ["CodeValue", "LongCodeValue", "CodingSchemeDesignator"],
};

/** The rule of each attribute that TEXT_RULES names. */
export const TEXT_RULE_BY_TAG: ReadonlyMap<Tag, TextRule> = new Map(
  Object.entries(TEXT_RULES).flatMap(([rule, keywords]) =>
    keywords.map((keyword) => [TAG[keyword], rule as TextRule] as const),
  ),
);

/** Attributes that the table does not list and that may not be missing where they are (type 1): replaced when nothing of them may stay. */
export const REQUIRED: ReadonlySet<Tag> = new Set(
  (
    [
      "CodeMeaning",
      "CodeValue",
      "LongCodeValue",
      "CodingSchemeDesignator",
      "TextValue",
      "SegmentLabel",
      "SegmentAlgorithmName",
      "AlgorithmName",
      "AlgorithmVersion",
      "TrackingID",
      "ContentLabel",
      "ICCProfile",
      "LUTLabel",
      "StackID",
      "Manufacturer",
      "ManufacturerModelName",
      "SoftwareVersions",
    ] satisfies Keyword[]
  ).map((keyword) => TAG[keyword]),
);

/** UIDs that name coding schemes (PS3.16 8): registered, nobody's. */
export const REGISTERED_UIDS: ReadonlySet<string> = new Set([
  "2.16.840.1.113883.6.96", // SNOMED CT
  "2.16.840.1.113883.6.8", // UCUM
  "2.16.840.1.113883.6.1", // LOINC
  "2.16.840.1.113883.6.256", // RadLex
  "2.16.840.1.113883.6.119", // FMA
  "2.16.840.1.113883.6.210", // NeuroNames
  "2.16.840.1.113883.3.26.1.1", // NCI Thesaurus
  "2.16.840.1.113883.6.86", // UMLS
]);
