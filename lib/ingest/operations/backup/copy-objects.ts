import { constants } from "node:fs";
import { copyFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StoreSurvey } from "@/lib/platform/store-survey";
import { syncFolder } from "./manifest";

/** Files that are copied side by side: an fsync waits for the disk, not for this process. */
const SIDE_BY_SIDE = 8;

export interface CopyCount {
  /** Objects that are there afterwards, and their bytes. */
  count: number;
  bytes: number;
  copied: number;
}

/**
 * Copies every object of one store into another, durably. An object's key names its content or a number that is never
 * used again, so one that is there with its length is the same and is not copied again.
 */
export async function copyObjects(from: string, to: string): Promise<CopyCount> {
  const total: CopyCount = { count: 0, bytes: 0, copied: 0 };
  const changed = new Set<string>([to]);
  await mkdir(to, { recursive: true, mode: 0o700 });
  const copyOne = async ({ key, byteCount }: { key: string; byteCount: number }) => {
    const target = join(to, key);
    const known = await stat(target).catch(() => null);
    if (known?.size !== byteCount) {
      const made = await mkdir(dirname(target), { recursive: true });
      // The entries of new folders are as much to be kept as the files in them.
      if (made) for (let at = dirname(target); at !== to; at = dirname(at)) changed.add(dirname(at));
      if (!(await copyDurably(join(from, key), target))) return;
      changed.add(dirname(target));
      total.copied += 1;
    }
    total.count += 1;
    total.bytes += byteCount;
  };
  let batch: Promise<void>[] = [];
  for await (const object of new StoreSurvey(from).everything()) {
    batch.push(copyOne(object));
    if (batch.length < SIDE_BY_SIDE) continue;
    await Promise.all(batch);
    batch = [];
    if (changed.size > 1000) await syncAll(changed);
  }
  await Promise.all(batch);
  await syncAll(changed);
  return total;
}

/** Removes objects that the other store does not have. @returns how many */
export async function pruneObjects(folder: string, live: string): Promise<number> {
  let removed = 0;
  for await (const { key } of new StoreSurvey(folder).everything()) {
    if (await stat(join(live, key)).catch(() => null)) continue;
    await rm(join(folder, key), { force: true });
    removed += 1;
  }
  return removed;
}

async function syncAll(folders: Set<string>): Promise<void> {
  for (const folder of folders) await syncFolder(folder);
  folders.clear();
}

/** @returns false when the object was removed meanwhile: no row of the backup needs it */
async function copyDurably(source: string, target: string): Promise<boolean> {
  const aside = `${target}.copy`;
  try {
    await copyFile(source, aside, constants.COPYFILE_FICLONE);
  } catch (error) {
    await rm(aside, { force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  const file = await open(aside, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, target);
  return true;
}
