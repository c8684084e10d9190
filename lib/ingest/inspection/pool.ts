import { stat } from "node:fs/promises";
import { AppError } from "@/lib/platform/errors";
import type { CleanFile, DeidentifyOrder, InspectedFacts, InspectionInput, TurnedAway } from "./messages";
import type { PlacementKeys } from "../placement-facts";
import { ThreadHandle } from "./thread-handle";

export interface PoolOptions {
  keys: PlacementKeys;
  threads?: number;
  /** Usable files that one thread holds open for their de-identification; further inspections wait. */
  ticketsPerThread?: number;
  /** JavaScript heap of the first thread, which alone takes large files, and of each other one. */
  maxHeapMiB?: { large: number; small: number };
  /** Longest time of one step on a file of this size. */
  stepLimitMs?: (byteLength: number) => number;
  /** The program of the threads; a test plants another. */
  entry?: URL;
}

/** A usable file that waits, open in a thread, for the answer to whose it is. Release it, whatever happens. */
export interface UsableInspection extends InspectedFacts {
  kind: "usable";
  /**
   * De-identifies the file, in memory or into a new file. Where its thread was lost meanwhile, the file is inspected
   * again first. A file that cannot be de-identified, or that kills its thread, is to be held.
   */
  deidentify(order: DeidentifyOrder): Promise<{ kind: "clean"; clean: CleanFile } | TurnedAway>;
  /** Lets the thread close the file; more than once does no harm. */
  release(): void;
}

export type Inspection = UsableInspection | TurnedAway;

export interface InspectionPool {
  /**
   * Opens, judges and digests a file in a thread that can be killed. Never hangs: a file that takes too long or ends its
   * thread is to be held for `inspection-timeout` or `inspection-crashed`, and other files go on.
   * Whoever holds usable inspections must release them before waiting for many more.
   * @throws AppError `unavailable` when the bytes cannot be read, which is not the file's doing, or when the pool is closed
   */
  inspect(input: InspectionInput): Promise<Inspection>;
  /** Ends the threads and whatever they do. */
  close(): Promise<void>;
}

/** Decoding runs at some 20 MiB/s in the slowest codec; a busy machine gets four times that, and a minute to begin. */
const stepLimitMs = (byteLength: number) => 60_000 + (byteLength / 2 ** 20) * 200;

interface Ticket {
  thread: ThreadHandle;
  number: number;
}

/** Larger files wait for the first thread: together the heaps leave the process below 600 MB, whatever the files are. */
const LARGE_BYTES = 16 * 2 ** 20;

/** Starts a pool of inspection threads; each starts with its first file. */
export function inspectionPool(options: PoolOptions): InspectionPool {
  return new Pool({
    threads: 2,
    ticketsPerThread: 4,
    maxHeapMiB: { large: 256, small: 112 },
    stepLimitMs,
    entry: new URL("./thread.ts", import.meta.url),
    ...options,
  });
}

class Pool implements InspectionPool {
  private readonly slots: (ThreadHandle | undefined)[];
  private readonly waiting: (() => void)[] = [];
  private isClosed = false;

  constructor(private readonly options: Required<PoolOptions>) {
    this.slots = new Array<undefined>(options.threads).fill(undefined);
  }

