import { createHmac } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { startBeat } from "@/lib/platform/process-beat";
import { secrets } from "@/lib/platform/secrets";
import { closeRun } from "./close-run";
import { DeliveryWriter, nextCursor } from "./delivery-writer";
import type { Door } from "./doors/door";
import type { GivenItem } from "./doors/given-item";
import { type OpenRun, openRun } from "./open-run";
import type { FileFate } from "./rules/reasons";
import { findFates, readRunCounts, type RunCounts } from "./run-report-store";
import { takeInterruptedRun } from "./run-store";
import { settleSpool } from "./settle-spool";
import { countWaiting } from "./spool-store";

export interface IngestRequest {
  /** Begins the walk over what is given; called again when an interrupted delivery turns out to have changed. */
  items: () => AsyncIterable<GivenItem>;
  door: Door;
  /** Site of files whose scanner is not known yet. */
  siteCode: string;
  /** What is given, e.g. its paths: an interrupted delivery of the same source is continued. */
  source?: string;
  /** Called once per file that was received. */
  onReceived?: () => void;
  /** Called once per file, when its fate is certain; the label may identify somebody. */
  onFate?: (label: string, fate: FileFate) => void;
}

export interface IngestResult {
  runId: string;
  counts: RunCounts;
  /** Series that got instances. */
  seriesIds: string[];
  /** Files that an interrupted delivery had received before. */
  continued: number;
}

/** Files are settled in between, so that a large delivery does not double in the spool. */
const SETTLE_EVERY = 256;
const POLL_MS = 100;

/**
 * Takes files in: each is spooled, judged, de-identified and stored, or held, or refused, and the run goes on whatever
 * a file is. At the end every series that got instances has its job.
 * @throws AppError `forbidden`; `not-found` for an unknown site code; `storage-full`, and then the delivery can be
 * continued
 */
export async function ingestFiles(actor: Actor, request: IngestRequest): Promise<IngestResult> {
  const beat = await startBeat("command");
  try {
    return await takeIn(actor, request, beat.id);
  } finally {
    // Without it the delivery, if it is still open, can be continued at once.
    await beat.stop();
  }
}

async function takeIn(actor: Actor, request: IngestRequest, holderId: string): Promise<IngestResult> {
  const source = request.source === undefined ? null : sourceHash(request.source);
  const interrupted = source && (await continueRun(actor, request, source, holderId));
  const { run, items, received, cursor } =
    interrupted ??
    ({
      run: await openRun(actor, { ...request, holderId, ...(source && { sourceHash: source }) }),
      items: request.items()[Symbol.asyncIterator](),
      received: 0,
      cursor: null,
    } satisfies Delivery);
  const labels = new Map<number, string>();
  const seriesIds = new Set<string>();
  const writer = new DeliveryWriter(run, received, cursor);
  const tell = () => tellFates(run.id, labels, seriesIds, request.onFate);

  for (let next = await items.next(); !next.done; next = await items.next()) {
    labels.set(await writer.take(next.value), next.value.label);
    request.onReceived?.();
    if (labels.size < SETTLE_EVERY) continue;
    await writer.flush();
    await settleSpool(actor, { run });
    await tell();
  }
  await writer.flush();
  await closeRun(actor, run);
  await settleSpool(actor, { run });
  // Another process may be busy with the last of them.
  while ((await countWaiting(db(), run.id)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    await settleSpool(actor, { run });
  }
  await tell();
  await inTransaction(async (tx) => {
    for (const seriesId of seriesIds) await enqueueCompletion(tx, seriesId, 0);
    await audit(tx, actor, { type: "ingest.run-settled", detail: { runId: run.id } });
  });
  const counts = await readRunCounts(run.id);
  return { runId: run.id, counts, seriesIds: [...seriesIds], continued: received };
}

interface Delivery {
  run: OpenRun;
  items: AsyncIterator<GivenItem>;
  received: number;
  cursor: Uint8Array<ArrayBuffer> | null;
}

function sourceHash(source: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac("sha256", secrets().sealKey).update("source\0").update(source).digest());
}

/**
 * The delivery of the same source that was cut off, with its items beyond those received before; null when there is
 * none, when it is another process's by now, or when the source has other files by now: that run is closed, and
 * everything is given anew.
 */
async function continueRun(
  actor: Actor,
  request: IngestRequest,
  source: Uint8Array<ArrayBuffer>,
  holderId: string,
): Promise<Delivery | null> {
  const known = await takeInterruptedRun(db(), source, holderId);
  if (!known) return null;
  const run = { id: known.id, siteId: known.siteId };
  requireCan(actor, "ingest.manage", { siteId: run.siteId });
  const items = request.items()[Symbol.asyncIterator]();
  let cursor: Uint8Array<ArrayBuffer> | null = null;
  for (let count = 0; count < known.received; count++) {
    const next = await items.next();
    if (next.done) break;
    cursor = nextCursor(cursor, next.value.label);
  }
  if (Buffer.compare(cursor ?? new Uint8Array(), known.sourceCursor ?? new Uint8Array()) === 0)
    return { run, items, received: known.received, cursor };
  await items.return?.();
  await closeRun(actor, run);
  return null;
}

/** Tells the fates that are known by now, and forgets their labels. */
async function tellFates(
  runId: string,
  labels: Map<number, string>,
  seriesIds: Set<string>,
  onFate: IngestRequest["onFate"],
): Promise<void> {
  for (const { ordinal, fate, seriesId } of await findFates(runId, [...labels.keys()])) {
    if (seriesId !== null) seriesIds.add(seriesId);
    onFate?.(labels.get(ordinal) ?? "", fate);
    labels.delete(ordinal);
  }
}
