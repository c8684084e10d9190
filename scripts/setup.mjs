import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What every command runs first: plain JavaScript without dependencies, so that it works in a fresh clone. Installs
 * the packages and generates the database client when they are missing or out of date, then runs the command.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Ariane needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

const [command, ...args] = process.argv.slice(2);
const COMMANDS = {
  demo: ["scripts/start.ts", "--demo"],
  start: ["scripts/start.ts"],
  dev: ["scripts/start.ts", "--dev"],
  ingest: ["scripts/ingest.ts"],
  fsck: ["scripts/fsck.ts"],
  "rebuild-search": ["scripts/rebuild-search.ts"],
  backup: ["scripts/backup.ts"],
  restore: ["scripts/restore.ts"],
  terms: ["scripts/terms.ts"],
  bench: ["bench/run.ts"],
  fuzz: ["scripts/fuzz.ts"],
  test: ["scripts/test.ts"],
  "test:long": ["scripts/test.ts", "--long"],
  check: ["scripts/test.ts", "--check"],
  setup: [],
};
const target = COMMANDS[command];
if (!target) {
  console.error(`usage: node scripts/setup.mjs ${Object.keys(COMMANDS).join("|")}`);
  process.exit(2);
}

refresh("node_modules/.ariane-packages", ["package-lock.json"], "Installing packages", () => {
  run("npm", ["ci", "--no-audit", "--no-fund"], process.platform === "win32");
});
refresh(
  "lib/platform/db/generated/.ariane-schema",
  ["prisma/schema.prisma", "package-lock.json"],
  "Generating the database client",
  () => run(process.execPath, ["scripts/generate.mjs"]),
);
if (target.length > 0) run(process.execPath, ["--import", "tsx", ...target, ...args]);

/** Runs `work` unless `marker` already holds the digest of `inputs`. */
function refresh(marker, inputs, label, work) {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(readFileSync(join(root, input)));
  const digest = hash.digest("hex");
  const path = join(root, marker);
  if (existsSync(path) && readFileSync(path, "utf8") === digest) return;
  console.error(`${label}…`);
  work();
  writeFileSync(path, digest);
}

function run(program, programArgs, shell = false) {
  // An interrupt reaches the command too: it ends in its own order, and this process waits for it.
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  const result = spawnSync(program, programArgs, { cwd: root, stdio: "inherit", shell });
  process.off("SIGINT", ignore);
  if (result.error) console.error(result.error.message);
  if (result.status !== 0) process.exit(result.status ?? 1);
}
