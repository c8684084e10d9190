import { mkdir, statfs } from "node:fs/promises";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/** Bytes free on the disk that holds the objects. */
export async function freeBytes(): Promise<number> {
  const { dataDir } = env();
  await mkdir(dataDir, { recursive: true });
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize;
}

/**
 * Refuses early, while there is still room for what was accepted before.
 * @throws AppError `storage-full` when less than ARIANE_MIN_FREE_BYTES is left
 */
export async function requireRoom(): Promise<void> {
  if ((await freeBytes()) < env().minFreeBytes) throw new AppError("storage-full");
}
