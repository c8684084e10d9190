import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  embeddedDatabaseRuns,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from "@/lib/platform/db/embedded";
import { applyMigrations } from "@/lib/platform/db/schema-engine";
import { defaultEnv, env, isCatalogueGiven, overrideEnv } from "@/lib/platform/env";
import { migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";

/** Default data folders: a demonstration never shares one with real data. */
export const DEMO_DATA_DIR = join(".ariane", "demo");
export const CATALOGUE_DATA_DIR = join(".ariane", "catalogue");

/**
 * Opens this process's catalogue: checks the keys, starts the embedded database if it is to be used and nobody serves
 * it yet, and brings the schema up to date.
 * @returns what to stop at the end; null when the database belongs to somebody else
 */
export async function openCatalogue(): Promise<EmbeddedDatabase | null> {
  const { embedded, dataDir, databaseSocketDir, databaseUrl } = env();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  secrets();
  if (embedded && (await embeddedDatabaseRuns(databaseSocketDir))) return null;
  const database = embedded ? await startEmbeddedDatabase(join(dataDir, "db"), databaseSocketDir) : null;
  await applyMigrations(databaseUrl);
  await migrateQueue();
  return database;
}

/**
 * Chooses the catalogue of an operator's command: the one that the environment names, else the one that runs, else the
 * standard one.
 */
export async function chooseCatalogue(): Promise<void> {
  for (const dataDir of [CATALOGUE_DATA_DIR, DEMO_DATA_DIR]) {
    if (isCatalogueGiven()) break;
    overrideEnv({ ARIANE_DATA_DIR: dataDir });
    if (await embeddedDatabaseRuns(env().databaseSocketDir)) break;
    overrideEnv({ ARIANE_DATA_DIR: undefined });
  }
  defaultEnv({ ARIANE_DATA_DIR: CATALOGUE_DATA_DIR });
}
