import { parentPort } from "node:worker_threads";
import { AppError } from "@/lib/platform/errors";
import { fileSource } from "@/lib/platform/file-source";
import { measureVolume, type QcOutcome } from "./measure";
import type { MeasureReply, MeasureRequest } from "./measurer";

// One volume per message; the answer is its metrics, or that another try may do.
const port = parentPort;
if (!port) throw new Error("runs in a worker thread");
port.on("message", (request: MeasureRequest) => {
  measure(request).then(
    (outcome) => port.postMessage({ id: request.id, outcome } satisfies MeasureReply),
    () => port.postMessage({ id: request.id, outcome: null } satisfies MeasureReply),
  );
});

async function measure({ order, manifest, path }: MeasureRequest): Promise<QcOutcome> {
  const source = await fileSource(path);
  try {
    return await measureVolume(order, manifest, (start, end) => source.read(start, end));
  } catch (error) {
    // A codestream or a length that is not what the manifest says; anything else is the machine's trouble.
    const isUnreadable =
      error instanceof RangeError ||
      (error instanceof AppError && (error.code === "invalid-input" || error.code === "internal"));
    if (isUnreadable) return { failure: "frames-unreadable" };
    throw error;
  } finally {
    await source.close();
  }
}
