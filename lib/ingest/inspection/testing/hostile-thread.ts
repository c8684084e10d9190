import { parentPort } from "node:worker_threads";
import { serveInspections } from "../serve";

/** What the preamble of a file makes this thread do: stands for a file that finds a fault of the reader. */
export const HOSTILE = { hang: "ARIANE HANG", hog: "ARIANE HOG", crash: "ARIANE CRASH" } as const;

if (parentPort) {
  serveInspections(parentPort, async (source) => {
    const beginning = Buffer.from(await source.read(0, Math.min(source.byteLength, 64))).toString("latin1");
    if (beginning.startsWith(HOSTILE.hang)) for (;;);
    if (beginning.startsWith(HOSTILE.hog)) {
      const hoard: string[][] = [];
      for (;;) hoard.push(Array.from({ length: 100_000 }, (_, index) => `${index}`));
    }
    if (beginning.startsWith(HOSTILE.crash))
      setImmediate(() => {
        throw new Error("nobody catches this");
      });
    if (beginning.startsWith(HOSTILE.crash)) await new Promise(() => undefined);
  });
}
