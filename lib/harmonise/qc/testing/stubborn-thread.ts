import { parentPort } from "node:worker_threads";
import type { MeasureReply, MeasureRequest } from "../measurer";

// What a volume may do to the thread that measures it: its path says so.
parentPort?.on("message", ({ id, path }: MeasureRequest) => {
  if (path === "hang") return;
  if (path === "crash") throw new Error("crash");
  if (path === "exit") process.exit(3);
  const outcome = path === "missing" ? null : ({ failure: "nothing-seen" } as const);
  parentPort?.postMessage({ id, outcome } satisfies MeasureReply);
});
