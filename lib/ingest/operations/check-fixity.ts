import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { markSeriesWhole } from "@/lib/catalogue/complete-series-store";
import { enqueueCompletion } from "@/lib/catalogue/register-instances-store";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { objectStore } from "@/lib/platform/store";
import { SERIES_FAILURE } from "./finding";
import { fixityBudget } from "./fixity-budget";
import {
  advancePass,
  beginPass,
  countStoredBytes,
  findObjectsAfter,
  findLastPassStart,
  findNoted,
  findPass,
  finishPass,
  noteFailure,
  noteMended,
} from "./fixity-store";
import { isObjectNamed } from "./fsck-store";
import { keyOf, verifyObject } from "./verify-object";

/** Objects whose cursor is committed together. */
const BATCH = 100;

export interface FixityOptions {
  /** Every object is read once within so many days. */
  periodDays: number;
  /** How often this is called. */
  everySeconds: number;
  /** No more of the machine's time than this at once, whatever the budget. */
  mostMs?: number;
}

/**
 * Reads the next part of all stored objects again and compares their digests: so much at a time that all are read
 * within the period. Failures are noted; an object that is right again is noted too. Reads only: nothing waits for it.
 * @returns how many were read
 * @throws AppError `forbidden`
 */
export async function checkFixity(actor: Actor, options: FixityOptions): Promise<number> {
  requireCan(actor, "operations.run", { siteId: null });
  const { periodDays, everySeconds, mostMs = 40_000 } = options;
  const pass = await currentPass(periodDays);
  if (pass === null) return 0;
  const started = now().getTime();
  let budget = fixityBudget(await countStoredBytes(db()), periodDays, everySeconds);
  let { cursor } = pass;
  let checked = 0;
  while (budget > 0 && now().getTime() - started < mostMs) {
    const batch = await findObjectsAfter(db(), cursor, BATCH);
    if (batch.length === 0) {
      await finishPass(db(), pass.id, now());
      break;
    }
    const noted = await findNoted(
      db(),
      batch.map(({ uidHash }) => uidHash),
    );
    let failed = 0;
    let done = 0;
    for (const object of batch) {
      const fault = await verifyObject(objectStore(), object);
      cursor = object.uidHash;
      done += 1;
      budget -= object.byteCount;
      if (fault !== null) {
        // A row that names another object by now was moved meanwhile.
        if (!(await isObjectNamed(db(), keyOf(object)))) continue;
        failed += 1;
        if (await noteFailure(db(), object, fault)) {
          log.error({ seriesId: object.seriesId, fault }, "a stored object is not what it was");
          await audit(db(), actor, {
            type: "fixity.failed",
            detail: { seriesId: object.seriesId, objects: 1 },
          });
        }
      } else if (noted.has(Buffer.from(object.uidHash).toString("hex"))) {
        await noteMended(db(), object.uidHash, now());
        // A series that was marked failed for it gets its volumes again; a computed one has kept them.
        if (object.volumeId === null) await inTransaction((tx) => enqueueCompletion(tx, object.seriesId, 0));
        else await markSeriesWhole(db(), object.seriesId, Object.values(SERIES_FAILURE));
      }
      if (budget <= 0) break;
    }
    checked += done;
    if (cursor !== null) await advancePass(db(), pass.id, { cursor, checked: done, failed });
  }
  return checked;
}

/** The pass that is under way, or a new one when the last began a period ago; null while none is due. */
async function currentPass(periodDays: number) {
  const open = await findPass(db());
  if (open !== null) return open;
  const last = await findLastPassStart(db());
  const due = last === null || now().getTime() - last.getTime() >= (periodDays * 86_400_000) / 2;
  return due ? beginPass(db()) : null;
}
