import { opendir, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { env } from "./env";

/** An object as the disk tells of it. */
export interface SurveyedObject {
  key: string;
  byteCount: number;
  changedAt: Date;
}

/**
 * Looks over the object store as it is on disk, folder by folder: a folder's names come as a stream, so tens of
 * millions of objects are never in memory at once.
 */
export class StoreSurvey {
  constructor(private readonly root: string = join(env().dataDir, "objects")) {}

  /** Names of the folders in one, e.g. of `instances`: one per series. */
  async *folders(prefix: string): AsyncIterable<string> {
    for await (const entry of this.open(prefix)) if (entry.isDirectory()) yield entry.name;
  }

  /** Objects that lie in a folder itself. */
  async *objects(prefix: string): AsyncIterable<SurveyedObject> {
    for await (const entry of this.open(prefix)) {
      if (!entry.isFile()) continue;
      const found = await stat(join(this.root, prefix, entry.name)).catch(() => null);
      // Removed since its name was read.
      if (found === null) continue;
      yield { key: `${prefix}/${entry.name}`, byteCount: found.size, changedAt: found.mtime };
    }
  }

  /** Every object, whatever its folder; own marks of the store (names that begin with a dot) are none. */
  async *everything(prefix = ""): AsyncIterable<SurveyedObject> {
    for await (const entry of this.open(prefix)) {
      if (entry.name.startsWith(".")) continue;
      const key = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) yield* this.everything(key);
      else if (entry.isFile()) {
        const found = await stat(join(this.root, key)).catch(() => null);
        if (found !== null) yield { key, byteCount: found.size, changedAt: found.mtime };
      }
    }
  }

  /** Files that a process was writing when it died. */
  async *leftovers(): AsyncIterable<{ name: string; changedAt: Date }> {
    for await (const entry of this.open("")) {
      if (!entry.isFile() || !entry.name.startsWith(".tmp-")) continue;
      const found = await stat(join(this.root, entry.name)).catch(() => null);
      if (found !== null) yield { name: entry.name, changedAt: found.mtime };
    }
  }

  async removeLeftover(name: string): Promise<void> {
    await rm(join(this.root, name), { force: true });
  }

  /** Removes a folder that holds nothing; one that holds something stays. */
  async removeEmptyFolder(prefix: string): Promise<void> {
    await rmdir(join(this.root, prefix)).catch(() => undefined);
  }

  private async *open(prefix: string) {
    const folder = await opendir(join(this.root, prefix), { bufferSize: 256 }).catch(() => null);
    // A folder that is not there holds nothing.
    if (folder !== null) yield* folder;
  }
}
