import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db, inTransaction } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";
import { weighExams, writeWeighed } from "./judge-exams";
import { advanceTask, findNextExams, findOpenTask, lockTask, type OpenTask } from "./judging-task-store";

/** Exams per transaction: short enough that nobody waits for a lock of it. */
const PART = 100;

/**
 * Judges the exams of a task anew, one part per transaction; begun again, it goes on where it was.
 * @throws AppError `forbidden`
 */
export async function workJudgingTask(actor: Actor, taskId: string): Promise<void> {
  requireCan(actor, "protocols.manage");
  for (;;) {
    const task = await findOpenTask(db(), taskId);
    if (task === null) return;
    try {
      await workOn(task);
    } catch (error) {
      if (!(error instanceof MovedOn)) throw error;
    }
  }
}

/** Somebody else has worked on the task meanwhile, e.g. the process that had it before: what is in hand is undone. */
class MovedOn extends Error {}

/**
 * Works a task from where it is. While PostgreSQL writes one part, the next is read and judged in a transaction of its
 * own, which ends after that of the part before it: the cursor and the counts tell of whole parts, in their order.
 */
async function workOn(task: OpenTask): Promise<void> {
  let written: Promise<unknown> = Promise.resolve();
  let at: string | null = task.cursor;
  do {
    const part = beginPart({ ...task, cursor: at }, written);
    // Whichever fails, the other has ended too before anything is thrown.
    const [next] = await Promise.allSettled([part.judged, written]);
    await written.catch(async (error: unknown) => {
      await Promise.allSettled([part.written]);
      throw error;
    });
    written = part.written;
    at = next.status === "fulfilled" ? next.value : null;
  } while (at !== null);
  await written;
}

/**
 * Begins the part that follows `task.cursor`.
 * @param before when the part before it is written
 * @returns when it is judged, with the cursor after it (null: it was the last), and when it is written. It must be
 *   judged before another is begun: the embedded database has one transaction at a time, and this one must be that.
 */
function beginPart(
  task: OpenTask,
  before: Promise<unknown>,
): { judged: Promise<string | null>; written: Promise<void> } {
  const { promise: judged, resolve, reject } = promiseOf<string | null>();
  const written = inTransaction(async (tx) => {
    const ids = await findNextExams(tx, task, PART);
    const weighed = await weighExams(tx, ids);
    const cursor = ids.length < PART ? null : (ids.at(-1) ?? null);
    resolve(cursor);
    await writeWeighed(tx, weighed);
    await before;
    const now = await lockTask(tx, task.id);
    if (now === null || now.cursor !== task.cursor) throw new MovedOn();
    await advanceTask(tx, task.id, { exams: ids.length, changed: weighed.changed, cursor });
    // What scanners are found to do rests on the verdicts.
    if (cursor === null) await enqueue(tx, "scanner.watch", {}, "scanner.watch");
  });
  written.catch(reject);
  return { judged, written };
}

function promiseOf<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    [resolve, reject] = [onValue, onError];
  });
  return { promise, resolve, reject };
}
