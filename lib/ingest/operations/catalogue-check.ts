import { instanceKey } from "@/lib/catalogue/instance-key";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { markSeriesFailed } from "@/lib/catalogue/complete-series-store";
import {
  countSearchDifferences,
  REBUILD_TIMEOUT_MS,
  rebuildSearchModel,
} from "@/lib/catalogue/search-model/model-store";
import { openSealed } from "@/lib/deid/seal";
import { now } from "@/lib/platform/clock";
import { type Db, inTransaction } from "@/lib/platform/db/client";
import { secrets } from "@/lib/platform/secrets";
import type { ObjectStore } from "@/lib/platform/store";
import type { StoreSurvey } from "@/lib/platform/store-survey";
import { heldKey } from "../held-key";
import { settleItems } from "../spool-store";
import { type Finding, type FindingCode, SERIES_FAILURE } from "./finding";
import { enqueueRebuild } from "../nifti/given-nifti-store";
import { noteFailure } from "./fixity-store";
import * as rows from "./fsck-store";
import { keyOf, type ObjectToVerify, verifyObject } from "./verify-object";

/** Rows or folders that are compared at a time. */
const BATCH = 200;

/** A sealed object is opened so much at a time, whatever its size. */
const PIECE_BYTES = 2 ** 20;

/** While the catalogue runs, an object may be younger than its row: so old, it is not. */
const YOUNG_MS = 60 * 60 * 1000;

export interface CheckOptions {
  /** Put right what can be. */
  mend: boolean;
  /** Also read every object: digests of instances, seals of held files. */
  deep: boolean;
  /** Nothing else runs: also the youngest objects are judged. */
  stopped: boolean;
}

/**
 * Compares rows and objects, both ways, one batch of series at a time: what is in memory does not grow with the
 * catalogue. A difference is looked at again before it counts, since other processes go on.
 */
export class CatalogueCheck {
  constructor(
    private readonly db: Db,
    private readonly store: ObjectStore,
    private readonly survey: StoreSurvey,
    private readonly options: CheckOptions,
    private readonly tell: (finding: Finding) => void,
  ) {}

  async run(): Promise<void> {
    await this.checkSeries();
    await this.checkStrayFolders("instances", (ids) => rows.knownSeries(this.db, ids));
    await this.checkStrayFolders("volumes", (ids) => rows.knownVolumes(this.db, ids));
    await this.checkSealed("held", (ids) => rows.heldInUse(this.db, ids));
    await this.checkSealed("archives", (ids) => rows.archivesInUse(this.db, ids));
    await this.checkWaiting();
    await this.checkHeldRows();
    for await (const { name, changedAt } of this.survey.leftovers()) {
      if (this.isYoung(changedAt)) continue;
      await this.found("leftover", name, () => this.survey.removeLeftover(name));
    }
    for (const id of await rows.findWrongAccounts(this.db))
      await this.found("wrong-account", id, () => rows.recountRun(this.db, id));
    const differing = await countSearchDifferences(this.db);
    if (differing.exams + differing.subjects > 0) {
      const subject = `exams=${differing.exams} subjects=${differing.subjects}`;
      await this.found("search-differs", subject, () =>
        inTransaction(rebuildSearchModel, REBUILD_TIMEOUT_MS),
      );
    }
  }

  /** Tells a finding, mended or not. */
  private async found(
    code: FindingCode,
    subject: string,
    mend: (() => Promise<unknown>) | null,
  ): Promise<void> {
    const mended = this.options.mend && mend !== null;
    if (mended) await mend();
    this.tell({ code, subject, mended });
  }

  private isYoung(changedAt: Date): boolean {
    return !this.options.stopped && now().getTime() - changedAt.getTime() < YOUNG_MS;
  }

