import { createHash } from "node:crypto";
import { findSeriesId } from "@/lib/catalogue/register-instances-store";
import { seriesIdOf } from "@/lib/catalogue/instance-key";
import { registerSubject, type RegisteredSubject } from "@/lib/catalogue/register-subject-store";
import { linkageHash } from "@/lib/deid/identity";
import {
  registerScanner,
  type RegisteredScanner,
  type RegisteredSite,
} from "@/lib/network/register-scanner-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import { findOpposed } from "./opposition/opposition-store";
import type { PlacementFacts } from "./placement-facts";

/** Where the instances of one series go: whose they are, which scanner made them, under which ids. */
export interface Placement {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  seriesId: string;
  scanner: RegisteredScanner;
  softwareVersions: string;
  subject: RegisteredSubject;
  /** By which identifier the subject was found; null without one. */
  linkageHash: Uint8Array<ArrayBuffer> | null;
  acquiredAt: Date | null;
}

/**
 * Why a file has no place: its Study or its PatientID is another person's, its scanner's field strength is not known,
 * or the person opposes.
 */
export type Misplaced = "conflict" | "somebody-else" | "unknown-field" | "opposed";

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
  /** Whether identifiers are on the opposition list, for one batch. */
  private readonly opposed = new Map<string, Promise<boolean>>();

  /** Opposition counts from the next batch on. */
  beginBatch(): void {
    this.opposed.clear();
  }

  /** Whether the person of an identifier at a site opposes the use of her images. */
  isOpposed(siteCode: string, patientId: string | undefined): Promise<boolean> {
    const hash = linkageHash(secrets().linkageKey, siteCode, patientId);
    return hash === null ? Promise.resolve(false) : this.isOpposedHash(new Uint8Array(hash));
  }

  private isOpposedHash(hash: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const key = Buffer.from(hash).toString("hex");
    const known = this.opposed.get(key);
    if (known) return known;
    const asked = findOpposed(db(), [hash]).then((found) => found.length > 0);
    this.opposed.set(key, asked);
    asked.catch(() => this.opposed.delete(key));
    return asked;
  }

  async of(site: RegisteredSite, facts: PlacementFacts): Promise<Placement | Misplaced> {
    const found = await this.remembered(site, facts);
    // A scanner of another site: the identifier is that site's, and it may have been listed after the series began.
    if (typeof found === "object" && found.linkageHash && found.scanner.site.id !== site.id)
      return (await this.isOpposedHash(found.linkageHash)) ? "opposed" : found;
    return found;
  }

  private remembered(site: RegisteredSite, facts: PlacementFacts): Promise<Placement | Misplaced> {
    // Within a series a file may still claim to be somebody else's.
    const patient = linkageHash(secrets().linkageKey, site.code, facts.patientId)?.toString("hex") ?? "";
    const person = personKey(facts);
    const key = [site.id, facts.seriesInstanceUid, facts.studyInstanceUid, patient, person].join(" ");
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
      // Nothing of her is kept, not even that she has a pseudonym.
      if (hash && (await findOpposed(tx, [new Uint8Array(hash)])).length > 0) return "opposed";
      const study = `${studyInstanceUid} ${hash?.toString("hex") ?? ""} ${personKey(facts)}`;
      const subject =
        this.byStudy.get(study) ??
        (await registerSubject(tx, {
          linkageHash: hash && new Uint8Array(hash),
          siteId: scanner.site.id,
          studyInstanceUid,
          sex,
          phantom: isPhantom,
          traits: facts.traits,
        }));
      const linkage = hash && new Uint8Array(hash);
      return { scanner, study, subject, linkage, seriesId: await findSeriesId(tx, seriesInstanceUid) };
    });
    if (typeof found === "string") return found;
    const { scanner, study, subject } = found;
    if (typeof subject === "string") return subject;
    if (this.byStudy.size >= MOST_REMEMBERED) this.byStudy.clear();
    this.byStudy.set(study, subject);
    return {
      studyInstanceUid,
      seriesInstanceUid,
      seriesId: found.seriesId ?? seriesIdOf(seriesInstanceUid),
      scanner,
      softwareVersions: facts.scanner.softwareVersions,
      subject,
      linkageHash: found.linkage,
      acquiredAt: facts.acquiredAt,
    };
  }
}

/** The same for headers that say the same of the person. */
function personKey({ traits }: PlacementFacts): string {
  const hash = createHash("sha256");
  for (const trait of traits) hash.update(trait.kind).update(trait.hash);
  return hash.digest("base64");
}
