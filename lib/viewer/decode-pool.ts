import type { SampleArray } from "@/lib/imaging/pixel-frame";
import type { DecodeReply, DecodeRequest } from "./decode-protocol";
import { ViewerError } from "./viewer-error";

interface Job {
  request: DecodeRequest;
  resolve(samples: SampleArray): void;
  reject(error: ViewerError): void;
  signal: AbortSignal;
}

/** What the pool needs of a Web Worker. */
export interface DecodeWorker {
  postMessage(request: DecodeRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<DecodeReply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const MOST_WORKERS = 4;

/**
 * Decodes HTJ2K frames beside the page's own thread. One frame at a time per worker; the rest wait in order.
 * A worker that dies fails its frame and is replaced.
 */
export class DecodePool {
  private readonly waiting: Job[] = [];
  private readonly running = new Map<DecodeWorker, Job>();
  private readonly idle: DecodeWorker[] = [];
  private nextId = 0;
  private closed = false;

  constructor(
    private readonly start: () => DecodeWorker = startWorker,
    private readonly most = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1)),
  ) {}

  /** Samples of one codestream. Rejects with ViewerError "decoding", or AbortError when given up. */
  decode(bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<SampleArray> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request: { id: this.nextId++, bytes }, resolve, reject, signal });
      this.advance();
    });
  }

  close(): void {
    this.closed = true;
    for (const worker of [...this.idle, ...this.running.keys()]) worker.terminate();
    for (const job of [...this.waiting, ...this.running.values()]) job.reject(new ViewerError("decoding"));
    this.waiting.length = 0;
    this.idle.length = 0;
    this.running.clear();
  }

  private advance(): void {
    while (this.waiting.length > 0 && !this.closed) {
      const worker = this.idle.pop() ?? (this.running.size < this.most ? this.hire() : undefined);
      if (!worker) return;
      const job = this.waiting.shift();
      if (!job) {
        this.idle.push(worker);
        return;
      }
      if (job.signal.aborted) {
        job.reject(new ViewerError("decoding", { cause: job.signal.reason }));
        this.idle.push(worker);
        continue;
      }
      this.running.set(worker, job);
      worker.postMessage(job.request, [job.request.bytes.buffer]);
    }
  }

  private hire(): DecodeWorker {
    const worker = this.start();
    worker.onmessage = ({ data }) => {
      const job = this.running.get(worker);
      this.running.delete(worker);
      this.idle.push(worker);
      if (job && "samples" in data) job.resolve(data.samples);
      else if (job)
        job.reject(new ViewerError("decoding", { cause: "error" in data ? data.error : undefined }));
      this.advance();
    };
    worker.onerror = (event) => {
      const job = this.running.get(worker);
      this.running.delete(worker);
      worker.terminate();
      job?.reject(new ViewerError("decoding", { cause: event.message }));
      this.advance();
    };
    return worker;
  }
}

function startWorker(): DecodeWorker {
  return new Worker(new URL("./decode.worker.ts", import.meta.url), { type: "module" });
}
