import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { dumpDatabase, dumpKind } from "@/lib/platform/db/dump";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { holdRemovals } from "@/lib/platform/removal-hold";
import { exportSecrets, keyFingerprints } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { copyObjects, pruneObjects } from "./copy-objects";
import { readLists } from "./lists-store";
import { BACKUP, type BackupManifest, syncFolder, writeWhole } from "./manifest";

export interface BackUpOptions {
  /** Puts the keys beside the data: whoever holds the folder then holds everything. */
  withKeys: boolean;
  /** Called between the parts of the work. */
  progress?: (step: "database" | "objects") => void;
}

/**
 * Backs up database and objects into a folder, while the catalogue runs. The rows come first, then the objects:
 * an object is written before its row, so every object that a row of the dump names exists when the copying begins;
 * and none of them goes before it ends, since removals are put off (removal-hold.ts). What came later is copied
 * too and has no row: a restore removes it. The folder's previous backup stays whole until this one is.
 * @throws AppError `forbidden`; `invalid-input` for a folder that is not for backups; `conflict` beside another backup
 */
export async function backUp(
  actor: Actor,
  folder: string,
  { withKeys, progress = () => undefined }: BackUpOptions,
): Promise<BackupManifest & { copied: number }> {
  requireCan(actor, "operations.run", { siteId: null });
  const live = join(env().dataDir, "objects");
  await prepareFolder(folder);
  const hold = await holdRemovals(live);
  let manifest: BackupManifest & { copied: number };
  try {
    manifest = await copyEverything(folder, live, withKeys, progress);
    const { copied: _, ...written } = manifest;
    if (!hold.stands()) throw new AppError("conflict", "the hold on removals was lost");
    // From here on the folder's backup is this one.
    await writeWhole(join(folder, BACKUP.manifest), JSON.stringify(written, null, 2));
    for (const name of await readdir(folder))
      if (name.startsWith("database-") && name !== written.database.file) await rm(join(folder, name));
    // What the catalogue no longer has, erased bytes above all, does not live on here. Removals are still put off, so
    // what the rows of this backup name is there.
    await pruneObjects(join(folder, BACKUP.objects), live);
  } finally {
    await finishRemovals(await hold.release());
  }
  const { copied, ...written } = manifest;
  await audit(db(), actor, { type: "catalogue.backed-up", detail: { objects: written.objects.count } });
  return { ...written, copied };
}

async function copyEverything(
  folder: string,
  live: string,
  withKeys: boolean,
  progress: (step: "database" | "objects") => void,
): Promise<BackupManifest & { copied: number }> {
  const kind = dumpKind();
  const file = `database-${randomUUID()}.${kind === "embedded" ? "tar.gz" : "dump"}`;
  progress("database");
  const madeAt = now();
  await dumpDatabase(join(folder, file));
  await writeWhole(join(folder, BACKUP.lists), JSON.stringify(await readLists(db(), madeAt), null, 2));
  if (withKeys) await writeWhole(join(folder, BACKUP.keys), exportSecrets());
  else await rm(join(folder, BACKUP.keys), { force: true });
  progress("objects");
  const { copied, count, bytes } = await copyObjects(live, join(folder, BACKUP.objects));
  await syncFolder(folder);
  return {
    version: 1,
    madeAt: madeAt.toISOString(),
    database: { kind, file },
    objects: { count, bytes },
    keys: keyFingerprints(),
    copied,
  };
}

async function prepareFolder(folder: string): Promise<void> {
  const data = resolve(env().dataDir);
  if (`${resolve(folder)}${sep}`.startsWith(`${data}${sep}`))
    throw new AppError("invalid-input", "a backup lies outside the data folder", { reason: "inside-data" });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes(BACKUP.mark))
    throw new AppError("invalid-input", "this folder holds other things", { reason: "not-a-backup-folder" });
  await writeWhole(join(folder, BACKUP.mark), "");
}

/** Removes what was asked to go meanwhile. Numbers are never used again; a key of an instance may be, and is left to fsck. */
async function finishRemovals(keys: readonly string[]): Promise<void> {
  for (const key of keys) if (/^(?:held|volumes)\//.test(key)) await objectStore().remove(key);
}
