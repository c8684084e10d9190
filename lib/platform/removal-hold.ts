import { appendFile, mkdir, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "./errors";

const HOLD = ".removals-held";
const PUT_OFF = ".removals-put-off";

/** A hold whose owner has not renewed it for so long is that of a dead process. */
const STALE_MS = 120_000;
const RENEW_MS = 10_000;

/**
 * Puts a removal off while a backup is under way. Whoever removes an object has committed before that no row needs
 * it; so an object that the backup's snapshot of the rows needs is either not yet asked to be removed when the hold
 * begins, or its removal is put off: it is there until the hold ends.
 * @returns whether the removal was put off
 */
export async function putOffRemoval(root: string, key: string): Promise<boolean> {
  const hold = await stat(join(root, HOLD)).catch(() => null);
  if (hold === null || Date.now() - hold.mtimeMs > STALE_MS) return false;
  await appendFile(join(root, PUT_OFF), `${key}\n`, { mode: 0o600 });
  return true;
}

export interface RemovalHold {
  /** Whether every removal since the beginning was put off: the hold was renewed in time. */
  stands(): boolean;
  /** Ends the hold. @returns keys whose removal was put off */
  release(): Promise<string[]>;
}

/** Begins a hold on removals. @throws AppError `conflict` while another process holds them */
export async function holdRemovals(root: string): Promise<RemovalHold> {
  const path = join(root, HOLD);
  await mkdir(root, { recursive: true });
  const known = await stat(path).catch(() => null);
  if (known !== null && Date.now() - known.mtimeMs <= STALE_MS)
    throw new AppError("conflict", "another backup is under way");
  await rm(path, { force: true });
  const file = await open(path, "wx", 0o600).catch(() => null);
  if (file === null) throw new AppError("conflict", "another backup is under way");
  await file.close();
  let renewedAt = Date.now();
  let broken = false;
  const timer = setInterval(() => {
    const at = new Date();
    if (at.getTime() - renewedAt > STALE_MS / 2) broken = true;
    utimes(path, at, at).then(
      () => {
        renewedAt = at.getTime();
      },
      () => {
        broken = true;
      },
    );
  }, RENEW_MS);
  return {
    stands: () => !broken && Date.now() - renewedAt < STALE_MS / 2,
    async release() {
      clearInterval(timer);
      await rm(path, { force: true });
      return takePutOff(root);
    },
  };
}

async function takePutOff(root: string): Promise<string[]> {
  const taken = join(root, `${PUT_OFF}.taken`);
  await rename(join(root, PUT_OFF), taken).catch(() => undefined);
  const text = await readFile(taken, "utf8").catch(() => "");
  await rm(taken, { force: true });
  return [...new Set(text.split("\n").filter((line) => line !== ""))];
}
