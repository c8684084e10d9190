import { type ExamFacts, findInstance, instanceKey } from "@/lib/catalogue/register-instances-store";
import { deidentify } from "@/lib/deid/deidentify";
import { uidHash } from "@/lib/deid/identity";
import { DeidRefusal } from "@/lib/deid/refusal";
import { PROFILE_VERSION } from "@/lib/deid/rules-digest";
import { type DicomFile, DicomParseError, parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import type { RegisteredSite } from "@/lib/network/register-scanner-store";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import type { ObjectStore } from "@/lib/platform/store";
import { type ContentDigest, contentDigest } from "./content-digest";
import type { GivenItem } from "./doors/given-item";
import { type Placement, Placements } from "./placement";
import { holdInQuarantine } from "./quarantine-store";
import { type Judgement, judge, judgeUnparsed } from "./rules/judge";
import { type FileFate, NO_REASON, type QuarantineReason } from "./rules/reasons";
import { FateTally, type RunCounts } from "./run-counts";
import { commitBatch, type PendingInstance, type SeriesBatch } from "./series-batch";

/** Rows wait for each other up to this many instances or bytes (as they came and as they are stored). */
const MAX_PENDING = 512;
const MAX_PENDING_BYTES = 96 * 2 ** 20;
/** How often a file is tried again after another process registered its series first. */
const MAX_TRIES = 3;

/** One run over given files; bounded memory: a few files and one batch. */
export class IngestRunner {
  private readonly tally = new FateTally();
  private readonly placements: Placements;
  private readonly batches = new Map<string, SeriesBatch>();
  private readonly touched = new Set<string>();
  private pendingDigests = new Map<string, Uint8Array>();
  private pendingBytes = 0;

  constructor(
    private readonly runId: string,
    private readonly site: RegisteredSite,
    private readonly store: ObjectStore,
    private readonly onFate: (label: string, fate: FileFate) => void,
  ) {
    this.placements = new Placements(site);
  }

  counts(): RunCounts {
    return this.tally.result();
  }

  seriesIds(): string[] {
    return [...this.touched];
  }

  /** Takes one file. Its fate is told now, or when its batch is committed. */
  async take(item: GivenItem): Promise<void> {
    if ("refused" in item) this.settle(item.label, { fate: "refused", reason: item.refused });
    else await this.receive(item.label, item.bytes, 1);
    if (this.pendingDigests.size >= MAX_PENDING || this.pendingBytes >= MAX_PENDING_BYTES)
      await this.commit(1);
  }

  /** Commits what waits. */
  async finish(): Promise<void> {
    await this.commit(1);
  }

  private async receive(label: string, bytes: Uint8Array, tries: number): Promise<void> {
    const read = readAndJudge(bytes);
    if ("kind" in read) return this.turnAway(label, bytes, read);
    const { dataset } = read;
    let content: ContentDigest;
    try {
      content = await contentDigest(read);
    } catch (error) {
      const unknown = error instanceof AppError && error.code === "unavailable";
      const reason: QuarantineReason = unknown ? "unsupported-transfer-syntax" : "undecodable-pixels";
      return this.hold(label, bytes, reason, [unknown ? "TransferSyntaxUID" : "PixelData"]);
    }

    const { uidKey } = secrets();
    const hash = new Uint8Array(uidHash(uidKey, dataset.uid(TAG.SOPInstanceUID) ?? ""));
    const hex = Buffer.from(hash).toString("hex");
    const known = this.pendingDigests.get(hex) ?? (await findInstance(db(), hash))?.digest;
    if (known && Buffer.compare(known, content.digest) === 0)
      return this.settle(label, { fate: "duplicate", reason: NO_REASON });
    if (known) return this.hold(label, bytes, "conflicting-content", ["SOPInstanceUID", "PixelData"]);

    const placement = await this.placements.of(dataset);
    if (placement === "conflict")
      return this.hold(label, bytes, "conflicting-identity", ["PatientID", "StudyInstanceUID"]);
    if (placement === "unknown-field")
      return this.hold(label, bytes, "unknown-scanner", ["MagneticFieldStrength"]);
    let clean: ReturnType<typeof deidentify>;
    try {
      const { pseudonym, dateOffsetDays } = placement.subject;
      clean = deidentify(read, { pseudonym, dateOffsetDays, uidKey });
    } catch (error) {
      // Whatever went wrong, its message may quote the header; a refusal names attributes and nothing else.
      const attributes = error instanceof DeidRefusal ? [...error.attributes] : [];
      return this.hold(label, bytes, "not-de-identifiable", attributes);
    }

    const batch = this.batchOf(placement, clean);
    const written = writeDicom(clean.file);
    const { digest, frameCount } = content;
    batch.pending.push({
      label,
      original: bytes,
      uidHash: hash,
      digest,
      byteCount: written.length,
      frameCount,
    });
    const write = this.store.put(instanceKey(placement.seriesId, hash), written);
    // Awaited with the batch; until then a failure must not be "unhandled".
    write.catch(() => undefined);
    batch.writes.push(write);
    this.pendingDigests.set(hex, digest);
    this.pendingBytes += bytes.length + written.length;
    if (tries > 1) await this.commit(tries);
  }

  private batchOf(
    placement: Placement,
    { file, ageAtExamYears }: ReturnType<typeof deidentify>,
  ): SeriesBatch {
    const known = this.batches.get(placement.seriesId);
    if (known) return known;
    const { dataset } = file;
    const { studyInstanceUid, scanner, softwareVersions, subject, acquiredAt } = placement;
    const exam: ExamFacts = {
      studyInstanceUid,
      subjectId: subject.id,
      dateOffsetDays: subject.dateOffsetDays,
      siteId: scanner.site.id,
      scannerId: scanner.id,
      softwareVersions,
      fieldStrengthTesla: scanner.fieldStrengthTesla,
      acquiredAt,
      ageAtExamYears,
      description: dataset.text(TAG.StudyDescription) ?? null,
    };
    const seriesNumber = dataset.number(TAG.SeriesNumber);
    const made: SeriesBatch = {
      exam,
      series: {
        id: placement.seriesId,
        seriesInstanceUid: placement.seriesInstanceUid,
        seriesNumber:
          seriesNumber !== undefined && Math.abs(seriesNumber) < 2 ** 31 ? Math.trunc(seriesNumber) : null,
        description: dataset.text(TAG.SeriesDescription) ?? null,
        protocolName: dataset.text(TAG.ProtocolName) ?? null,
        sopClassUid: dataset.uid(TAG.SOPClassUID) ?? "",
        deidProfile: PROFILE_VERSION,
      },
      pending: [],
      writes: [],
    };
    this.batches.set(placement.seriesId, made);
    return made;
  }

  private async commit(tries: number): Promise<void> {
    const batches = [...this.batches.values()];
    this.batches.clear();
    this.pendingDigests = new Map();
    this.pendingBytes = 0;
    const again: PendingInstance[] = [];
    for (const batch of batches) {
      for (const { instance, fate } of await commitBatch(this.store, batch)) {
        if (fate === "stored") this.touched.add(batch.series.id);
        if (fate === "stored" || fate === "duplicate")
          this.settle(instance.label, { fate, reason: NO_REASON });
        else if (fate === "conflict")
          await this.hold(instance.label, instance.original, "conflicting-content", [
            "SOPInstanceUID",
            "PixelData",
          ]);
        else again.push(instance);
      }
    }
    if (again.length === 0) return;
    if (tries >= MAX_TRIES) throw new AppError("conflict", "another run keeps changing the same series");
    this.placements.forget();
    for (const instance of again) await this.receive(instance.label, instance.original, tries + 1);
  }

  private async turnAway(label: string, bytes: Uint8Array, judgement: Judgement): Promise<void> {
    if (judgement.kind === "refused") this.settle(label, { fate: "refused", reason: judgement.reason });
    else if (judgement.kind === "held") await this.hold(label, bytes, judgement.reason, judgement.attributes);
  }

  private async hold(
    label: string,
    bytes: Uint8Array,
    reason: QuarantineReason,
    attributes: string[],
  ): Promise<void> {
    const held = { runId: this.runId, siteId: this.site.id, reason, attributes, bytes };
    await holdInQuarantine(db(), this.store, secrets().sealKey, held);
    this.settle(label, { fate: "quarantined", reason, attributes });
  }

  private settle(label: string, fate: FileFate): void {
    this.tally.add(fate);
    this.onFate(label, fate);
  }
}

/** The parsed file when it is usable, else the judgement. */
function readAndJudge(bytes: Uint8Array): DicomFile | Judgement {
  let file: DicomFile;
  try {
    file = parseDicom(bytes);
  } catch (error) {
    if (error instanceof DicomParseError) return judgeUnparsed(error.reason);
    throw error;
  }
  const judgement = judge(file);
  return judgement.kind === "usable" ? file : judgement;
}
