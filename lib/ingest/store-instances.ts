import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { uidHash } from "@/lib/deid/identity";
import { peekIdentity } from "@/lib/dicom/peek";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { secrets } from "@/lib/platform/secrets";
import { keepWebBeat } from "@/lib/platform/web-beat";
import { closeRun } from "./close-run";
import { DOOR_LIMITS } from "./doors/given-item";
import { limited, peekContent } from "./doors/incoming";
import { type DicomBody, multipartParts } from "./doors/multipart";
import { type OpenRun, openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { refuseAtDoor } from "./refuse-at-door";
import { requireRoom } from "./room";
import type { RefusalReason } from "./rules/reasons";
import { MEDIA_STORAGE_DIRECTORY } from "./rules/sop-classes";
import { type SopReference, STOW_FAILURE, type StowFailure, type StowOutcome } from "./stow-response";

export interface StowLimits {
  /** Bytes of one object. */
  maxObjectBytes: number;
  maxParts: number;
  /** Bytes of the whole request. */
  maxBytes: number;
  /** Longest wait for the next bytes, in ms. */
  idleMs: number;
}

export const STOW_LIMITS: StowLimits = {
  maxObjectBytes: DOOR_LIMITS.maxFileBytes,
  maxParts: 20_000,
  maxBytes: 64 * 2 ** 30,
  idleMs: 30_000,
};

export interface StowRequest {
  /** The site that the sender gives for. */
  site: { id: string; code: string };
  /** The only study that is taken; null for any. */
  studyInstanceUid: string | null;
  form: DicomBody;
  body: AsyncIterable<Uint8Array>;
  limits?: StowLimits;
}

/** Identity and what else a data set begins with lie well within this. */
const HEAD_BYTES = 64 * 1024;

/** A UID that can be told back to its sender; scanners write leading zeros, which PS3.5 9.1 forbids. */
const TELLABLE_UID = /^[0-9.]{1,64}$/;

/**
 * Takes the objects of one STOW-RS request (PS3.18 10.5), each durable before it counts as received; their fates are
 * decided later, under the delivery of the outcome. A body that breaks keeps what had come whole.
 * @throws AppError `forbidden`; `invalid-input` or `too-large` when nothing of the body could be used
 */
export async function storeInstances(actor: Actor, request: StowRequest): Promise<StowOutcome> {
  requireCan(actor, "ingest.manage", { siteId: request.site.id });
  const limits = request.limits ?? STOW_LIMITS;
  const body = limited(request.body, limits);
  const parts = request.form.kind === "single" ? one(body) : multipartParts(body, request.form.boundary);
  const first = await parts.next();
  if (first.done) throw new AppError("invalid-input", "no object in the body");

  const holderId = await keepWebBeat();
  const run = await openRun(actor, { door: "stow", siteCode: request.site.code, holderId });
  const taker = new PartTaker(actor, run, request.studyInstanceUid, limits);
  try {
    let count = 0;
    for (let part: Part | undefined = first.value; part; part = await nextOf(parts)) {
      count += 1;
      if (count > limits.maxParts) throw new AppError("too-large", "too many parts");
      await taker.take(part);
    }
  } catch (error) {
    // The body broke. Nothing can be said of what would have followed; what came whole stays.
    if (!(error instanceof AppError) || !taker.hasAny()) throw error;
    taker.endEarly(error);
  } finally {
    await parts.return(undefined);
    await closeRun(actor, run);
  }
  return taker.outcome;
}

type Part = AsyncIterable<Uint8Array>;

async function nextOf(parts: AsyncGenerator<Part, void>): Promise<Part | undefined> {
  const next = await parts.next();
  return next.done ? undefined : next.value;
}

async function* one(body: Part): AsyncGenerator<Part, void> {
  yield body;
}

class PartTaker {
  readonly outcome: StowOutcome;

  constructor(
    private readonly actor: Actor,
    private readonly run: OpenRun,
    private readonly studyInstanceUid: string | null,
    private readonly limits: StowLimits,
  ) {
    this.outcome = { runId: run.id, received: [], failed: [], otherFailures: [], onlyTooLarge: true };
  }

  hasAny(): boolean {
    return this.outcome.received.length + this.outcome.failed.length + this.outcome.otherFailures.length > 0;
  }

  endEarly(error: AppError): void {
    const isTooLarge = error.code === "too-large";
    this.outcome.otherFailures.push(isTooLarge ? STOW_FAILURE.outOfResources : STOW_FAILURE.cannotUnderstand);
    if (!isTooLarge) this.outcome.onlyTooLarge = false;
  }

  async take(content: AsyncIterable<Uint8Array>): Promise<void> {
    const { head, whole } = await peekContent(content, HEAD_BYTES);
    if (head.length === 0) return this.refuse("empty", STOW_FAILURE.cannotUnderstand, null);
    const identity = peekIdentity(head);
    if (identity === null) return this.refuse("not-dicom", STOW_FAILURE.cannotUnderstand, null);
    const { sopClassUid, sopInstanceUid, studyInstanceUid } = identity;
    if (!isTellable(sopClassUid) || !isTellable(sopInstanceUid))
      return this.refuse("unidentified", STOW_FAILURE.cannotUnderstand, null);
    const sop = { sopClassUid, sopInstanceUid };
    if (sopClassUid === MEDIA_STORAGE_DIRECTORY)
      return this.refuse("dicomdir", STOW_FAILURE.sopClassNotSupported, sop);
    if (this.studyInstanceUid !== null && studyInstanceUid !== this.studyInstanceUid)
      return this.refuse("other-study", STOW_FAILURE.otherStudy, sop);
    await this.receive(sop, whole);
  }

  private async receive(sop: SopReference, whole: AsyncIterable<Uint8Array>): Promise<void> {
    const hash = new Uint8Array(uidHash(secrets().uidKey, sop.sopInstanceUid));
    try {
      await requireRoom();
      const content = withinSize(whole, this.limits.maxObjectBytes);
      await receiveObject(this.actor, this.run, { content, uidHash: hash });
    } catch (error) {
      if (error instanceof ObjectTooLarge)
        return this.refuse("too-large", STOW_FAILURE.processingFailure, sop);
      // The body itself broke: there is no next part.
      if (error instanceof AppError && error.code !== "storage-full" && error.code !== "unavailable")
        throw error;
      // Not received, and so not in the account: the sender keeps it, and is told to.
      const isFull = error instanceof AppError && error.code === "storage-full";
      if (!isFull)
        log.error({ name: error instanceof Error ? error.name : "unknown" }, "an object was not kept");
      this.outcome.onlyTooLarge = false;
      this.outcome.failed.push({
        ...sop,
        failure: isFull ? STOW_FAILURE.outOfResources : STOW_FAILURE.processingFailure,
      });
      return;
    }
    this.outcome.received.push(sop);
  }

  private async refuse(reason: RefusalReason, failure: StowFailure, sop: SopReference | null): Promise<void> {
    await refuseAtDoor(this.actor, this.run, reason);
    if (reason !== "too-large") this.outcome.onlyTooLarge = false;
    if (sop) this.outcome.failed.push({ ...sop, failure });
    else this.outcome.otherFailures.push(failure);
  }
}

/** Of one object, not of the whole body: the next one is read all the same. */
class ObjectTooLarge extends Error {}

async function* withinSize(content: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let byteCount = 0;
  for await (const chunk of content) {
    byteCount += chunk.length;
    if (byteCount > maxBytes) throw new ObjectTooLarge();
    yield chunk;
  }
}

function isTellable(uid: string | undefined): uid is string {
  return uid !== undefined && TELLABLE_UID.test(uid);
}
