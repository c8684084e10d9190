import { UploadError, type UploadFate, type UploadReport, type UploadTransport } from "./upload-transport";

/** A file that a person gave; its name stays in her browser. */
export interface GivenFile {
  path: string;
  file: Blob;
}

export interface UploadLine {
  ordinal: number;
  path: string;
  byteCount: number;
  state: "queued" | "sending" | "sent";
  /** An archive's members each have one. */
  fates: { fate: UploadFate; reason: string; count: number }[];
  /** How many members were taken out so far; null for what is no archive. */
  members: number | null;
  isDecided: boolean;
}

export type UploadPhase = "sending" | "paused" | "waiting" | "failed" | "settling" | "done" | "cancelled";

export interface UploadSnapshot {
  phase: UploadPhase;
  /** Why it waits or failed: a code of messages/<language>/errors.json. */
  problem: string | null;
  lines: readonly UploadLine[];
  sentFiles: number;
  sentBytes: number;
  totalBytes: number;
  counts: UploadReport["counts"];
}

const PARALLEL = 3;
const NO_COUNTS = { received: 0, waiting: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0 };

export interface UploadTiming {
  pollMs: number;
  /** First pause after a failure; it doubles up to `longestPauseMs`. */
  pauseMs: number;
  longestPauseMs: number;
}

const TIMING: UploadTiming = { pollMs: 1_000, pauseMs: 1_000, longestPauseMs: 30_000 };

/** Sends the files of one upload, a few at a time, until each has its fate; goes on after a lost connection. */
export class UploadQueue {
  private readonly lines: UploadLine[];
  private readonly sending = new Map<number, { bytes: number; stop: AbortController }>();
  private readonly listeners = new Set<() => void>();
  private phase: UploadPhase = "sending";
  private problem: string | null = null;
  private runId: string | null = null;
  private counts: UploadReport["counts"] = NO_COUNTS;
  private snapshot: UploadSnapshot;
  private wake: () => void = () => undefined;

  constructor(
    private readonly files: readonly GivenFile[],
    private readonly siteCode: string,
    private readonly transport: UploadTransport,
    private readonly timing = TIMING,
  ) {
    this.lines = files.map(({ path, file }, ordinal) => ({
      ordinal,
      path,
      byteCount: file.size,
      state: "queued",
      fates: [],
      members: null,
      isDecided: false,
    }));
    this.snapshot = this.take();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): UploadSnapshot => this.snapshot;

  pause(): void {
    if (this.phase !== "sending" && this.phase !== "waiting") return;
    this.move("paused");
    this.stopSending();
  }

  /** After a pause or a failure. */
  resume(): void {
    if (this.phase === "paused" || this.phase === "failed" || this.phase === "waiting") this.move("sending");
  }

  /** What was sent stays; nothing more is. */
  cancel(): void {
    if (this.phase === "done" || this.phase === "settling") return;
    this.move("cancelled");
    this.stopSending();
  }

  /** Runs until every file has its fate, or it was cancelled. Never throws: see the snapshot. */
  async run(): Promise<void> {
    const sent = this.sendAll();
    const watching = this.watch();
    await sent;
    await this.insist(async () => {
      if (this.runId !== null) await this.transport.close(this.runId);
    });
    if (this.phase === "sending") this.move("settling");
    await watching;
    if (this.phase === "settling") this.move("done");
  }

  private async sendAll(): Promise<void> {
    await this.insist(async () => {
      this.runId ??= await this.transport.open(this.siteCode);
    });
    await Promise.all(Array.from({ length: PARALLEL }, () => this.sendSome()));
  }

  private async sendSome(): Promise<void> {
    for (;;) {
      await this.untilAllowed();
      const line = this.lines.find(({ state }) => state === "queued");
      if (!line || this.isCancelled()) return;
      line.state = "sending";
      if (!(await this.sendOne(line)) && !this.isCancelled()) await this.recover();
    }
  }

  /** @returns false when it is to be sent again */
  private async sendOne(line: UploadLine): Promise<boolean> {
    const given = this.files[line.ordinal];
    if (this.runId === null || !given) return true;
    const transfer = { bytes: 0, stop: new AbortController() };
    this.sending.set(line.ordinal, transfer);
    const onBytes = (count: number) => {
      transfer.bytes = count;
      this.tell();
    };
    try {
      await this.transport.put(this.runId, line.ordinal, given.file, onBytes, transfer.stop.signal);
      this.mark(line, "sent");
      return true;
    } catch (error) {
      this.mark(line, "queued");
      if (!transfer.stop.signal.aborted) this.fail(error);
      return transfer.stop.signal.aborted;
    } finally {
      this.sending.delete(line.ordinal);
      this.tell();
    }
  }

