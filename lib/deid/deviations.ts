import { type Keyword, TAG, type Tag } from "@/lib/dicom/tags";

/**
 * What we do to an attribute instead of what Table E.1-1 with our options says, or, for attributes that the table does
 * not list, instead of keeping them.
 * - `basic`: the Basic Profile's own action, although an option that we apply would clean or keep it
 * - `removed`: gone, always
 * - `hashed`: replaced by a keyed hash, the same wherever the value comes
 * - `references`: kept as a sequence whose UIDs are remapped, so that links between objects survive
 * - `creator`: kept when it names an owner of private elements that we know
 */
export type DeviationAction = "basic" | "removed" | "hashed" | "references" | "creator";

export interface Deviation {
  action: DeviationAction;
  keywords: readonly Keyword[];
  reason: string;
}

/** The deviations of docs/conformance/deidentification.md; a test holds the two against each other. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    action: "hashed",
    keywords: ["DeviceSerialNumber"],
    reason: "tells the scanners of a network apart without naming them; 113109 is not claimed",
  },
  {
    action: "references",
    keywords: ["SourceImageSequence", "ReferencedImageSequence"],
    reason: "kept with remapped UIDs whatever the type, so that derived objects find their sources",
  },
  {
    action: "basic",
    keywords: [
      "CalibrationDate",
      "CalibrationTime",
      "CalibrationDateTime",
      "DateOfLastCalibration",
      "TimeOfLastCalibration",
      "DateTimeOfLastCalibration",
      "DateOfLastDetectorCalibration",
      "TimeOfLastDetectorCalibration",
      "DateOfManufacture",
      "DateOfInstallation",
      "ProductExpirationDateTime",
    ],
    reason:
      "dates of equipment are the same for all its patients: shifted, they would tell one subject's offset from another's, and the offset itself to whoever knows the day",
  },
  {
    action: "basic",
    keywords: [
      "ContextGroupVersion",
      "ContextGroupLocalVersion",
      "TemplateVersion",
      "TemplateLocalVersion",
      "EffectiveDateTime",
      "InformationIssueDateTime",
      "HangingProtocolCreationDateTime",
    ],
    reason: "published dates: shifted, they would tell the subject's offset",
  },
  {
    action: "basic",
    keywords: ["TimezoneOffsetFromUTC"],
    reason: "tells where; times stay the scanner's local times",
  },
  {
    action: "basic",
    keywords: ["EthnicGroup"],
    reason: "special category of personal data that no criterion of the catalogue needs",
  },
  {
    action: "removed",
    keywords: ["GraphicAnnotationSequence"],
    reason:
      "graphics are cleaned by removal, as overlays (60xx) and curves (50xx) are: drawn text cannot be judged",
  },
  {
    action: "removed",
    keywords: ["EncryptedAttributesSequence", "PrivateDataElementCharacteristicsSequence"],
    reason:
      "not listed; the first holds what another de-identification took out, the second describes private blocks that are rebuilt",
  },
  {
    action: "removed",
    keywords: [
      "PatientBirthDateInAlternativeCalendar",
      "PatientDeathDateInAlternativeCalendar",
      "PatientAlternativeCalendar",
      "DateOfGainCalibration",
      "ExpiryDate",
      "ProcedureCreationDate",
      "ProcedureExpirationDate",
      "ProcedureLastModifiedDate",
      "OOIOwnerCreationTime",
    ],
    reason: "not listed; dates in text, of equipment or of publications",
  },
  {
    action: "removed",
    keywords: [
      "BoardingPassID",
      "BreedRegistrationNumber",
      "ConfidentialityCode",
      "DeviceID",
      "FillerOrderNumberImagingServiceRequestRetired",
      "FillerOrderNumberProcedure",
      "GridID",
      "HardcopyCreationDeviceID",
      "HL7InstanceIdentifier",
      "ItineraryID",
      "LocalNamespaceEntityID",
      "NTPSourceAddress",
      "PlacerOrderNumberImagingServiceRequestRetired",
      "PlacerOrderNumberProcedure",
      "SecondaryCaptureDeviceID",
      "StorageMediaFileSetID",
      "StrainStockNumber",
      "UniversalEntityID",
    ],
    reason: "not listed; identifiers of orders, devices, media and authorities",
  },
  {
    action: "creator",
    keywords: [
      "DimensionIndexPrivateCreator",
      "FunctionalGroupPrivateCreator",
      "SelectorAttributePrivateCreator",
    ],
    reason: "not listed; names the owner of a private element, kept when it is one that we know",
  },
];

/** The deviation of each attribute that has one. */
export const DEVIATION_BY_TAG: ReadonlyMap<Tag, DeviationAction> = new Map(
  DEVIATIONS.flatMap(({ action, keywords }) => keywords.map((keyword) => [TAG[keyword], action] as const)),
);
