import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../root";
import { type Db, Prisma } from "./client";

/** Migrations of this code that the database lacks. */
export async function missingMigrations(db: Db): Promise<string[]> {
  const entries = await readdir(join(repositoryRoot, "prisma/migrations"), { withFileTypes: true });
  const rows = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    SELECT migration_name AS name FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`);
  const applied = new Set(rows.map(({ name }) => name));
  return entries.filter((entry) => entry.isDirectory() && !applied.has(entry.name)).map(({ name }) => name);
}
