import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { DerivedFacts } from "@/lib/catalogue/derived-object";
import { findInstance, type ExamFacts, registerInstances } from "@/lib/catalogue/register-instances-store";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { mergeReports } from "@/lib/deid/report";
import { PROFILE_VERSION, RULES_DIGEST } from "@/lib/deid/rules-digest";
import { scannerAliasKey } from "@/lib/network/scanner-identity";
import { db, inTransaction, Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { secrets } from "@/lib/platform/secrets";
import type { ObjectStore } from "@/lib/platform/store";
import { heldKey } from "./held-key";
import { type CleanFile, MOST_RETURNED_BYTES, type TurnedAway } from "./inspection/messages";
import type { UsableInspection } from "./inspection/pool";
import { heldDigest, InspectionQueue, type ItemInspection } from "./item-inspection";
import { type Placement, Placements } from "./placement";
import { type HeldItem, holdInQuarantine } from "./quarantine-store";
import { type FileFate, NO_REASON, type QuarantineReason } from "./rules/reasons";
import { findDroppedCreators } from "./dropped-creator-store";
import { type ClaimedItem, settleItems } from "./spool-store";

/** A stored object whose row waits for the batch. */
interface StoredObject {
  uidHash: Uint8Array<ArrayBuffer>;
  digest: Uint8Array<ArrayBuffer>;
  objectSha256: Uint8Array<ArrayBuffer>;
  byteCount: number;
  frameCount: number;
  isPicture: boolean;
  derived: DerivedFacts | null;
  placement: Placement;
  sopClassUid: string;
  clean: Pick<CleanFile, "description" | "report">;
  /** Fulfilled once its bytes are durable. */
  write: Promise<void>;
}

/** What was decided about one item, before it is committed. */
type Decision = { item: ClaimedItem } & (
  | { fate: Extract<FileFate, { fate: "duplicate" | "refused" }> }
  | { fate: Extract<FileFate, { fate: "quarantined" }>; held: HeldItem }
  | { fate: Extract<FileFate, { fate: "stored" }>; stored: StoredObject }
);

/** Decides the fates of received objects; one transaction for a batch, or one per item when that fails. */
export class Settler {
  private readonly placements = new Placements();

  constructor(private readonly store: ObjectStore) {}

  /** @returns how many were settled; the others wait for their next turn */
  async settle(items: readonly ClaimedItem[]): Promise<number> {
    if (await this.settleTogether(items)) return items.length;
    // Another process registered something of the batch meanwhile: each item is judged again, by itself.
    let settled = 0;
    for (const item of items) settled += (await this.settleTogether([item])) ? 1 : 0;
    return settled;
  }

  /** @returns false when another process was at the same place, and nothing is done */
  private async settleTogether(items: readonly ClaimedItem[]): Promise<boolean> {
    this.placements.beginBatch();
    const decisions: Decision[] = [];
    const inspections = new InspectionQueue(items, this.store);
    /** Instances of this batch that have no row yet. */
    const pending = new Map<string, Uint8Array>();
    const dropped = await findDroppedCreators(db());
    try {
      for (const item of items) {
        const inspection = await inspections.next();
        try {
          decisions.push(await this.decide(item, inspection, pending, dropped));
        } finally {
          if (inspection.kind === "usable") inspection.release();
        }
      }
      await Promise.all(decisions.map((decision) => ("stored" in decision ? decision.stored.write : null)));
      await this.commit(decisions);
      return true;
    } catch (error) {
      // What was written stays: the next try writes the same keys, and another process may be about to commit a row
      // for the very same object. What no row claims in the end is for fsck.
      await Promise.allSettled(
        decisions.map((decision) => ("stored" in decision ? decision.stored.write : null)),
      );
      if (!isContention(error)) throw error;
      this.placements.forget();
      return false;
    } finally {
      inspections.close();
    }
  }

  private async decide(
    item: ClaimedItem,
    inspection: ItemInspection,
    pending: Map<string, Uint8Array>,
    dropped: ReadonlySet<string>,
  ): Promise<Decision> {
    const hold = async (
      reason: QuarantineReason,
      attributes: string[],
      context: HeldItem["context"] = {},
    ): Promise<Decision> => {
      const { id, runId, siteId, byteCount } = item;
      const digest = await heldDigest(this.store, id);
      if (digest === null) return lost(item);
      const held = { id, runId, siteId, reason, attributes, context, byteCount, digest };
      return { item, fate: { fate: "quarantined", reason, attributes }, held };
    };
    if (inspection.kind === "lost") return lost(item);
    if (inspection.kind === "refused") return { item, fate: { fate: "refused", reason: inspection.reason } };
    const patientId = inspection.kind === "held" ? inspection.patientId : inspection.placement.patientId;
    const opposed: Decision = { item, fate: { fate: "refused", reason: "opposed" } };
    // Before anything of her is held, stored or compared.
    if (await this.placements.isOpposed(item.siteCode, patientId)) return opposed;
    if (inspection.kind === "held") return hold(inspection.reason, inspection.attributes);

    const { placement: facts, content } = inspection;
    const hex = Buffer.from(facts.instanceHash).toString("hex");
    const known = pending.get(hex) ?? (await findInstance(db(), facts.instanceHash))?.digest;
    if (known && Buffer.compare(known, content.digest) === 0)
      return { item, fate: { fate: "duplicate", reason: NO_REASON } };
    if (known) return hold("conflicting-content", ["SOPInstanceUID", "PixelData"]);

    const site = { id: item.siteId, code: item.siteCode };
    const placement = await this.placements.of(site, facts);
    if (placement === "opposed") return opposed;
    if (placement === "somebody-else")
      return hold("conflicting-identity", ["PatientName", "PatientBirthDate"]);
    if (placement === "conflict") return hold("conflicting-identity", ["PatientID", "StudyInstanceUID"]);
    if (placement === "unknown-field") {
      const { manufacturer, model, fieldStrengthTesla, aliasKey } = facts.scanner;
      const scannerKey = Buffer.from(scannerAliasKey(site.id, aliasKey)).toString("hex");
      return hold("unknown-scanner", ["MagneticFieldStrength"], {
        manufacturer,
        model,
        fieldStrengthTesla,
        scannerKey,
      });
    }
    const stored = await this.writeObject(inspection, placement, dropped);
    if ("kind" in stored)
      return stored.kind === "refused"
        ? { item, fate: { fate: "refused", reason: stored.reason } }
        : hold(stored.reason, stored.attributes, { creatorHashes: stored.creatorHashes });
    pending.set(hex, content.digest);
    return { item, fate: { fate: "stored", reason: NO_REASON }, stored };
  }

  /** De-identifies a file and begins to write it; what cannot be de-identified is turned away. */
  private async writeObject(
    inspection: UsableInspection,
    placement: Placement,
    droppedCreators: ReadonlySet<string>,
  ): Promise<StoredObject | TurnedAway> {
    const { pseudonym, dateOffsetDays } = placement.subject;
    const context = { pseudonym, dateOffsetDays, uidKey: secrets().uidKey, droppedCreators };
    // Large ones go through a file beside the objects rather than through memory.
    const into = inspection.byteLength > MOST_RETURNED_BYTES / 2 ? await this.store.asidePath() : undefined;
    try {
      const answer = await inspection.deidentify({ context, ...(into && { into }) });
      if (answer.kind !== "clean") {
        if (into) await rm(into, { force: true });
        return answer;
      }
      const { bytes, byteLength, ...clean } = answer.clean;
      const objectSha256 = new Uint8Array(bytes ? sha256(bytes) : await sha256OfFile(into ?? ""));
      const uidHash = inspection.placement.instanceHash;
      const key = instanceKey(placement.seriesId, { uidHash, objectSha256 });
      const write = bytes ? this.store.put(key, bytes) : this.store.adopt(key, into ?? "");
      // Awaited with the batch; until then a failure must not be "unhandled".
      write.catch(() => undefined);
      const { digest, frameCount } = inspection.content;
      const { sopClassUid, object, derived } = inspection;
      return {
        uidHash,
        digest,
        frameCount,
        isPicture: object === "image",
        derived,
        objectSha256,
        byteCount: byteLength,
        placement,
        sopClassUid,
        clean,
        write,
      };
    } catch (error) {
      if (into) await rm(into, { force: true });
      throw error;
    }
  }

  private async commit(decisions: readonly Decision[]): Promise<void> {
    const useless = new Set<string>();
    await inTransaction(async (tx) => {
      for (const series of bySeries(decisions)) await registerSeries(tx, series);
      for (const decision of decisions)
        if ("held" in decision && !(await holdInQuarantine(tx, decision.held))) useless.add(decision.item.id);
      await settleItems(
        tx,
        decisions.map((decision) => ({
          id: decision.item.id,
          fate: decision.fate,
          seriesId: "stored" in decision ? decision.stored.placement.seriesId : null,
        })),
      );
    });
    // Committed: the received bytes are of no use unless they are held. A crash here leaves what fsck finds.
    for (const decision of decisions)
      if (!("held" in decision) || useless.has(decision.item.id))
        await this.store.remove(heldKey(decision.item.id));
  }
}

function lost(item: ClaimedItem): Decision {
  log.error({ itemId: item.id }, "a received object is lost or altered");
  return { item, fate: { fate: "refused", reason: "unreadable" } };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

async function sha256OfFile(path: string): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest();
}

function bySeries(decisions: readonly Decision[]): StoredObject[][] {
  const groups = new Map<string, StoredObject[]>();
  for (const decision of decisions) {
    if (!("stored" in decision)) continue;
    const { seriesId, subject } = decision.stored.placement;
    // Subjects in one order, whatever the order of arrival: two processes never wait for each other.
    const key = `${subject.id} ${seriesId}`;
    groups.set(key, [...(groups.get(key) ?? []), decision.stored]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

async function registerSeries(tx: Tx, objects: readonly StoredObject[]): Promise<void> {
  const [first] = objects;
  if (!first) return;
  const { placement, clean } = first;
  const { scanner, subject, studyInstanceUid, softwareVersions, acquiredAt } = placement;
  const exam: ExamFacts = {
    studyInstanceUid,
    subjectId: subject.id,
    linkageHash: placement.linkageHash,
    dateOffsetDays: subject.dateOffsetDays,
    siteId: scanner.site.id,
    scannerId: scanner.id,
    softwareVersions,
    fieldStrengthTesla: scanner.fieldStrengthTesla,
    acquiredAt,
    ageAtExamYears: clean.description.ageAtExamYears,
    description: clean.description.studyDescription,
  };
  const { seriesNumber, seriesDescription, protocolName, bodyPart } = clean.description;
  const { seriesId: id, seriesInstanceUid } = placement;
  const series = {
    id,
    seriesInstanceUid,
    seriesNumber,
    description: seriesDescription,
    protocolName,
    sopClassUid: first.sopClassUid,
    deidProfile: PROFILE_VERSION,
    deidRulesDigest: new Uint8Array(Buffer.from(RULES_DIGEST, "hex")),
    deidReport: mergeReports(...objects.map(({ clean: { report } }) => report)),
    bodyPart,
  };
  const rows = objects.map(
    ({ uidHash, digest, objectSha256, byteCount, frameCount, isPicture, derived }) => ({
      uidHash,
      digest,
      objectSha256,
      byteCount,
      frameCount,
      isPicture,
      derived,
    }),
  );
  const outcome = await registerInstances(tx, exam, series, rows);
  if (outcome === "moved") throw new AppError("conflict", "the exam is another subject's by now");
}

/** Unique rows, deadlocks and serialisation: another process was at the same place. */
function isContention(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "conflict";
  return (
    error instanceof Prisma.PrismaClientKnownRequestError && ["P2002", "P2034", "P2003"].includes(error.code)
  );
}
