import { open, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";

/** Names inside a backup folder. */
export const BACKUP = {
  manifest: "backup.json",
  objects: "objects",
  lists: "lists.json",
  keys: "keys.json",
  /** Says that the folder is one, before its first backup is whole. */
  mark: ".ariane-backup",
} as const;

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);

export const manifestSchema = z.object({
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  database: z.object({
    kind: z.enum(["embedded", "postgresql"]),
    file: z.string().regex(/^database-[0-9a-f-]{36}\.(?:dump|tar\.gz)$/),
  }),
  objects: z.object({ count: z.number().int().nonnegative(), bytes: z.number().int().nonnegative() }),
  /** Fingerprints of the keys without which the backup is of no use. */
  keys: z.object({ linkage: fingerprint, uid: fingerprint, seal: fingerprint }),
});
export type BackupManifest = z.infer<typeof manifestSchema>;

/** @throws AppError `invalid-input` where there is no whole backup */
export async function readManifest(folder: string): Promise<BackupManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, BACKUP.manifest), "utf8")));
  } catch (cause) {
    throw new AppError("invalid-input", "no backup", { reason: "no-backup" }, { cause });
  }
}

/** Replaces a small file in one step, durably. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const aside = `${path}.tmp`;
  const file = await open(aside, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(aside, path);
  await syncFolder(dirname(path));
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
