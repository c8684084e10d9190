import { createHmac } from "node:crypto";
import type { Sex } from "@/lib/catalogue/register-subject-store";
import { personFacts, type Trait, traitsOf } from "@/lib/catalogue/traits";
import { checkDeviceName, cleanDeviceText } from "@/lib/deid/clean-text";
import { type DeidResult, deidentify, METHOD_NAME } from "@/lib/deid/deidentify";
import { remapUid, uidHash } from "@/lib/deid/identity";
import { collectIdentityWords } from "@/lib/deid/identity-words";
import type { DeidContext } from "@/lib/deid/rule-context";
import type { Dataset } from "@/lib/dicom/dataset";
import { type DicomFile, DicomParseError, parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { scannerIdentity, type ScannerIdentity } from "@/lib/network/scanner-identity";
import { AppError } from "@/lib/platform/errors";
import { type ContentDigest, contentDigest } from "./content-digest";
import { bodyPartOf } from "./rules/body-part";
import { type Judgement, judge, judgeUnparsed } from "./rules/judge";
import type { QuarantineReason } from "./rules/reasons";
import { trueExamTime } from "./true-time";

/** What placing a file needs of its header; PatientID stays in memory. */
export interface IdentityFacts {
  /** Remapped. */
  studyInstanceUid: string;
  /** Remapped. */
  seriesInstanceUid: string;
  patientId: string | undefined;
  sex: Sex;
  phantom: boolean;
  /** Keyed hashes; the names and dates they are made of stay in here. */
  traits: Trait[];
  scanner: ScannerIdentity;
  acquiredAt: Date | null;
}

/** The columns of a series that its own (cleaned) header gives. */
export interface SeriesHeader {
  studyDescription: string | null;
  seriesNumber: number | null;
  description: string | null;
  protocolName: string | null;
  sopClassUid: string;
  /** BodyPartExamined as a defined term. */
  bodyPart: string | null;
}

export interface CleanObject {
  bytes: Uint8Array;
  ageAtExamYears: number | null;
  series: SeriesHeader;
  deidProfile: string;
}

export interface UsableObject extends ContentDigest {
  kind: "usable";
  uidHash: Uint8Array<ArrayBuffer>;
  facts: IdentityFacts;
  /** @throws when the rules cannot judge the file; a message may quote the header */
  deidentify(context: DeidContext): Promise<CleanObject>;
}

/** Keys that inspection hashes with. */
export interface InspectionKeys {
  uidKey: Uint8Array;
  linkageKey: Uint8Array;
}

/** What cannot be stored; PatientID where the header could be read, since nothing of an opposed person may be held. */
export type UnusableObject = Exclude<Judgement, { kind: "usable" }> & { patientId?: string | undefined };

export type Inspection = UsableObject | UnusableObject;

const UNKNOWN = "unknown";
const SEXES: Readonly<Record<string, Sex>> = { F: "female", M: "male", O: "other" };

/** Everything about a received object that can be told from its bytes alone. */
export async function inspect(bytes: Uint8Array, keys: InspectionKeys): Promise<Inspection> {
  const { uidKey } = keys;
  const read = readAndJudge(bytes);
  if ("kind" in read) return read;
  const { dataset } = read;
  let content: ContentDigest;
  try {
    content = await contentDigest(read);
  } catch (error) {
    const unknown = error instanceof AppError && error.code === "unavailable";
    const reason: QuarantineReason = unknown ? "unsupported-transfer-syntax" : "undecodable-pixels";
    return {
      kind: "held",
      reason,
      attributes: [unknown ? "TransferSyntaxUID" : "PixelData"],
      patientId: dataset.text(TAG.PatientID),
    };
  }
  return {
    kind: "usable",
    ...content,
    uidHash: new Uint8Array(uidHash(uidKey, dataset.uid(TAG.SOPInstanceUID) ?? "")),
    facts: identityFacts(dataset, keys),
    async deidentify(context) {
      return cleanObject(deidentify(read, context), claimsDefaced(dataset));
    },
  };
}

/** Keyed digest by which the same file is held once. */
export function heldDigest(sealKey: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", sealKey).update("quarantine\0").update(bytes).digest());
}

function identityFacts(dataset: Dataset, { uidKey, linkageKey }: InspectionKeys): IdentityFacts {
  const words = [dataset.text(TAG.PatientID), dataset.text(TAG.PatientName)].join(" ");
  return {
    studyInstanceUid: remapUid(uidKey, dataset.uid(TAG.StudyInstanceUID) ?? ""),
    seriesInstanceUid: remapUid(uidKey, dataset.uid(TAG.SeriesInstanceUID) ?? ""),
    patientId: dataset.text(TAG.PatientID),
    sex: SEXES[dataset.text(TAG.PatientSex)?.toUpperCase() ?? ""] ?? "unknown",
    phantom: /phantom|fant[oô]me/i.test(words),
    traits: traitsOf(linkageKey, personFacts(dataset)),
    scanner: cleanScanner(dataset, uidKey),
    acquiredAt: trueExamTime(dataset),
  };
}

/** The scanner as the header tells it, without what somebody may have typed into its names. */
function cleanScanner(dataset: Dataset, uidKey: Uint8Array): ScannerIdentity {
  const identity = scannerIdentity(dataset, uidKey);
  const words = collectIdentityWords(dataset);
  return {
    ...identity,
    model: checkDeviceName(identity.model, words).trim() || UNKNOWN,
    softwareVersions: cleanDeviceText(identity.softwareVersions, words).trim() || UNKNOWN,
  };
}

/** Whether whoever sent it says that the face was removed (PS3.3 C.7.1.1; CID 7050, Clean Recognizable Visual Features). */
function claimsDefaced(dataset: Dataset): boolean {
  return (
    dataset.text(TAG.RecognizableVisualFeatures)?.toUpperCase() === "NO" ||
    dataset
      .items(TAG.DeidentificationMethodCodeSequence)
      .some((item) => item.text(TAG.CodeValue) === "113101")
  );
}

function cleanObject({ file, ageAtExamYears }: DeidResult, isDefaced: boolean): CleanObject {
  const { dataset } = file;
  // De-identification says YES of every head; a face that was removed before is still removed.
  if (isDefaced) dataset.set(TAG.RecognizableVisualFeatures, "CS", "NO");
  const seriesNumber = dataset.number(TAG.SeriesNumber);
  return {
    bytes: writeDicom(file),
    ageAtExamYears,
    series: {
      studyDescription: dataset.text(TAG.StudyDescription) ?? null,
      seriesNumber:
        seriesNumber !== undefined && Math.abs(seriesNumber) < 2 ** 31 ? Math.trunc(seriesNumber) : null,
      description: dataset.text(TAG.SeriesDescription) ?? null,
      protocolName: dataset.text(TAG.ProtocolName) ?? null,
      sopClassUid: dataset.uid(TAG.SOPClassUID) ?? "",
      bodyPart: bodyPartOf(dataset),
    },
    deidProfile: METHOD_NAME,
  };
}

/** The parsed file when it is usable, else the judgement. */
function readAndJudge(bytes: Uint8Array): DicomFile | UnusableObject {
  let file: DicomFile;
  try {
    file = parseDicom(bytes);
  } catch (error) {
    if (error instanceof DicomParseError) return judgeUnparsed(error.reason);
    throw error;
  }
  const judgement = judge(file);
  if (judgement.kind === "usable") return file;
  return { ...judgement, patientId: file.dataset.text(TAG.PatientID) };
}
