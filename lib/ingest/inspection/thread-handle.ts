import { Worker } from "node:worker_threads";
import type { ThreadAnswer, ThreadReply, ThreadRequest } from "./messages";

/** How the step of a thread ended that did not answer. */
export type ThreadEnd = { kind: "held"; reason: "inspection-timeout" | "inspection-crashed"; attributes: [] };

export interface ThreadOptions {
  entry: URL;
  /** Bound of the JavaScript heap; a thread that exceeds it ends. */
  maxHeapMiB: number;
  onEnd: () => void;
}

/** What a new thread may take to load its code, on a busy machine. */
const START_LIMIT_MS = 60_000;

type RequestBody = ThreadRequest extends infer R ? (R extends { id: number } ? Omit<R, "id"> : never) : never;

/** One worker thread: one step at a time, and none longer than its limit. Ended, it stays ended. */
export class ThreadHandle {
  private readonly worker: Worker;
  private requests = 0;
  private running: { id: number; settle: (answer: ThreadAnswer | ThreadEnd) => void } | undefined;
  private hasStarted = false;
  private hasEnded = false;
  private readonly onEnd: () => void;
  /** Files that the thread holds for their de-identification. */
  tickets = 0;

  constructor({ entry, maxHeapMiB, onEnd }: ThreadOptions) {
    this.onEnd = onEnd;
    this.worker = new Worker(new URL("../../platform/start-thread.mjs", import.meta.url), {
      workerData: { entry: entry.href },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMiB },
    });
    // Idle threads keep no process alive; one that works does.
    this.worker.unref();
    this.worker.on("message", ({ id, answer }: ThreadReply) => {
      this.hasStarted = true;
      if (this.running?.id === id) this.running.settle(answer);
    });
    // Out of memory, or an error that nothing caught; its message may quote a header.
    this.worker.on("error", () => this.end("inspection-crashed"));
    this.worker.on("exit", () => this.end("inspection-crashed"));
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  get isIdle(): boolean {
    return !this.hasEnded && this.running === undefined;
  }

  /** Does one step; the thread has to be idle. A step that exceeds its limit ends the thread. */
  async do(request: RequestBody, limitMs: number): Promise<ThreadAnswer | ThreadEnd> {
    const id = ++this.requests;
    const answer = await new Promise<ThreadAnswer | ThreadEnd>((resolve) => {
      const startLimitMs = this.hasStarted ? 0 : START_LIMIT_MS;
      const timer = setTimeout(() => this.end("inspection-timeout"), startLimitMs + limitMs);
      const settle = (given: ThreadAnswer | ThreadEnd) => {
        clearTimeout(timer);
        this.worker.unref();
        this.running = undefined;
        resolve(given);
      };
      this.running = { id, settle };
      this.worker.ref();
      this.worker.postMessage({ ...request, id });
    });
    if (answer.kind === "usable") this.tickets += 1;
    return answer;
  }

  /** Lets go of a file; the thread does it after what it does now, and nobody has to wait for it. */
  release(ticket: number): void {
    if (this.hasEnded) return;
    this.tickets -= 1;
    const request: ThreadRequest = { id: ++this.requests, step: "release", ticket };
    this.worker.postMessage(request);
  }

  private end(reason: ThreadEnd["reason"]): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    void this.worker.terminate();
    this.running?.settle(
      // No file is to blame for a thread that does not even start.
      this.hasStarted
        ? { kind: "held", reason, attributes: [] }
        : { kind: "failed", message: "the inspection thread does not start" },
    );
    this.onEnd();
  }

  async close(): Promise<void> {
    this.hasEnded = true;
    this.running?.settle({ kind: "failed", message: "the inspection pool is closed" });
    await this.worker.terminate();
  }
}
