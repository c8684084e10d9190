import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { env, overrideEnv } from "../env";
import { closeDb } from "./client";
import { startEmbeddedDatabase } from "./embedded";
import { applyMigrations } from "./schema-engine";

declare module "vitest" {
  interface ProvidedContext {
    postgresAdminUrl: string;
  }
}

export interface TestDatabase {
  kind: "embedded" | "postgres";
  /** Data folder of this test: objects, secrets, and the embedded database's files. */
  dataDir: string;
  url: string;
  /** Closes the pool and removes database and folder. */
  stop(): Promise<void>;
}

/**
 * An empty, migrated database and an own data folder for one test file; this process's settings point to them. The
 * project that runs the file decides whether it is PGlite or a real PostgreSQL.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "ariane-test-"));
  const kind = env().testDatabase;
  overrideEnv({
    NODE_ENV: "test",
    ARIANE_DATA_DIR: dataDir,
    DATABASE_URL: undefined,
    // However full the machine is that the tests run on.
    ARIANE_MIN_FREE_BYTES: "0",
    ...testKeys(),
  });
  const close = kind === "embedded" ? await openEmbedded(dataDir) : await openPostgres();
  const url = env().databaseUrl;
  await applyMigrations(url);
  return {
    kind,
    dataDir,
    url,
    async stop() {
      await closeDb();
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openEmbedded(dataDir: string): Promise<() => Promise<void>> {
  const socketDir = env().databaseSocketDir;
  const database = await startEmbeddedDatabase(join(dataDir, "db"), socketDir);
  return async () => {
    await database.stop();
    await rm(socketDir, { recursive: true, force: true });
  };
}

async function openPostgres(): Promise<() => Promise<void>> {
  const { url, drop } = await createTestDatabase(inject("postgresAdminUrl"));
  overrideEnv({ DATABASE_URL: url });
  return drop;
}

/** An empty database of the test cluster. */
export async function createTestDatabase(
  adminUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `ariane_${randomBytes(6).toString("hex")}`;
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => dropDatabase(adminUrl, name) };
}

async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function testKeys(): Record<string, string> {
  const fresh = () => randomBytes(32).toString("base64");
  return {
    ARIANE_LINKAGE_KEY: fresh(),
    ARIANE_UID_KEY: fresh(),
    ARIANE_SEAL_KEY: fresh(),
    ARIANE_AUTH_SECRET: fresh(),
  };
}

const GOODBYE_STEPS = 100;
const GOODBYE_STEP_MS = 50;

/** A connection of a closed pool that is still saying goodbye would meet its end as an error: it is waited for. */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    for (let step = 0; step < GOODBYE_STEPS; step++) {
      const { rowCount } = await client.query("SELECT 1 FROM pg_stat_activity WHERE datname = $1", [name]);
      if (rowCount === 0) break;
      await new Promise((resolve) => setTimeout(resolve, GOODBYE_STEP_MS));
    }
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
