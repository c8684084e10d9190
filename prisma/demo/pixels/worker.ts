import { parentPort } from "node:worker_threads";
import { objectStore } from "@/lib/platform/store";
import { imageExam, type ImagingJob } from "./image-exam";

// One exam per message; the answer is what was made, or why not.
const port = parentPort;
if (!port) throw new Error("runs in a worker thread");
port.on("message", (job: ImagingJob) => {
  imageExam(job, objectStore()).then(
    (made) => port.postMessage({ made }),
    (error: unknown) =>
      port.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
