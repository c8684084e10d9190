import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnv } from "@/lib/platform/env";
import { repositoryRoot } from "@/lib/platform/root";

const SOURCES = ["app", "components", "lib", "messages", "public"];
const FILES = ["package-lock.json", "next.config.js", "proxy.ts", "tsconfig.json", "postcss.config.mjs"];
const MARKER = ".next/ariane-sources";

/** Builds the application unless the last build is of the same sources. @returns whether it was built */
export async function ensureApplicationBuild(): Promise<boolean> {
  const digest = sourcesDigest();
  const marker = join(repositoryRoot, MARKER);
  if (existsSync(marker) && readFileSync(marker, "utf8") === digest) return false;
  await runNext(["build", "--webpack"]);
  writeFileSync(marker, digest);
  return true;
}

function runNext(args: string[]): Promise<void> {
  const next = join(repositoryRoot, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, ...args], {
    cwd: repositoryRoot,
    stdio: ["ignore", "ignore", "pipe"],
    env: childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`the application does not build:\n${errors}`)),
    );
  });
}

function sourcesDigest(): string {
  const hash = createHash("sha256");
  const add = (path: string) => {
    const full = join(repositoryRoot, path);
    if (existsSync(full)) hash.update(path).update(readFileSync(full));
  };
  for (const folder of SOURCES) {
    const full = join(repositoryRoot, folder);
    if (!existsSync(full)) continue;
    const entries = readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.(i?test|spec)\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(repositoryRoot.length + 1))
      .sort();
    for (const path of entries) add(path);
  }
  for (const file of FILES) add(file);
  return hash.digest("hex");
}
