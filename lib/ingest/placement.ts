import { randomUUID } from "node:crypto";
import { findSeriesId } from "@/lib/catalogue/register-instances-store";
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

/**
 * Finds or makes the scanner and the subject of each series, once per series of a run. Exam and series get their rows
 * with their first stored instance.
 */
export class Placements {
  private readonly bySeries = new Map<string, Promise<Placement | Misplaced>>();
  /** Subjects of Studies whose exam has no row yet, so that every series of such a Study meets the same subject. */
  private readonly byStudy = new Map<string, RegisteredSubject>();

  constructor(private readonly site: RegisteredSite) {}

  of(facts: PlacementFacts): Promise<Placement | Misplaced> {
    const { linkageKey } = secrets();
    const { seriesInstanceUid, studyInstanceUid } = facts;
    // Within a series a file may still claim to be somebody else's.
    const patient = linkageHash(linkageKey, this.site.code, facts.patientId)?.toString("hex") ?? "";
    const key = `${seriesInstanceUid} ${studyInstanceUid} ${patient}`;
    const known = this.bySeries.get(key);
    if (known) return known;
    const made = this.place(facts);
    this.bySeries.set(key, made);
    return made;
  }

  /** Forgets what was found, after another process registered the same series or exam. */
  forget(): void {
    this.bySeries.clear();
    this.byStudy.clear();
  }

  private async place(facts: PlacementFacts): Promise<Placement | Misplaced> {
    const { linkageKey } = secrets();
    const { studyInstanceUid, seriesInstanceUid, scanner: identity } = facts;
    const found = await inTransaction(async (tx) => {
      const scanner = await registerScanner(tx, this.site, identity);
      if (scanner === "unknown-field") return scanner;
      const hash = linkageHash(linkageKey, scanner.site.code, facts.patientId);
      const study = `${studyInstanceUid} ${hash?.toString("hex") ?? ""}`;
      const subject =
        this.byStudy.get(study) ??
        (await registerSubject(tx, {
          linkageHash: hash && new Uint8Array(hash),
          siteId: scanner.site.id,
          studyInstanceUid,
          sex: facts.sex,
          phantom: facts.isPhantom,
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
      acquiredAt: facts.acquiredAt,
    };
  }
}
