import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { postgresBinaries } from "@/lib/platform/db/test-postgres";
import { childEnv } from "@/lib/platform/env";
import { repositoryRoot } from "@/lib/platform/root";
import { findBrowser } from "./browser";

/**
 * `npm test`: format, lint, types, unit, integration (on the embedded database and on PostgreSQL) and browser tests;
 * the last line counts them. `npm run check` leaves out what needs a database or a browser; `npm run test:long` runs
 * the heavy forms at full size.
 */
const check = process.argv.includes("--check");
const long = process.argv.includes("--long");
const cache = join(repositoryRoot, ".cache");

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };

function add(count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

async function main(): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const environment = childEnv({ CI: "true", NODE_ENV: "test", ...(long ? { ARIANE_TEST_LONG: "1" } : {}) });
  // Two at a time: each keeps one core busy.
  await Promise.all([
    step("lint", ["node_modules/eslint/bin/eslint.js", "."]),
    step("types", ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."]).then(async () => {
      await step("format", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]);
      await step("floors", [
        "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
        "--config",
        ".dependency-cruiser.mjs",
        ...["app", "components", "lib", "prisma/demo", "scripts"],
      ]);
    }),
  ]);
  await vitest("unit", environment, "inherit");
  if (!check) {
    // Each runs its files one after another, and keeps one core busy.
    await Promise.all([
      vitest("embedded", environment, "inherit"),
      vitest("postgres", environment, "at the end"),
    ]);
    await playwright(environment);
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  process.exit(total.failed > 0 ? 1 : 0);
}

/** One tool that passes or fails as a whole; its output is shown in one piece. */
async function step(name: string, args: string[]): Promise<void> {
  const { code, text } = await held(args, childEnv({}));
  process.stdout.write(`\n— ${name}\n${text}`);
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
});

/** Where a run's output goes: straight on, or kept until it has ended, when another runs beside it. */
type Output = "inherit" | "at the end";

async function vitest(project: string, environment: NodeJS.ProcessEnv, output: Output): Promise<void> {
  if (output === "inherit") process.stdout.write(`\n— ${project} tests\n`);
  if (project === "postgres" && postgresBinaries() === null) {
    process.stdout.write("skipped: PostgreSQL's server programs are not installed (Debian: postgresql)\n");
    add({ passed: 0, failed: 0, skipped: 1 });
    return;
  }
  const report = join(cache, `vitest-${project}.json`);
  rmSync(report, { force: true });
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const ran =
    output === "inherit" ? { code: await run(args, environment), text: "" } : await held(args, environment);
  if (output === "at the end") process.stdout.write(`\n— ${project} tests\n${ran.text}`);
  const counts = existsSync(report)
    ? vitestReport.parse(JSON.parse(readFileSync(report, "utf8")))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, success: false };
  // A file that cannot be loaded, or an error outside a test, fails the run without failing a test.
  const outside = ran.code !== 0 && counts.numFailedTests === 0 ? 1 : 0;
  add({
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + outside,
    skipped: counts.numPendingTests + counts.numTodoTests,
  });
}

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

async function playwright(environment: NodeJS.ProcessEnv): Promise<void> {
  process.stdout.write("\n— browser tests\n");
  const report = join(cache, "playwright.json");
  rmSync(report, { force: true });
  rmSync(join(cache, "e2e"), { recursive: true, force: true });
  const code = await run(["node_modules/@playwright/test/cli.js", "test"], {
    ...environment,
    ARIANE_BROWSER: await findBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const stats = existsSync(report)
    ? playwrightReport.parse(JSON.parse(readFileSync(report, "utf8"))).stats
    : { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  const outside = code !== 0 && stats.unexpected === 0 ? 1 : 0;
  add({ passed: stats.expected + stats.flaky, failed: stats.unexpected + outside, skipped: stats.skipped });
}

/** Runs a program and gives what it wrote, once it has ended. */
async function held(args: string[], environment: NodeJS.ProcessEnv): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, args, { cwd: repositoryRoot, env: environment });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await ended(child);
  return { code, text: Buffer.concat(output).toString() };
}

function run(args: string[], environment: NodeJS.ProcessEnv): Promise<number> {
  return ended(spawn(process.execPath, args, { cwd: repositoryRoot, stdio: "inherit", env: environment }));
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

await main();
