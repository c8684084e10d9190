import { createHash } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { findInstance } from "@/lib/catalogue/register-instances-store";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { uidHash } from "@/lib/deid/identity";
import { open } from "@/lib/deid/seal";
import type { Dataset } from "@/lib/dicom/dataset";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import {
  type CommitmentFailure,
  type CommitmentReference,
  type CommitmentRequest,
  commitmentRequestSchema,
  writeCommitmentReport,
} from "./commitment";
import {
  type DueCommitment,
  endCommitment,
  findDueCommitments,
  isWaiting,
  postponeCommitment,
} from "./commitment-store";
import { heldKey } from "./held-key";

/** Sends a report to a peer; throws when it is not taken. */
export type SendReport = (
  peer: { aeTitle: string; host: string; port: number },
  eventType: 1 | 2,
  report: Dataset,
) => Promise<void>;

const AT_ONCE = 20;
/** While objects still wait for their fate; afterwards they count as failed. */
const WAIT_MS = 3_600_000;
/** A peer that cannot be reached is tried for so long. */
const GIVE_UP_MS = 3 * 86_400_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 600_000;

/**
 * Answers storage commitment requests that are due: an instance is committed when its row is there and its object,
 * read again, has the row's digest.
 * @throws AppError `forbidden`
 */
export async function answerCommitments(actor: Actor, sendReport: SendReport): Promise<void> {
  requireCan(actor, "ingest.manage", { siteId: null });
  for (const due of await findDueCommitments(AT_ONCE)) {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** due.attempts, LONGEST_PAUSE_MS);
    const later = new Date(now().getTime() + pauseMs);
    try {
      if (await answer(due, sendReport)) await finish(due.id);
      else await postponeCommitment(db(), due.id, later);
    } catch (error) {
      log.warn({ name: error instanceof Error ? error.name : "unknown" }, "storage commitment not reported");
      if (now().getTime() - due.createdAt.getTime() > GIVE_UP_MS) await finish(due.id);
      else await postponeCommitment(db(), due.id, later);
    }
  }
}

async function finish(id: string): Promise<void> {
  await endCommitment(db(), id);
  await objectStore().remove(heldKey(id));
}

/** @returns false while objects of the request wait for their fate */
async function answer({ id, createdAt, peer }: DueCommitment, sendReport: SendReport): Promise<boolean> {
  const { commitHost: host, commitPort: port, aeTitle } = peer;
  if (host === null || port === null) return true;
  const { transactionUid, references } = await requestOf(id);
  const isPatient = now().getTime() - createdAt.getTime() < WAIT_MS;
  const committed: CommitmentReference[] = [];
  const failed: (CommitmentReference & { reason: CommitmentFailure })[] = [];
  for (const reference of references) {
    const hash = new Uint8Array(uidHash(secrets().uidKey, reference.sopInstanceUid));
    if (await isSafe(hash)) committed.push(reference);
    else if (!(await isWaiting(hash))) failed.push({ ...reference, reason: 0x0112 });
    else if (isPatient) return false;
    else failed.push({ ...reference, reason: 0x0110 });
  }
  const report = writeCommitmentReport(transactionUid, committed, failed);
  await sendReport({ aeTitle, host, port }, failed.length === 0 ? 1 : 2, report);
  return true;
}

async function requestOf(id: string): Promise<CommitmentRequest> {
  const key = heldKey(id);
  const opened = open(secrets().sealKey, await objectStore().get(key), key);
  return commitmentRequestSchema.parse(JSON.parse(Buffer.from(opened).toString()));
}

async function isSafe(hash: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const row = await findInstance(db(), hash);
  if (!row?.objectSha256) return false;
  const digest = createHash("sha256");
  const key = instanceKey(row.seriesId, { uidHash: hash, objectSha256: row.objectSha256 });
  if (!(await objectStore().has(key))) return false;
  for await (const chunk of objectStore().stream(key)) digest.update(chunk);
  return Buffer.compare(digest.digest(), row.objectSha256) === 0;
}
