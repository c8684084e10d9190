import { type ChildProcess, fork } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { childEnv } from "@/lib/platform/env";
import { repositoryRoot } from "@/lib/platform/root";

/** Starts one of the product's processes as `npm start` does. */
export function startProcess(script: "scripts/receiver.ts" | "scripts/worker.ts"): ChildProcess {
  return fork(script, [], { cwd: repositoryRoot, execArgv: ["--import", "tsx"], env: childEnv({}) });
}

/** The most memory that was resident, its threads included, in MiB. */
export function peakMegabytes({ pid }: ChildProcess): number {
  const path = `/proc/${pid}/status`;
  const found = existsSync(path) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, "utf8")) : null;
  return Math.round(Number(found?.[1] ?? 0) / 1024);
}

/** Ends a process in order, by force after a while. */
export function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** A port of this machine that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Waits until somebody listens. */
export async function untilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const probe = connect(port, "127.0.0.1");
      probe.once("connect", () => (probe.destroy(), resolve(true)));
      probe.once("error", () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("nothing listens");
}
