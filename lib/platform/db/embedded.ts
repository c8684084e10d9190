import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { AppError } from "../errors";
import { wholeStatements } from "./whole-statements";

export interface EmbeddedDatabase {
  stop(): Promise<void>;
}

const SOCKET_NAME = ".s.PGSQL.5432";

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
  return {
    async stop() {
      await server.stop();
      await database.close();
      rmSync(socket, { force: true });
      unlock();
    },
  };
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
