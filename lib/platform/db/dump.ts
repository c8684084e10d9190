import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import pg from "pg";
import { childEnv, env } from "../env";
import { AppError } from "../errors";
import { copyEmbeddedDatabase, embeddedDatabaseRuns, restoreEmbeddedDatabase } from "./embedded";

export type DumpKind = "embedded" | "postgresql";

/** What this process's database is dumped as. */
export function dumpKind(): DumpKind {
  return env().embedded ? "embedded" : "postgresql";
}

/** Writes the database as of one moment to a file, durably; other processes go on. @throws AppError `unavailable` */
export async function dumpDatabase(path: string): Promise<void> {
  if (env().embedded) {
    const copy = Readable.from(copyEmbeddedDatabase(env().databaseSocketDir));
    await pipeline(copy, createGzip({ level: 1 }), createWriteStream(path, { flags: "wx", mode: 0o600 }));
  } else {
    await runTool("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", `--file=${path}`]);
  }
  const file = await open(path, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Fills this process's empty database from a dump: all of it or, when it fails, nothing. @throws AppError */
export async function restoreDatabase(path: string): Promise<void> {
  if (!env().embedded) {
    await runTool("pg_restore", [
      ...["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"],
      `--dbname=${connection().PGDATABASE}`,
      path,
    ]);
    return;
  }
  const unpacked = Readable.from([await readFile(path)]).pipe(createGunzip());
  const parts: Buffer[] = [];
  for await (const part of unpacked as AsyncIterable<Buffer>) parts.push(part);
  await restoreEmbeddedDatabase(embeddedFolder(), Buffer.concat(parts));
}

/** Folder of the embedded database's files. */
export function embeddedFolder(): string {
  return join(env().dataDir, "db");
}

/** Whether the database that would be restored into holds nothing and nobody serves it. */
export async function databaseIsEmpty(): Promise<boolean> {
  if (env().embedded) {
    if (await embeddedDatabaseRuns(env().databaseSocketDir)) return false;
    const marker = await open(join(embeddedFolder(), "PG_VERSION"), "r").catch(() => null);
    await marker?.close();
    return marker === null;
  }
  const client = new pg.Client(env().databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    return rows[0]?.count === 0;
  } finally {
    await client.end();
  }
}

/** The database's address as variables: on a command line every user of the machine could read the password. */
function connection() {
  const url = new URL(env().databaseUrl);
  const host = url.searchParams.get("host") ?? url.hostname;
  const sslmode = url.searchParams.get("sslmode");
  return {
    PGHOST: decodeURIComponent(host),
    PGPORT: url.port || "5432",
    PGUSER: decodeURIComponent(url.username),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)) || "postgres",
    ...(url.password && { PGPASSWORD: decodeURIComponent(url.password) }),
    ...(sslmode && { PGSSLMODE: sslmode }),
  };
}

/** Runs one of PostgreSQL's own programs. What it says may quote rows, so only its end is told. */
function runTool(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: childEnv(connection()), stdio: "ignore" });
    child.once("error", (cause) =>
      reject(
        new AppError("unavailable", `${program} is not installed (Debian: postgresql-client)`, undefined, {
          cause,
        }),
      ),
    );
    child.once("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new AppError("unavailable", `${program} ended with code ${code ?? "none"}`)),
    );
  });
}
