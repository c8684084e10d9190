import { randomUUID } from "node:crypto";
import { findSeriesId } from "@/lib/catalogue/register-instances-store";
import { registerSubject, type RegisteredSubject, type Sex } from "@/lib/catalogue/register-subject-store";
import { checkDeviceName, cleanDeviceText } from "@/lib/deid/clean-text";
import { linkageHash, remapUid } from "@/lib/deid/identity";
import { collectIdentityWords } from "@/lib/deid/identity-words";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import {
  registerScanner,
  type RegisteredScanner,
  type RegisteredSite,
} from "@/lib/network/register-scanner-store";
import { scannerIdentity, type ScannerIdentity } from "@/lib/network/scanner-identity";
import { inTransaction } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import { trueExamTime } from "./true-time";

/** Where the instances of one series go: whose they are, which scanner made them, under which ids. */
export interface Placement {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  seriesId: string;
  scanner: RegisteredScanner;
  softwareVersions: string;
  subject: RegisteredSubject;
  acquiredAt: Date | null;
}

/** Why a file has no place: its Study is another patient's, or its scanner's field strength is not known. */
export type Misplaced = "conflict" | "unknown-field";

const UNKNOWN = "unknown";

const SEXES: Readonly<Record<string, Sex>> = { F: "female", M: "male", O: "other" };

/**
 * Finds or makes the scanner and the subject of each series, once per series of a run. Exam and series get their rows
 * with their first stored instance.
 */
export class Placements {
  private readonly bySeries = new Map<string, Promise<Placement | Misplaced>>();
  /** Subjects of Studies whose exam has no row yet, so that every series of such a Study meets the same subject. */
  private readonly byStudy = new Map<string, RegisteredSubject>();

  constructor(private readonly site: RegisteredSite) {}

  of(dataset: Dataset): Promise<Placement | Misplaced> {
    const { uidKey, linkageKey } = secrets();
    const seriesInstanceUid = remapUid(uidKey, dataset.uid(TAG.SeriesInstanceUID) ?? "");
    const studyInstanceUid = remapUid(uidKey, dataset.uid(TAG.StudyInstanceUID) ?? "");
    // Within a series a file may still claim to be somebody else's.
    const patient =
      linkageHash(linkageKey, this.site.code, dataset.text(TAG.PatientID))?.toString("hex") ?? "";
    const key = `${seriesInstanceUid} ${studyInstanceUid} ${patient}`;
    const known = this.bySeries.get(key);
    if (known) return known;
    const made = this.place(dataset, studyInstanceUid, seriesInstanceUid);
    this.bySeries.set(key, made);
    return made;
  }

  /** Forgets what was found, after another process registered the same series or exam. */
  forget(): void {
    this.bySeries.clear();
    this.byStudy.clear();
  }

  private async place(
    dataset: Dataset,
    studyInstanceUid: string,
    seriesInstanceUid: string,
  ): Promise<Placement | Misplaced> {
    const { uidKey, linkageKey } = secrets();
    const identity = cleanIdentity(dataset, uidKey);
    const found = await inTransaction(async (tx) => {
      const scanner = await registerScanner(tx, this.site, identity);
      if (scanner === "unknown-field") return scanner;
      const hash = linkageHash(linkageKey, scanner.site.code, dataset.text(TAG.PatientID));
      const study = `${studyInstanceUid} ${hash?.toString("hex") ?? ""}`;
      const subject =
        this.byStudy.get(study) ??
        (await registerSubject(tx, {
          linkageHash: hash && new Uint8Array(hash),
          siteId: scanner.site.id,
          studyInstanceUid,
          sex: SEXES[dataset.text(TAG.PatientSex)?.toUpperCase() ?? ""] ?? "unknown",
          phantom: namesPhantom(dataset),
        }));
      return { scanner, study, subject, seriesId: await findSeriesId(tx, seriesInstanceUid) };
    });
    if (found === "unknown-field") return found;
    const { scanner, study, subject } = found;
    if (subject === "conflict") return "conflict";
    this.byStudy.set(study, subject);
    return {
      studyInstanceUid,
      seriesInstanceUid,
      seriesId: found.seriesId ?? randomUUID(),
      scanner,
      softwareVersions: identity.softwareVersions,
      subject,
      acquiredAt: trueExamTime(dataset),
    };
  }
}

/** The scanner as the header tells it, without what somebody may have typed into its names. */
function cleanIdentity(dataset: Dataset, uidKey: Uint8Array): ScannerIdentity {
  const identity = scannerIdentity(dataset, uidKey);
  const words = collectIdentityWords(dataset);
  return {
    ...identity,
    model: checkDeviceName(identity.model, words).trim() || UNKNOWN,
    softwareVersions: cleanDeviceText(identity.softwareVersions, words).trim() || UNKNOWN,
  };
}

function namesPhantom(dataset: Dataset): boolean {
  const words = [dataset.text(TAG.PatientID), dataset.text(TAG.PatientName)].join(" ");
  return /phantom|fant[oô]me/i.test(words);
}
