import { readFileSync, readdirSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import { repositoryRoot } from "../root";

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Prisma's own schema engine as WebAssembly, which ships inside a package: the native one is a download, and a
 * hospital's machine may have no way to fetch it (docs/decisions).
 */
async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadWasm();
  await loaded;
  // The engine never ends the pools that it opens, and one of them holds its advisory lock.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(pool));
  const schema = readFileSync(join(repositoryRoot, "prisma/schema.prisma"), "utf8");
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    factory,
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

let loaded: Promise<void> | undefined;

/** Once in a process: the bindings keep views of the first memory they saw. */
async function loadWasm(): Promise<void> {
  const wasmPath = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
}

/**
 * The adapter cuts scripts at every semicolon, also inside a function's body; PostgreSQL takes a script whole by its
 * simple query protocol.
 */
function wholeScripts(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return adapter;
  };
  return factory;
}

/** Applies the migrations that the database lacks, as `prisma migrate deploy` would. @returns their names */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const input = { migrationsList: migrationsList(), filters: NO_FILTER };
  const output = await withEngine(databaseUrl, (engine) => engine.applyMigrations(input));
  return output.appliedMigrationNames;
}

/** SQL that leads from one Prisma schema (null: from an empty database) to another. */
export async function schemaDiffSql(databaseUrl: string, from: string | null, to: string): Promise<string> {
  const datamodel = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  });
  const input = {
    from: from === null ? { tag: "empty" as const } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: NO_FILTER,
  };
  const output = await withEngine(databaseUrl, (engine) => engine.diff(input));
  return output.stdout ?? "";
}

function migrationsList(): MigrationList {
  const baseDir = join(repositoryRoot, "prisma/migrations");
  const lockfile = join(baseDir, "migration_lock.toml");
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null,
    },
    shadowDbInitScript: "",
    migrationDirectories: readdirSync(baseDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok", value: readFileSync(join(baseDir, name, "migration.sql"), "utf8") },
        },
      })),
  };
}
