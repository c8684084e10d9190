import { Worker } from "node:worker_threads";
import { objectStore } from "@/lib/platform/store";
import { imageExam, type ImagedSeries, type ImagingJob } from "./image-exam";

type Answer = { made: ImagedSeries[] } | { failed: string };

const WORKER_URL = new URL("./worker.ts", import.meta.url).href;

// A worker thread does not take over the loader of its parent: it registers tsx for itself.
const BOOTSTRAP = `
  const { workerData } = require("node:worker_threads");
  import("tsx/esm/api").then(({ register }) => { register(); return import(workerData); })
    .catch((error) => setImmediate(() => { throw error; }));
`;

/** Images exams on `threads` worker threads (0: in this thread), the biggest first; results in the order of `jobs`. */
export async function imageExams(
  jobs: readonly ImagingJob[],
  threads: number,
  finished: (done: number) => void,
): Promise<ImagedSeries[][]> {
  const results: ImagedSeries[][] = [];
  let done = 0;
  if (threads === 0) {
    for (const job of jobs) {
      results.push(await imageExam(job, objectStore()));
      finished(++done);
    }
    return results;
  }
  // Visits of one head go to one worker in a row, so that it is built once.
  const queue = groupByHead(jobs);
  await Promise.all(
    Array.from({ length: Math.min(threads, queue.length) }, async () => {
      const worker = new Worker(BOOTSTRAP, { eval: true, execArgv: [], workerData: WORKER_URL });
      try {
        for (let group = queue.shift(); group; group = queue.shift()) {
          for (const index of group) {
            const job = jobs[index];
            if (!job) continue;
            results[index] = await ask(worker, job);
            finished(++done);
          }
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return results;
}

function groupByHead(jobs: readonly ImagingJob[]): number[][] {
  const groups = new Map<string, number[]>();
  jobs.forEach(({ head, exam }, index) => {
    const key = `${head}/${exam.fieldStrengthTesla}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  });
  const cost = (group: number[]): number =>
    group.reduce(
      (sum, index) =>
        sum + (jobs[index]?.exam.fieldStrengthTesla === 7 ? 100 : (jobs[index]?.parts.length ?? 0)),
      0,
    );
  return [...groups.values()].sort((a, b) => cost(b) - cost(a));
}

function ask(worker: Worker, job: ImagingJob): Promise<ImagedSeries[]> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
    };
    const onMessage = (answer: Answer): void => {
      settle();
      if ("made" in answer) resolve(answer.made);
      else reject(new Error(answer.failed));
    };
    const onError = (error: Error): void => {
      settle();
      reject(error);
    };
    const onExit = (): void => {
      settle();
      reject(new Error("a worker of the demonstration ended"));
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(job);
  });
}