  async inspect(input: InspectionInput): Promise<Inspection> {
    const byteLength = await byteLengthOf(input);
    const limitMs = this.options.stepLimitMs(byteLength);
    const begun = await this.begin(input, byteLength, limitMs);
    if (begun.kind !== "usable") return begun;
    let ticket: Ticket | undefined = begun.ticket;
    return {
      kind: "usable",
      ...begun.facts,
      deidentify: async (order) => {
        if (!ticket) throw new AppError("internal", "the inspection was released");
        const { thread, number } = ticket;
        const answer = await this.on(thread, () =>
          thread.do({ step: "deidentify", ticket: number, order }, limitMs),
        );
        // Its thread was lost to another file while this one waited.
        if (answer === "ended")
          return this.retry(input, byteLength, limitMs, order, (next) => (ticket = next));
        return cleanOrHeld(answer);
      },
      release: () => {
        ticket?.thread.release(ticket.number);
        ticket = undefined;
        this.wake();
      },
    };
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.slots.map((thread) => thread?.close()));
    this.wake();
  }

  private async retry(
    input: InspectionInput,
    byteLength: number,
    limitMs: number,
    order: DeidentifyOrder,
    keep: (ticket: Ticket) => void,
  ): Promise<{ kind: "clean"; clean: CleanFile } | TurnedAway> {
    const again = await this.begin(input, byteLength, limitMs);
    if (again.kind !== "usable") return again;
    keep(again.ticket);
    const { thread, number } = again.ticket;
    const answer = await this.on(thread, () =>
      thread.do({ step: "deidentify", ticket: number, order }, limitMs),
    );
    if (answer === "ended") throw new AppError("unavailable", "inspection threads keep ending");
    return cleanOrHeld(answer);
  }

  private async begin(
    input: InspectionInput,
    byteLength: number,
    limitMs: number,
  ): Promise<{ kind: "usable"; ticket: Ticket; facts: InspectedFacts } | TurnedAway> {
    const { keys } = this.options;
    let thread = this.freeThread(byteLength > LARGE_BYTES);
    while (!thread) {
      await this.change();
      thread = this.freeThread(byteLength > LARGE_BYTES);
    }
    // Nothing may come between finding an idle thread and giving it its step.
    const answer = await thread.do({ step: "inspect", input, keys }, limitMs).finally(() => this.wake());
    if (answer.kind === "usable")
      return { kind: "usable", ticket: { thread, number: answer.ticket }, facts: answer.facts };
    return turnedAway(answer);
  }

  /** An idle thread that may hold one more file; a thread that ended is replaced. Undefined while there is none. */
  private freeThread(isLarge: boolean): ThreadHandle | undefined {
    if (this.isClosed) throw new AppError("unavailable", "the inspection pool is closed");
    const { entry, maxHeapMiB, ticketsPerThread } = this.options;
    const mayTake = (index: number) => !isLarge || index === 0;
    const free = this.slots.find(
      (thread, index) => mayTake(index) && thread?.isIdle && thread.tickets < ticketsPerThread,
    );
    if (free) return free;
    const empty = this.slots.findIndex((thread, index) => mayTake(index) && !thread?.isAlive);
    if (empty < 0) return undefined;
    const heapMiB = empty === 0 ? maxHeapMiB.large : maxHeapMiB.small;
    const started = new ThreadHandle({ entry, maxHeapMiB: heapMiB, onEnd: () => this.wake() });
    this.slots[empty] = started;
    return started;
  }

  /** Does a step on one certain thread when it is idle; `ended` when it has ended first. */
  private async on<T>(thread: ThreadHandle, step: () => Promise<T>): Promise<T | "ended"> {
    while (thread.isAlive && !thread.isIdle) await this.change();
    if (this.isClosed) throw new AppError("unavailable", "the inspection pool is closed");
    if (!thread.isAlive) return "ended";
    return step().finally(() => this.wake());
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

type Answer = Awaited<ReturnType<ThreadHandle["do"]>>;

function turnedAway(answer: Answer): TurnedAway {
  if (answer.kind === "held" || answer.kind === "refused") return answer;
  throw new AppError("unavailable", answer.kind === "failed" ? answer.message : "not an answer");
}

function cleanOrHeld(answer: Answer): { kind: "clean"; clean: CleanFile } | TurnedAway {
  return answer.kind === "clean" ? answer : turnedAway(answer);
}

async function byteLengthOf(input: InspectionInput): Promise<number> {
  if ("bytes" in input) return input.bytes.length;
  try {
    return (await stat(input.path)).size;
  } catch (cause) {
    throw new AppError("unavailable", "a file cannot be read", undefined, { cause });
  }
}
