import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import {
  findSeriesToComplete,
  type MadeVolume,
  markSeriesFailed,
  replaceVolumes,
  type SeriesToComplete,
} from "@/lib/catalogue/complete-series-store";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { queueMeasuring } from "@/lib/harmonise/queue-measuring";
import { openDicom } from "@/lib/dicom/open";
import { type DicomFile, DicomParseError } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { queueExamJudging } from "@/lib/harmonise/queue-judging";
import { findCorrections } from "@/lib/harmonise/role-correction-store";
import { acquisitionParameters, type AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import { assembleVolumes, type VolumePlan } from "@/lib/imaging/assemble";
import { seriesCompleteness } from "@/lib/imaging/completeness";
import { decodeFrame } from "@/lib/imaging/decode";
import { describeInstance, type FrameDescription } from "@/lib/imaging/frames";
import { seriesPromise } from "@/lib/imaging/series-promise";
import { makeThumbnail } from "@/lib/imaging/thumbnail";
import { buildViewObject } from "@/lib/imaging/view-object";
import { db, inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { OpenByteSource } from "@/lib/platform/byte-source";
import { type ObjectStore, objectStore } from "@/lib/platform/store";
import { correctVolumes } from "./correct-volumes";
import { couldShowFace } from "./rules/face";
import { seriesColumns } from "./series-columns";

/**
 * Makes a series' volumes from its stored (de-identified) instances: view objects, thumbnails, rows, and the columns
 * that a search compares. Done again when instances come later; the same instances give the same volumes. A series
 * whose pictures cannot be laid out is marked failed with a code, and the job is done.
 */
export async function completeSeries(actor: Actor, seriesId: string): Promise<void> {
  // A series of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const series = await findSeriesToComplete(db(), seriesId);
  if (!series || series.instances.length === 0) return;
  const store = objectStore();
  const made: string[] = [];
  const files = new StoredFiles(store, series);
  try {
    const { frames, first } = await describeSeries(series, files);
    const parameters = acquisitionParameters(first, frames);
    const plans = assembleVolumes(frames);
    const volumes: MadeVolume[] = [];
    for (const plan of plans) {
      const id = randomUUID();
      made.push(id);
      volumes.push(await makeVolume(id, plan, plans, parameters, files, store));
    }
    const completeness = seriesCompleteness(frames, plans, seriesPromise(first));
    const described = {
      ...completeness,
      showsFace: !series.exam.subject.phantom && !isDefaced(first) && hasFace(volumes),
    };
    const { exam, description } = series;
    const replaced = await inTransaction(async (tx) => {
      const corrections = await findCorrections(tx, {
        scannerId: exam.scannerId,
        description: description ?? "",
      });
      const corrected = correctVolumes(volumes, corrections);
      const columns = { ...seriesColumns(first, parameters, plans, corrected), ...described };
      const old = await replaceVolumes(tx, series, columns, corrected);
      if (old !== null) {
        await queueExamJudging(tx, [series.exam.id]);
        await queueMeasuring(tx, seriesId);
      }
      return old;
    });
    await removeVolumes(store, replaced ?? made);
  } catch (error) {
    await removeVolumes(store, made);
    const failure = failureOf(error);
    if (failure === null) throw error;
    await inTransaction(async (tx) => {
      await markSeriesFailed(tx, seriesId, failure);
      await queueExamJudging(tx, [series.exam.id]);
    });
    log.warn({ seriesId, failure }, "series has no volumes");
  } finally {
    await files.close();
  }
}

/**
 * Opened instances by ref, large ones with their pixels left in the store; pictures are read in the order of volumes, so
 * the last two files are enough.
 */
class StoredFiles {
  private readonly recent = new Map<string, { file: DicomFile; source: OpenByteSource }>();

  private readonly keys: ReadonlyMap<string, string>;

  constructor(
    private readonly store: ObjectStore,
    { id, instances }: SeriesToComplete,
  ) {
    this.keys = new Map(
      instances.map((instance) => [Buffer.from(instance.uidHash).toString("hex"), instanceKey(id, instance)]),
    );
  }

  async get(ref: string): Promise<DicomFile> {
    const known = this.recent.get(ref);
    if (known) return known.file;
    const source = await this.store.source(this.keys.get(ref) ?? "");
    let file: DicomFile;
    try {
      file = await openDicom(source);
    } catch (error) {
      await source.close();
      throw error;
    }
    const [oldest] = this.recent.keys();
    if (oldest !== undefined && this.recent.size > 1) await this.forget(oldest);
    this.recent.set(ref, { file, source });
    return file;
  }

  async close(): Promise<void> {
    for (const ref of [...this.recent.keys()]) await this.forget(ref);
  }

  private async forget(ref: string): Promise<void> {
    const held = this.recent.get(ref);
    this.recent.delete(ref);
    await held?.source.close();
  }
}

async function describeSeries(
  series: SeriesToComplete,
  files: StoredFiles,
): Promise<{ frames: FrameDescription[]; first: DicomFile }> {
  const frames: FrameDescription[] = [];
  for (const { uidHash } of series.instances) {
    const ref = Buffer.from(uidHash).toString("hex");
    frames.push(...describeInstance(await files.get(ref), ref));
  }
  // In the scanner's order, whatever the order of arrival.
  frames.sort((a, b) => (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) || compare(a.ref, b.ref));
  const [firstFrame] = frames;
  if (!firstFrame) throw new AppError("invalid-input", "no pictures");
  return { frames, first: await files.get(firstFrame.ref) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function makeVolume(
  id: string,
  plan: VolumePlan,
  siblings: readonly VolumePlan[],
  parameters: AcquisitionParameters,
  files: StoredFiles,
  store: ObjectStore,
): Promise<MadeVolume> {
  const framesKey = `volumes/${id}/frames.htj2k`;
  const manifest = await buildViewObject(
    plan,
    async (ref, frameIndex) => decodeFrame(await files.get(ref), frameIndex),
    (chunks) => store.put(framesKey, chunks),
  );
  const thumbnail = await makeThumbnail(manifest, (start, end) => store.getRange(framesKey, start, end));
  await store.put(`volumes/${id}/thumbnail.webp`, thumbnail);
  const decision = assignRole(roleFeatures(parameters, plan, siblings));
  const [nx, ny, nz, nt] = plan.dimensions;
  const [voxelSizeXMm, voxelSizeYMm, voxelSizeZMm] = plan.voxelSizeMm;
  return {
    manifest,
    row: {
      id,
      kind: plan.kind,
      role: decision.role,
      roleRule: decision.rule,
      roleConfidence: decision.confidence,
      map: decision.map,
      component: decision.component,
      contrastAgent: decision.contrastAgent,
      is3D: decision.is3D,
      derived: decision.derived,
      nx,
      ny,
      nz,
      nt,
      fourthAxis: plan.fourthAxis.kind,
      voxelSizeXMm,
      voxelSizeYMm,
      voxelSizeZMm,
      frameOfReferenceUid: plan.frameOfReferenceUid,
      echoTimeMs: plan.echoTimeMs,
      viewByteCount: BigInt(manifest.frameByteEnds.at(-1) ?? 0),
      hasThumbnail: true,
    },
  };
}

/** Whether whoever sent the exam had removed the face: inspection keeps (0028,0302) NO, and says YES of all others. */
function isDefaced({ dataset }: DicomFile): boolean {
  return dataset.text(TAG.RecognizableVisualFeatures) === "NO";
}

function hasFace(volumes: readonly MadeVolume[]): boolean {
  return volumes.some(({ row }) => couldShowFace(row));
}

async function removeVolumes(store: ObjectStore, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await store.remove(`volumes/${id}/frames.htj2k`);
    await store.remove(`volumes/${id}/thumbnail.webp`);
  }
}

/** The code of a failure that another try would not change; null for the machine's own troubles, which it may. */
function failureOf(error: unknown): string | null {
  if (error instanceof AppError && error.code === "invalid-input") return "pictures-invalid";
  if (error instanceof AppError && error.code === "unavailable") return "no-decoder";
  if (error instanceof DicomParseError) return "instance-unreadable";
  if (error instanceof RangeError || error instanceof TypeError) return "layout-failed";
  return error instanceof Error && error.name === "ZodError" ? "layout-failed" : null;
}
