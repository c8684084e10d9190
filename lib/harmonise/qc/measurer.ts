import { Worker } from "node:worker_threads";
import type { VolumeManifest } from "@/lib/imaging/manifest";
import { AppError } from "@/lib/platform/errors";
import type { MeasureOrder, QcOutcome } from "./measure";

export interface MeasureTask {
  order: MeasureOrder;
  manifest: VolumeManifest;
  /** The view object, a file that the thread reads itself. */
  path: string;
}
export interface MeasureRequest extends MeasureTask {
  id: number;
}
export interface MeasureReply {
  id: number;
  /** Null: it could not be read just now. */
  outcome: QcOutcome | null;
}

/** A volume takes a second or two, a long series half a minute; a busy machine gets twenty times that. */
const LIMIT_MS = 600_000;
/** Beside the heap there are some 200 MB of typed arrays (`FrameReader`). */
const MAX_HEAP_MIB = 192;

/**
 * Measures volumes in a thread of its own, one after the other, so that the process goes on answering. A volume that takes
 * too long or ends the thread gives `gave-up`, and the next one a new thread.
 */
export class Measurer {
  private worker: Worker | undefined;
  private requests = 0;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly entry = new URL("./thread.ts", import.meta.url),
    private readonly limitMs = LIMIT_MS,
  ) {}

  /** @throws AppError `unavailable` when the view object cannot be read, which another try may change */
  measure(task: MeasureTask): Promise<QcOutcome> {
    const outcome = this.turn.then(() => this.ask(task));
    this.turn = outcome.catch(() => undefined);
    return outcome;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async ask(task: MeasureTask): Promise<QcOutcome> {
    const worker = (this.worker ??= this.start());
    const id = ++this.requests;
    const outcome = await new Promise<QcOutcome | null>((resolve) => {
      const settle = (given: QcOutcome | null) => {
        clearTimeout(timer);
        worker.off("message", onReply).off("error", giveUp).off("exit", giveUp);
        worker.unref();
        resolve(given);
      };
      const onReply = (reply: MeasureReply) => {
        if (reply.id === id) settle(reply.outcome);
      };
      const giveUp = () => {
        this.worker = undefined;
        void worker.terminate();
        settle({ failure: "gave-up" });
      };
      const timer = setTimeout(giveUp, this.limitMs);
      worker.on("message", onReply).on("error", giveUp).on("exit", giveUp);
      worker.ref();
      worker.postMessage({ ...task, id } satisfies MeasureRequest);
    });
    if (outcome === null) throw new AppError("unavailable", "a view object cannot be read");
    return outcome;
  }

  private start(): Worker {
    const worker = new Worker(new URL("../../platform/start-thread.mjs", import.meta.url), {
      workerData: { entry: this.entry.href },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    // Idle, it keeps no process alive; and an error between two volumes is not one of the process.
    worker.unref();
    worker.on("error", () => undefined);
    worker.once("exit", () => {
      if (this.worker === worker) this.worker = undefined;
    });
    return worker;
  }
}

let shared: Measurer | undefined;

/** The measuring thread of this process; it starts with the first volume. */
export function sharedMeasurer(): Measurer {
  shared ??= new Measurer();
  return shared;
}
