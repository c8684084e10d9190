import { parentPort } from "node:worker_threads";
import { serveInspections } from "./serve";

if (parentPort) serveInspections(parentPort);
