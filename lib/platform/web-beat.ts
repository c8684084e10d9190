import { log } from "./log";
import { startBeat } from "./process-beat";

interface Holder {
  arianeWebBeat?: Promise<string | null> | undefined;
}

// Next evaluates modules several times in one process: one process has one beat.
const holder = globalThis as Holder;

/**
 * Begins this web process's sign of life when it is first asked for; later calls do nothing.
 * @returns its id; null while the database rests, and then the next call begins it
 */
export function keepWebBeat(): Promise<string | null> {
  holder.arianeWebBeat ??= startBeat("web").then(
    (beat) => {
      process.once("SIGTERM", () => void beat.stop().catch(() => undefined));
      return beat.id;
    },
    (error: unknown) => {
      holder.arianeWebBeat = undefined;
      log.warn({ name: error instanceof Error ? error.name : "unknown" }, "beat failed");
      return null;
    },
  );
  return holder.arianeWebBeat;
}
