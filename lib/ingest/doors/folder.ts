import { open, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { DOOR_LIMITS, type DoorLimits, type GivenItem } from "./given-item";
import { isArchive, isGzip, unpackArchiveFile, unwrap } from "./unpack";

/** Larger plain files are not read here: memory would follow the largest file. */
const MOST_READ_BYTES = 16 * 2 ** 20;

/**
 * Every file of the given folders, files and ZIP archives, one at a time, in the order of their names. Links below a
 * given folder are not followed; what cannot be read is named and the walk goes on.
 */
export async function* givenItems(
  paths: readonly string[],
  limits: DoorLimits = DOOR_LIMITS,
): AsyncGenerator<GivenItem> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) yield { label: path, refused: "unreadable" };
    else if (found.isDirectory()) yield* walk(path, path, limits);
    else if (found.isFile()) yield* openFile(path, path, limits);
    else yield { label: path, refused: "not-a-plain-file" };
  }
}

async function* walk(root: string, folder: string, limits: DoorLimits): AsyncGenerator<GivenItem> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (!entries) {
    yield { label: relative(root, folder), refused: "unreadable" };
    return;
  }
  // By code unit, whatever the operator's language.
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, path, limits);
    else if (entry.isFile()) yield* openFile(path, relative(root, path), limits);
    else yield { label: relative(root, path), refused: "not-a-plain-file" };
  }
}

async function* openFile(path: string, label: string, limits: DoorLimits): AsyncGenerator<GivenItem> {
  let bytes: Uint8Array | null = null;
  let byteCount: number;
  try {
    const file = await open(path, "r");
    try {
      byteCount = (await file.stat()).size;
      const head = Buffer.alloc(132);
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      const start = head.subarray(0, bytesRead);
      if (!isArchive(start)) {
        if (byteCount > limits.maxFileBytes) {
          yield { label, refused: "too-large" };
          return;
        }
        if (byteCount > MOST_READ_BYTES && !isGzip(start)) {
          yield { label, path, byteLength: byteCount };
          return;
        }
        bytes = await readFile(path);
      }
    } finally {
      await file.close();
    }
  } catch {
    yield { label, refused: "unreadable" };
    return;
  }
  if (bytes) yield* unwrap(bytes, label, limits);
  else yield* unpackArchiveFile(path, label, byteCount, limits);
}

/** How many plain files there are below the given paths, archives unopened: for a progress bar. */
export async function countFiles(paths: readonly string[]): Promise<number> {
  let count = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) count += 1;
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
      count += entries.filter((entry) => !entry.isDirectory()).length;
    }
  }
  return count;
}
