import { log } from "./log";
import { startBeat } from "./process-beat";

interface Holder {
  arianeWebBeat?: boolean;
}

// Next evaluates modules several times in one process: one process has one beat.
const holder = globalThis as Holder;

/** Begins this web process's sign of life with the first question whether it lives; later calls do nothing. */
export function keepWebBeat(): void {
  if (holder.arianeWebBeat) return;
  holder.arianeWebBeat = true;
  startBeat("web").then(
    (beat) => process.once("SIGTERM", () => void beat.stop().catch(() => undefined)),
    (error: unknown) => {
      // The database rests: the next question begins it.
      holder.arianeWebBeat = false;
      log.warn({ name: error instanceof Error ? error.name : "unknown" }, "beat failed");
    },
  );
}
