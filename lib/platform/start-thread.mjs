import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

// `--import tsx` does nothing in a worker thread of Node 20: the loader is registered here, before any TypeScript.
register();
await import(workerData.entry);
