import fsPromises, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { parentPort } from "node:worker_threads";
import pg from "pg";

/**
 * Loaded before a process that is to die (`node --import`): counts its durable steps (fsync, rename, unlink, commit,
 * response: before and after each) and ends the process without warning at a given one. What the process runs is the
 * product's own code, unchanged.
 */
let countdown = Number.POSITIVE_INFINITY;
let passed = 0;

/** The process dies at its `at`-th step from now. */
export function dieAt(at: number): void {
  countdown = at;
}

/** Steps passed so far. */
export function stepsPassed(): number {
  return passed;
}

/** One step. */
export function step(): void {
  passed += 1;
  countdown -= 1;
  if (countdown <= 0) process.kill(process.pid, "SIGKILL");
}

function around<Arguments extends unknown[], Result>(
  original: (...given: Arguments) => Promise<Result>,
): (this: unknown, ...given: Arguments) => Promise<Result> {
  return async function stepped(this: unknown, ...given) {
    step();
    const result = await original.apply(this, given);
    step();
    return result;
  };
}

/** Puts the steps in place; to be called before anything of the product is loaded. */
export async function installCrashPoints(): Promise<void> {
  if (parentPort) return;
  const handle: FileHandle = await fsPromises.open(process.execPath, "r");
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  prototype.sync = around(prototype.sync);
  fsPromises.rename = around(fsPromises.rename);
  fsPromises.rm = around(fsPromises.rm) as typeof fsPromises.rm;
  syncBuiltinESMExports();

  const client = pg.Client.prototype as { query: (...given: unknown[]) => unknown };
  const query = client.query;
  client.query = function stepped(this: unknown, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === "string" ? first : ((first as { text?: string } | undefined)?.text ?? "");
    const commits = /^\s*COMMIT/i.test(text) || /INSERT INTO "SpoolItem"/.test(text);
    if (commits) step();
    const result = query.apply(this, given);
    if (commits && result instanceof Promise) return result.then((value: unknown) => (step(), value));
    return result;
  };
}
