import {
  type ExamFacts,
  findInstance,
  type InstanceFacts,
  instanceKey,
  registerInstances,
  type SeriesFacts,
} from "@/lib/catalogue/register-instances-store";
import { db, inTransaction, Prisma } from "@/lib/platform/db/client";
import type { ObjectStore } from "@/lib/platform/store";

/** An instance whose bytes are on their way to the store and whose row waits for the batch. */
export interface PendingInstance extends InstanceFacts {
  label: string;
  /** The file as it came, in case it has to be held after all. */
  original: Uint8Array;
}

/** Instances of one series that get their rows together. */
export interface SeriesBatch {
  exam: ExamFacts;
  series: SeriesFacts;
  pending: PendingInstance[];
  writes: Promise<void>[];
}

export type CommittedFate = "stored" | "duplicate" | "conflict" | "moved";

/**
 * Commits a batch: first every byte durably, then all rows and the job in one transaction. Nothing is left behind of
 * an instance that another process registered meanwhile.
 */
export async function commitBatch(
  store: ObjectStore,
  batch: SeriesBatch,
): Promise<{ instance: PendingInstance; fate: CommittedFate }[]> {
  await Promise.all(batch.writes);
  const { exam, series, pending } = batch;
  const facts = (instances: readonly PendingInstance[]) =>
    instances.map(({ uidHash, digest, byteCount, frameCount }) => ({
      uidHash,
      digest,
      byteCount,
      frameCount,
    }));
  try {
    const outcome = await inTransaction((tx) => registerInstances(tx, exam, series, facts(pending)));
    if (outcome === "moved") await discard(store, series.id, pending);
    return pending.map((instance) => ({ instance, fate: outcome === "moved" ? "moved" : "stored" }));
  } catch (error) {
    if (!isUniqueConflict(error)) throw error;
    const fates: { instance: PendingInstance; fate: CommittedFate }[] = [];
    for (const instance of pending) {
      const known = await findInstance(db(), instance.uidHash);
      if (known) {
        // In the same series it has the same key: the object is the other process's by now.
        if (known.seriesId !== series.id) await discard(store, series.id, [instance]);
        const same = Buffer.compare(known.digest, instance.digest) === 0;
        fates.push({ instance, fate: same ? "duplicate" : "conflict" });
      } else fates.push({ instance, fate: "moved" });
    }
    await discard(
      store,
      series.id,
      fates.filter(({ fate }) => fate === "moved").map(({ instance }) => instance),
    );
    return fates;
  }
}

async function discard(
  store: ObjectStore,
  seriesId: string,
  instances: readonly PendingInstance[],
): Promise<void> {
  for (const { uidHash } of instances) await store.remove(instanceKey(seriesId, uidHash));
}

function isUniqueConflict(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