  /** Waits, then asks what the server has: a request whose answer was lost is not sent again. */
  private async recover(): Promise<void> {
    await this.insist(async () => {
      if (this.phase === "waiting") await this.pauseFor(this.timing.pauseMs);
      await this.look(-1);
    });
  }

  /** Does something until it succeeds, the person gives up, or there is nothing to hope for without her. */
  private async insist(work: () => Promise<void>): Promise<void> {
    let pauseMs = this.timing.pauseMs;
    for (;;) {
      try {
        await work();
        if (this.phase === "waiting") this.move("sending");
        return;
      } catch (error) {
        if (this.isCancelled()) return;
        this.fail(error);
      }
      if (this.phase === "waiting") await this.pauseFor(pauseMs);
      pauseMs = Math.min(2 * pauseMs, this.timing.longestPauseMs);
      await this.untilAllowed();
      if (this.isCancelled()) return;
    }
  }

  /** Follows the fates until there is nothing more to come. */
  private async watch(): Promise<void> {
    while (this.phase !== "cancelled") {
      await new Promise((resolve) => setTimeout(resolve, this.timing.pollMs));
      if (this.runId === null) continue;
      const first = this.lines.findIndex(({ isDecided }) => !isDecided);
      const isOver = first < 0 && this.phase === "settling";
      // What fails here is asked again; sending has its own word on failures.
      await this.look((first < 0 ? this.lines.length : first) - 1).catch(() => undefined);
      if (isOver && this.counts.waiting === 0) return;
    }
  }

  private async look(after: number): Promise<void> {
    if (this.runId === null) return;
    this.apply(await this.transport.report(this.runId, after), after);
  }

  private apply({ counts, spans, archives }: UploadReport, after: number): void {
    this.counts = counts;
    const known = new Map<number, UploadLine["fates"]>();
    for (const { first, last, fate, reason, count } of spans)
      for (let ordinal = first; ordinal <= last; ordinal++)
        known.set(ordinal, [...(known.get(ordinal) ?? []), { fate, reason, count }]);
    const archiveOf = new Map(archives.map((archive) => [archive.ordinal, archive]));
    for (const line of this.lines) {
      if (line.ordinal <= after) continue;
      const fates = known.get(line.ordinal);
      const archive = archiveOf.get(line.ordinal);
      if (!fates && !archive) continue;
      if (line.state === "queued") line.state = "sent";
      line.fates = fates ?? [];
      line.members = archive ? archive.taken : null;
      const isWaiting = line.fates.some(({ fate }) => fate === "waiting");
      line.isDecided = line.state === "sent" && !isWaiting && archive?.isUnpacked !== false;
    }
    this.tell();
  }

  private mark(line: UploadLine, state: UploadLine["state"]): void {
    // The server may have told meanwhile that it has the file.
    if (line.state === "sending") line.state = state;
  }

  private fail(error: unknown): void {
    const known = error instanceof UploadError ? error : new UploadError("internal", false);
    if (this.phase !== "sending" && this.phase !== "waiting") return;
    this.problem = known.code;
    this.phase = known.isPassing ? "waiting" : "failed";
    this.tell();
  }

  private isCancelled(): boolean {
    return this.phase === "cancelled";
  }

  private stopSending(): void {
    for (const { stop } of this.sending.values()) stop.abort();
  }

  private async untilAllowed(): Promise<void> {
    while (this.phase === "paused" || this.phase === "failed") await this.changed();
  }

  /** A pause that a change of phase ends. */
  private async pauseFor(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([new Promise((resolve) => (timer = setTimeout(resolve, ms))), this.changed()]);
    clearTimeout(timer);
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => {
      const earlier = this.wake;
      this.wake = () => {
        earlier();
        resolve();
      };
    });
  }

  private move(phase: UploadPhase): void {
    this.phase = phase;
    this.problem = null;
    const { wake } = this;
    this.wake = () => undefined;
    wake();
    this.tell();
  }

  private tell(): void {
    this.snapshot = this.take();
    for (const listener of this.listeners) listener();
  }

  private take(): UploadSnapshot {
    const sent = this.lines.filter(({ state }) => state === "sent");
    const under = [...this.sending.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const totalBytes = this.lines.reduce((sum, { byteCount }) => sum + byteCount, 0);
    return {
      phase: this.phase,
      problem: this.problem,
      lines: [...this.lines],
      sentFiles: sent.length,
      sentBytes: Math.min(totalBytes, sent.reduce((sum, { byteCount }) => sum + byteCount, 0) + under),
      totalBytes,
      counts: this.counts,
    };
  }
}
