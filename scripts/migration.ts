import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedDatabase } from "@/lib/platform/db/embedded";
import { schemaDiffSql } from "@/lib/platform/db/schema-engine";
import { repositoryRoot } from "@/lib/platform/root";

/**
 * `npm run migration -- NAME`: writes the SQL that leads from the schema committed with the last migration to
 * prisma/schema.prisma. A migration and its schema are therefore committed together.
 */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Error("usage: npm run migration -- snake_case_name");
  const folder = join(repositoryRoot, "prisma/migrations");
  const ordinal = readdirSync(folder).filter((entry) => /^\d{4}_/.test(entry)).length + 1;
  const schema = readFileSync(join(repositoryRoot, "prisma/schema.prisma"), "utf8");
  const before = ordinal === 1 ? null : schemaOfLastMigration();
  const sql = await withScratchDatabase((url) => schemaDiffSql(url, before, schema));
  if (!sql.trim() || sql.includes("-- This is an empty migration.")) {
    process.stdout.write("the migrations already lead to prisma/schema.prisma\n");
    return;
  }
  const target = join(folder, `${String(ordinal).padStart(4, "0")}_${name}`);
  mkdirSync(target);
  writeFileSync(join(target, "migration.sql"), sql);
  process.stdout.write(`${target.slice(repositoryRoot.length + 1)}/migration.sql\n`);
}

/** The engine wants a database to speak to, even to compare two files. */
async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const socketDir = await mkdtemp(join(tmpdir(), "ariane-migration-"));
  const database = await startEmbeddedDatabase("memory://", socketDir);
  try {
    return await work(`postgresql://postgres@localhost/postgres?host=${encodeURIComponent(socketDir)}`);
  } finally {
    await database.stop();
    await rm(socketDir, { recursive: true, force: true });
  }
}

function schemaOfLastMigration(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repositoryRoot, encoding: "utf8" });
  const commit = git("log", "-1", "--format=%H", "--", "prisma/migrations").trim();
  return git("show", `${commit}:prisma/schema.prisma`);
}

await main(process.argv[2]);
