import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { AppError } from "../errors";
import { wholeStatements } from "./whole-statements";

export interface EmbeddedDatabase {
  stop(): Promise<void>;
}

const SOCKET_NAME = ".s.PGSQL.5432";
/** Beside it, whoever connects gets a copy of the database's files. */
const COPY_SOCKET_NAME = "copy.sock";
const COPY_HEADER_BYTES = 8;

/**
 * Starts PGlite on a folder (or in memory) and serves it on a unix socket that only this user can open. One backend
 * serves all clients; it survives the death of a process, not of the power: PGlite does not fsync.
 */
export async function startEmbeddedDatabase(dataDir: string, socketDir: string): Promise<EmbeddedDatabase> {
  const unlock = dataDir.startsWith("memory://") ? () => undefined : lock(dataDir);
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  chmodSync(socketDir, 0o700);
  const socket = join(socketDir, SOCKET_NAME);
  rmSync(socket, { force: true });
  const database = await PGlite.create({ dataDir });
  const server = new PGLiteSocketServer({ db: wholeStatements(database), path: socket, maxConnections: 20 });
  await server.start();
  const copies = await serveCopies(database, join(socketDir, COPY_SOCKET_NAME));
  return {
    async stop() {
      copies.close();
      await server.stop();
      await database.close();
      rmSync(socket, { force: true });
      unlock();
    },
  };
}

/**
 * Between two statements the files are what a crash would leave, which is what PostgreSQL starts from: a copy of that
 * moment holds every committed transaction and no other.
 */
async function serveCopies(database: PGlite, path: string): Promise<Server> {
  rmSync(path, { force: true });
  const send = async (client: Socket) => {
    const copy = await database.dumpDataDir("none");
    const header = Buffer.alloc(COPY_HEADER_BYTES);
    header.writeBigUInt64BE(BigInt(copy.size));
    client.write(header);
    await pipeline(Readable.fromWeb(copy.stream() as Parameters<typeof Readable.fromWeb>[0]), client);
  };
  const server = createServer((client) => {
    // Whoever asked sees that the copy is cut short, by its length.
    client.on("error", () => undefined);
    send(client).catch(() => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return server;
}

/**
 * The files of the embedded database that is served on a socket folder, as a tar.
 * @throws AppError `unavailable` when the copy is not whole
 */
export async function* copyEmbeddedDatabase(socketDir: string): AsyncIterable<Buffer> {
  const client = connect(join(socketDir, COPY_SOCKET_NAME));
  let expected: number | null = null;
  let came = 0;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of client as AsyncIterable<Buffer>) {
      let body = chunk;
      if (expected === null) {
        head = Buffer.concat([head, chunk]);
        if (head.length < COPY_HEADER_BYTES) continue;
        expected = Number(head.readBigUInt64BE());
        body = head.subarray(COPY_HEADER_BYTES);
      }
      came += body.length;
      yield body;
    }
  } catch (error) {
    throw new AppError("unavailable", "the embedded database gave no copy", undefined, { cause: error });
  } finally {
    client.destroy();
  }
  if (expected === null || came !== expected)
    throw new AppError("unavailable", "the embedded database gave a part of a copy");
}

/** Makes the files of an embedded database from a copy; nobody may serve the folder. */
export async function restoreEmbeddedDatabase(dataDir: string, copy: Buffer): Promise<void> {
  const unlock = lock(dataDir);
  try {
    const database = await PGlite.create({ dataDir, loadDataDir: new Blob([new Uint8Array(copy)]) });
    await database.close();
  } finally {
    unlock();
  }
}

/**
 * One server for one folder: two PGlite on the same files destroy each other's indexes.
 * @throws AppError `conflict` while the process that holds the folder lives
 */
function lock(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = `${dataDir}.lock`;
  const holder = existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new AppError("conflict", `process ${holder} serves this database (its lock: ${path})`);
  }
  // A lock whose process is gone is what a crash leaves behind.
  rmSync(path, { force: true });
  writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
  return () => rmSync(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether somebody serves the embedded database on this socket folder. */
export function embeddedDatabaseRuns(socketDir: string): Promise<boolean> {
  const path = join(socketDir, SOCKET_NAME);
  if (!existsSync(path)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}
