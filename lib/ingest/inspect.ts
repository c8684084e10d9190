import { createHmac } from "node:crypto";
import type { DerivedFacts } from "@/lib/catalogue/derived-object";
import type { Sex } from "@/lib/catalogue/register-subject-store";
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
import type { ContentDigest } from "./content-digest";
import { derivedFacts } from "./derived/derived-facts";
import { objectDigest } from "./object-digest";
import { type Judgement, judge, judgeUnparsed } from "./rules/judge";
import type { QuarantineReason } from "./rules/reasons";
import { isDerivedKind, type ObjectKind } from "./rules/sop-classes";
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
  scanner: ScannerIdentity;
  acquiredAt: Date | null;
  /** A workstation made it: its header does not tell which scanner made the exam. */
  isDerived: boolean;
}

/** The columns of a series that its own (cleaned) header gives. */
export interface SeriesHeader {
  studyDescription: string | null;
  seriesNumber: number | null;
  description: string | null;
  protocolName: string | null;
  sopClassUid: string;
}

export interface CleanObject {
  bytes: Uint8Array;
  ageAtExamYears: number | null;
  series: SeriesHeader;
  deidProfile: string;
}

export interface UsableObject extends ContentDigest {
  kind: "usable";
  object: ObjectKind;
  /** Null for pictures and spectroscopy. */
  derived: DerivedFacts | null;
  uidHash: Uint8Array<ArrayBuffer>;
  facts: IdentityFacts;
  /** @throws when the rules cannot judge the file; a message may quote the header */
  deidentify(context: DeidContext): Promise<CleanObject>;
}

export type Inspection = UsableObject | Exclude<Judgement, { kind: "usable" }>;

const UNKNOWN = "unknown";
const SEXES: Readonly<Record<string, Sex>> = { F: "female", M: "male", O: "other" };

/** Everything about a received object that can be told from its bytes alone. */
export async function inspect(bytes: Uint8Array, uidKey: Uint8Array): Promise<Inspection> {
  const read = readAndJudge(bytes);
  if ("kind" in read) return read;
  const { file, object } = read;
  const { dataset } = file;
  let content: ContentDigest;
  try {
    content = await objectDigest(file, object);
  } catch (error) {
    const unknown = error instanceof AppError && error.code === "unavailable";
    const reason: QuarantineReason = unknown ? "unsupported-transfer-syntax" : "undecodable-pixels";
    return { kind: "held", reason, attributes: [unknown ? "TransferSyntaxUID" : "PixelData"] };
  }
  return {
    kind: "usable",
    object,
    derived: derivedFacts(dataset, object, uidKey),
    ...content,
    uidHash: new Uint8Array(uidHash(uidKey, dataset.uid(TAG.SOPInstanceUID) ?? "")),
    facts: { ...identityFacts(dataset, uidKey), isDerived: isDerivedKind(object) },
    async deidentify(context) {
      return cleanObject(deidentify(file, context));
    },
  };
}

/** Keyed digest by which the same file is held once. */
export function heldDigest(sealKey: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", sealKey).update("quarantine\0").update(bytes).digest());
}

function identityFacts(dataset: Dataset, uidKey: Uint8Array): Omit<IdentityFacts, "isDerived"> {
  const words = [dataset.text(TAG.PatientID), dataset.text(TAG.PatientName)].join(" ");
  return {
    studyInstanceUid: remapUid(uidKey, dataset.uid(TAG.StudyInstanceUID) ?? ""),
    seriesInstanceUid: remapUid(uidKey, dataset.uid(TAG.SeriesInstanceUID) ?? ""),
    patientId: dataset.text(TAG.PatientID),
    sex: SEXES[dataset.text(TAG.PatientSex)?.toUpperCase() ?? ""] ?? "unknown",
    phantom: /phantom|fant[oô]me/i.test(words),
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

function cleanObject({ file, ageAtExamYears }: DeidResult): CleanObject {
  const { dataset } = file;
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
    },
    deidProfile: METHOD_NAME,
  };
}

/** The parsed file and what it becomes when it is usable, else the judgement. */
function readAndJudge(
  bytes: Uint8Array,
): { file: DicomFile; object: ObjectKind } | Exclude<Judgement, { kind: "usable" }> {
  let file: DicomFile;
  try {
    file = parseDicom(bytes);
  } catch (error) {
    if (error instanceof DicomParseError) return judgeUnparsed(error.reason);
    throw error;
  }
  const judgement = judge(file);
  return judgement.kind === "usable" ? { file, object: judgement.object } : judgement;
}
