import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { env } from "./env";
import { AppError } from "./errors";

/** Where bytes live, on disk or elsewhere. Keys are ours: `instances/…`, `volumes/…`, `held/…`. */
export interface ObjectStore {
  /** Durable when it returns: written aside, fsynced, renamed, the folder fsynced. Replaces what was there. */
  put(key: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws AppError `not-found` */
  get(key: string): Promise<Uint8Array>;
  /** Bytes [start, end). @throws AppError `not-found` */
  getRange(key: string, start: number, end: number): Promise<Uint8Array>;
  /** Length in bytes. @throws AppError `not-found` */
  size(key: string): Promise<number>;
  stream(key: string, range?: { start: number; end: number }): ReadableStream<Uint8Array>;
  has(key: string): Promise<boolean>;
  /** No error when absent. */
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

  return {
    async put(key, content) {
      const path = pathOf(key);
      const aside = join(root, `.tmp-${randomUUID()}`);
      await makeFolder(dirname(path));
      try {
        const file = await open(aside, "wx", 0o600);
        try {
          if (content instanceof Uint8Array) await file.writeFile(content);
          else for await (const chunk of content) await file.write(chunk);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
    },

    async get(key) {
      return named(readFile(pathOf(key)));
    },

    async getRange(key, start, end) {
      const file = await named(open(pathOf(key), "r"));
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
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
      await rm(pathOf(key), { force: true });
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
