import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { startTestPostgres } from "@/lib/platform/db/test-postgres";
import { overrideEnv } from "@/lib/platform/env";
import { repositoryRoot } from "@/lib/platform/root";

export interface BenchCatalogue {
  /** A folder on the file system of the repository, for everything that the run writes. */
  folder: string;
  stop(): Promise<void>;
}

/** An empty catalogue on a real PostgreSQL of its own (default settings: it fsyncs), for the length of a benchmark. */
export async function openBenchCatalogue(): Promise<BenchCatalogue> {
  const postgres = await startTestPostgres();
  const folder = await mkdtemp(join(repositoryRoot, ".cache", "bench-"));
  const fresh = () => randomBytes(32).toString("base64");
  overrideEnv({
    NODE_ENV: "production",
    LOG_LEVEL: "silent",
    DATABASE_URL: postgres.adminUrl,
    ARIANE_DATA_DIR: join(folder, "ariane"),
    ARIANE_LINKAGE_KEY: fresh(),
    ARIANE_UID_KEY: fresh(),
    ARIANE_SEAL_KEY: fresh(),
    ARIANE_AUTH_SECRET: fresh(),
  });
  const { applyMigrations } = await import("@/lib/platform/db/schema-engine");
  await applyMigrations(postgres.adminUrl);
  const { migrateQueue } = await import("@/lib/platform/queue");
  await migrateQueue();
  const { closeDb } = await import("@/lib/platform/db/client");
  return {
    folder,
    async stop() {
      await closeDb();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
