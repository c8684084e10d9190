import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

/**
 * Generates the Prisma client. The command line insists on having its native schema engine, which it would download
 * and which generating does not use: any executable satisfies it (docs/decisions).
 */
const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
const result = spawnSync(process.execPath, [prisma, "generate"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
});
process.exit(result.status ?? 1);
