import { findSeriesId } from "@/lib/catalogue/register-instances-store";
import { seriesIdOf } from "@/lib/catalogue/instance-key";
import { registerSubject, type RegisteredSubject } from "@/lib/catalogue/register-subject-store";
import { linkageHash } from "@/lib/deid/identity";
import {
  registerScanner,
  type RegisteredScanner,
  type RegisteredSite,
} from "@/lib/network/register-scanner-store";
import { inTransaction } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import type { PlacementFacts } from "./placement-facts";

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

/** How many series are remembered; a long delivery must not grow without end. */
const MOST_REMEMBERED = 2000;

/**
 * Finds or makes the scanner and the subject of each series, once per series while it is remembered. Exam and series
 * get their rows with their first stored instance.
 */
export class Placements {
  private readonly bySeries = new Map<string, Promise<Placement | Misplaced>>();
  /** Subjects of Studies whose exam has no row yet, so that every series of such a Study meets the same subject. */
  private readonly byStudy = new Map<string, RegisteredSubject>();

  of(site: RegisteredSite, facts: PlacementFacts): Promise<Placement | Misplaced> {
    // Within a series a file may still claim to be somebody else's.
    const patient = linkageHash(secrets().linkageKey, site.code, facts.patientId)?.toString("hex") ?? "";
    const key = [site.id, facts.seriesInstanceUid, facts.studyInstanceUid, patient].join(" ");
    const known = this.bySeries.get(key);
    if (known) return known;
    if (this.bySeries.size >= MOST_REMEMBERED) this.bySeries.clear();
    const made = this.place(site, facts);
    this.bySeries.set(key, made);
    made.then(
      // A person may decide about it at any moment.
      (placement) => typeof placement === "string" && this.bySeries.delete(key),
      () => this.bySeries.delete(key),
    );
    return made;
  }

  /** Forgets what was found, after another process registered the same series or exam, or a person decided. */
  forget(): void {
    this.bySeries.clear();
    this.byStudy.clear();
  }

  private async place(site: RegisteredSite, facts: PlacementFacts): Promise<Placement | Misplaced> {
    const { studyInstanceUid, seriesInstanceUid, patientId, sex, isPhantom } = facts;
    const found = await inTransaction(async (tx) => {
      const scanner = await registerScanner(tx, site, facts.scanner);
      if (scanner === "unknown-field") return scanner;
      const hash = linkageHash(secrets().linkageKey, scanner.site.code, patientId);
      const study = `${studyInstanceUid} ${hash?.toString("hex") ?? ""}`;
      const subject =
        this.byStudy.get(study) ??
        (await registerSubject(tx, {
          linkageHash: hash && new Uint8Array(hash),
          siteId: scanner.site.id,
          studyInstanceUid,
          sex,
          phantom: isPhantom,
        }));
      return { scanner, study, subject, seriesId: await findSeriesId(tx, seriesInstanceUid) };
    });
    if (found === "unknown-field") return found;
    const { scanner, study, subject } = found;
    if (subject === "conflict") return "conflict";
    if (this.byStudy.size >= MOST_REMEMBERED) this.byStudy.clear();
    this.byStudy.set(study, subject);
    return {
      studyInstanceUid,
      seriesInstanceUid,
      seriesId: found.seriesId ?? seriesIdOf(seriesInstanceUid),
      scanner,
      softwareVersions: facts.scanner.softwareVersions,
      subject,
      acquiredAt: facts.acquiredAt,
    };
  }
}
