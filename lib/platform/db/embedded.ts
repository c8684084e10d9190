import { chmodSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export interface EmbeddedDatabase {
  stop(): Promise<void>;
}

const SOCKET_NAME = ".s.PGSQL.5432";

/**
 * Starts PGlite on a folder (or in memory) and serves it on a unix socket that only this user can open. One backend
 * serves all clients; it survives the death of a process, not of the power: PGlite does not fsync.
 */
export async function startEmbeddedDatabase(dataDir: string, socketDir: string): Promise<EmbeddedDatabase> {
  mkdirSync(socketDir, { recursive: true, mode: 0o700 });
  chmodSync(socketDir, 0o700);
  const socket = join(socketDir, SOCKET_NAME);
  rmSync(socket, { force: true });
  if (!dataDir.startsWith("memory://")) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = await PGlite.create({ dataDir });
  const server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 20 });
  await server.start();
  return {
    async stop() {
      await server.stop();
      await database.close();
      rmSync(socket, { force: true });
    },
  };
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
