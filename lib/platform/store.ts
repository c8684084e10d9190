import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import type { OpenByteSource } from "./byte-source";
import { env } from "./env";
import { AppError } from "./errors";
import { fileSource } from "./file-source";
import { writeNewFile } from "./new-file";
import { putOffRemoval } from "./removal-hold";

/** Where bytes live, on disk or elsewhere. Keys are ours: `instances/…`, `volumes/…`, `held/…`. */
export interface ObjectStore {
  /** Durable when it returns: written aside, fsynced, renamed, the folder fsynced. Replaces what was there. */
  put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws AppError `not-found` */
  get(key: string): Promise<Uint8Array>;
  /** Bytes [start, end). @throws AppError `not-found` */
  getRange(key: string, start: number, end: number): Promise<Uint8Array>;
  /** An object that is read in parts and stays open until it is closed. @throws AppError `not-found` */
  source(key: string): Promise<OpenByteSource>;
  /** Length in bytes. @throws AppError `not-found` */
  size(key: string): Promise<number>;
  stream(key: string, range?: { start: number; end: number }): ReadableStream<Uint8Array>;
  has(key: string): Promise<boolean>;
  /** Path of an object, for a process or thread that reads it itself. */
  pathOf(key: string): string;
  /** A new path on the store's own disk, for a file that `adopt` then takes or the caller removes. */
  asidePath(): Promise<string>;
  /** Makes a written and fsynced file of `asidePath` the object; durable when it returns. Replaces what was there. */
  adopt(key: string, asidePath: string): Promise<void>;
  /** No error when absent. While a backup is under way the object goes when that has ended. */
  remove(key: string): Promise<void>;
  /** Every key below a prefix, in no order. */
  list(prefix: string): AsyncIterable<string>;
}

const KEY = /^(?:[a-z0-9][a-z0-9._-]*\/)*[a-z0-9][a-z0-9._-]*$/;

/** The object store of this process: a folder of the data folder. */
export function objectStore(): ObjectStore {
  const root = join(env().dataDir, "objects");
  if (opened?.root !== root) opened = { root, store: diskStore(root) };
  return opened.store;
}

let opened: { root: string; store: ObjectStore } | undefined;

const MOST_REMEMBERED_FOLDERS = 10_000;

/** Objects as files under `root`. */
export function diskStore(root: string): ObjectStore {
  const pathOf = (key: string) => {
    if (!KEY.test(key) || key.includes("..")) throw new AppError("invalid-input", "invalid object key");
    return join(root, key);
  };

  /** Folders whose own entries are known to be durable. */
  const durable = new Set<string>();
  const makeFolder = async (folder: string) => {
    if (durable.has(folder)) return;
    await mkdir(folder, { recursive: true });
    for (let at = folder; at !== root && at !== dirname(at); at = dirname(at)) await syncFolder(dirname(at));
    if (durable.size >= MOST_REMEMBERED_FOLDERS) durable.clear();
    durable.add(folder);
  };
  const asidePath = async () => {
    await mkdir(root, { recursive: true });
    return join(root, `.tmp-${randomUUID()}`);
  };
  const adopt = async (key: string, aside: string) => {
    const path = pathOf(key);
    if (resolve(dirname(aside)) !== resolve(root))
      throw new AppError("internal", "not a file beside the objects");
    await makeFolder(dirname(path));
    await rename(aside, path);
    await syncFolder(dirname(path));
  };

  return {
    pathOf,
    asidePath,
    adopt,

    async put(key, content) {
      pathOf(key);
      const aside = await asidePath();
      await writeNewFile(aside, content);
      try {
        await adopt(key, aside);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },

    async get(key) {
      return named(readFile(pathOf(key)));
    },

    async source(key) {
      return named(fileSource(pathOf(key)));
    },

    async getRange(key, start, end) {
      const source = await named(fileSource(pathOf(key)));
      try {
        const last = Math.min(end, source.byteLength);
        return await source.read(Math.min(start, last), last);
      } finally {
        await source.close();
      }
    },

    async size(key) {
      return (await named(stat(pathOf(key)))).size;
    },

    stream(key, range) {
      const options = range ? { start: range.start, end: range.end - 1 } : {};
      return Readable.toWeb(
        createReadStream(pathOf(key), { ...options, highWaterMark: 1 << 18 }),
      ) as ReadableStream<Uint8Array>;
    },

    async has(key) {
      return stat(pathOf(key)).then(
        () => true,
        () => false,
      );
    },

    async remove(key) {
      const path = pathOf(key);
      if (!(await putOffRemoval(root, key))) await rm(path, { force: true });
    },

    async *list(prefix) {
      const entries = await readdir(join(root, prefix), { recursive: true, withFileTypes: true }).catch(
        () => [],
      );
      for (const entry of entries) {
        if (entry.isFile()) yield join(entry.parentPath, entry.name).slice(root.length + 1);
      }
    },
  };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A missing file is `not-found`, without its path. */
async function named<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new AppError("not-found");
    throw error;
  }
}