  private async checkSeries(): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const batch: rows.SeriesToCheck[] = await rows.findSeriesToCheck(this.db, after, BATCH);
      const last = batch.at(-1);
      if (!last) return;
      for (const series of batch) {
        await this.checkInstances(series);
        await this.checkOriginals(series);
        await this.checkVolumes(series);
        await this.checkCounts(series);
      }
      after = last.id;
    }
  }

  private async checkInstances(series: rows.SeriesToCheck): Promise<void> {
    const sizes = new Map<string, number>();
    const stray: string[] = [];
    const named = new Map(series.instances.map((instance) => [instanceKey(series.id, instance), instance]));
    for await (const { key, byteCount, changedAt } of this.survey.objects(`instances/${series.id}`)) {
      if (named.has(key)) sizes.set(key, byteCount);
      else if (!this.isYoung(changedAt)) stray.push(key);
    }
    for (const key of stray) await this.strayInstance(key);
    for (const [key, instance] of named)
      await this.checkObject({ ...instance, seriesId: series.id, volumeId: null }, sizes.get(key));
  }

  private async checkOriginals(series: rows.SeriesToCheck): Promise<void> {
    for (const original of series.originals)
      await this.checkObject(original, await this.store.size(keyOf(original)).catch(() => undefined));
  }

  /** Compares an object with its row; `size` is undefined where it is not there. */
  private async checkObject(row: ObjectToVerify, size: number | undefined): Promise<void> {
    const key = keyOf(row);
    const fault =
      size === undefined
        ? "missing"
        : size !== row.byteCount
          ? "altered"
          : this.options.deep
            ? await verifyObject(this.store, row)
            : null;
    // A row that names another object by now was moved meanwhile.
    if (fault === null || !(await rows.isObjectNamed(this.db, key))) return;
    if (fault === "missing" && (await this.store.has(key))) return;
    if (this.options.mend) {
      // Nothing here can bring the bytes back: what is left is to say so wherever the series is shown.
      await noteFailure(this.db, row, fault);
      await markSeriesFailed(
        this.db,
        row.seriesId,
        SERIES_FAILURE[fault === "missing" ? "missing" : "altered"],
      );
    }
    await this.found(fault === "missing" ? "missing-object" : "altered-object", key, null);
  }

  private async strayInstance(key: string): Promise<void> {
    if (await rows.isObjectNamed(this.db, key)) return;
    await this.found("orphan-object", key, () => this.store.remove(key));
  }

  private async checkVolumes(series: rows.SeriesToCheck): Promise<void> {
    let broken: string | null = null;
    for (const { id, viewByteCount, hasThumbnail, hasManifest } of series.volumes) {
      if (!hasManifest) continue;
      const size = await this.store.size(`volumes/${id}/frames.htj2k`).catch(() => null);
      const whole = size !== null && (viewByteCount === null || BigInt(size) === viewByteCount);
      const shown = !hasThumbnail || (await this.store.has(`volumes/${id}/thumbnail.webp`));
      if (!whole || !shown) broken = id;
    }
    if (broken === null) return;
    // Volumes that were made anew meanwhile have other ids.
    if (!(await rows.knownVolumes(this.db, [broken])).has(broken)) return;
    const volumeId = broken;
    const isComputed = series.originals.length > 0;
    await this.found("missing-view", `volumes/${volumeId}`, () =>
      inTransaction((tx) =>
        isComputed ? enqueueRebuild(tx, volumeId) : enqueueCompletion(tx, series.id, 0),
      ),
    );
  }

  private async checkCounts(series: rows.SeriesToCheck): Promise<void> {
    const frames = series.instances.reduce((sum, { frameCount }) => sum + frameCount, 0);
    const bytes = series.instances.reduce((sum, { byteCount }) => sum + BigInt(byteCount), 0n);
    if (
      series.instanceCount === series.instances.length &&
      series.frameCount === frames &&
      series.byteCount === bytes
    )
      return;
    if (await rows.countsAgree(this.db, series.id)) return;
    await this.found("wrong-counts", series.id, () => rows.recountSeries(this.db, series.id));
  }

  /** Folders whose id no row has. */
  private async checkStrayFolders(
    prefix: "instances" | "volumes",
    known: (ids: readonly string[]) => Promise<Set<string>>,
  ): Promise<void> {
    for await (const ids of batches(this.survey.folders(prefix))) {
      const there = await known(ids.filter(isId));
      for (const id of ids) {
        if (there.has(id)) continue;
        const folder = `${prefix}/${id}`;
        for await (const { key, changedAt } of this.survey.objects(folder)) {
          if (this.isYoung(changedAt)) continue;
          if (prefix === "instances") await this.strayInstance(key);
          else if (!isId(id) || !(await known([id])).has(id))
            await this.found("orphan-object", key, () => this.store.remove(key));
        }
        // Another process may be about to write there.
        if (this.options.mend && this.options.stopped) await this.survey.removeEmptyFolder(folder);
      }
    }
  }

  /** Sealed objects that no row waits for. */
  private async checkSealed(
    prefix: "held" | "archives",
    used: (ids: readonly string[]) => Promise<Set<string>>,
  ): Promise<void> {
    for await (const objects of batches(this.survey.objects(prefix))) {
      const old = objects.filter(({ changedAt }) => !this.isYoung(changedAt)).map(({ key }) => key);
      const idOf = (key: string) => key.slice(prefix.length + 1);
      const inUse = await used(old.map(idOf).filter(isId));
      for (const key of old)
        if (!inUse.has(idOf(key))) await this.found("orphan-held", key, () => this.store.remove(key));
    }
  }

  private async checkWaiting(): Promise<void> {
    for await (const ids of pages((after) => rows.findWaitingIds(this.db, after, BATCH))) {
      for (const id of ids) {
        if ((await this.opens(id)) || !(await this.isKept(id))) continue;
        const fate = { fate: "refused", reason: "unreadable" } as const;
        await this.found("lost-waiting", id, () =>
          inTransaction((tx) => settleItems(tx, [{ id, fate, seriesId: null }])),
        );
      }
    }
  }

  /** Settled, released or erased meanwhile, it is no loss. */
  private async isKept(id: string): Promise<boolean> {
    return (await rows.heldInUse(this.db, [id])).has(id);
  }

  private async checkHeldRows(): Promise<void> {
    for await (const ids of pages((after) => rows.findHeldIds(this.db, after, BATCH))) {
      for (const id of ids) {
        if ((await this.opens(id)) || !(await this.isKept(id))) continue;
        await this.found("lost-held", id, () => rows.markErased(this.db, id, now()));
      }
    }
  }

  /** Whether the sealed bytes are there and, where every object is read, whether they open. */
  private async opens(id: string): Promise<boolean> {
    const key = heldKey(id);
    if (!this.options.deep) return this.store.has(key);
    try {
      const read = (start: number, end: number) => this.store.getRange(key, start, end);
      const opened = await openSealed(read, await this.store.size(key), secrets().sealKey, key);
      for (let start = 0; start < opened.byteLength; start += PIECE_BYTES)
        await opened.read(start, Math.min(opened.byteLength, start + PIECE_BYTES));
      return true;
    } catch {
      return false;
    }
  }
}

function isId(name: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
}

async function* batches<T>(items: AsyncIterable<T>): AsyncIterable<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Pages of ids in order, each after the last of the one before. */
async function* pages(read: (after: string | null) => Promise<string[]>): AsyncIterable<string[]> {
  for (let ids = await read(null); ids.length > 0; ids = await read(ids.at(-1) ?? null)) yield ids;
}
