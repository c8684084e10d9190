import { fork, spawn, type ChildProcess } from "node:child_process";
import { childEnv, defaultEnv, env, overrideEnv } from "@/lib/platform/env";
import { inTransaction } from "@/lib/platform/db/client";
import { repositoryRoot } from "@/lib/platform/root";
import { ensureApplicationBuild } from "./application-build";
import { CATALOGUE_DATA_DIR, DEMO_DATA_DIR, openCatalogue } from "./catalogue";

/**
 * `npm start` and `npm run demo`: one parent that serves the embedded database (unless DATABASE_URL names a
 * PostgreSQL) and starts the web and worker processes.
 */
const demo = process.argv.includes("--demo") || process.argv.includes("--dev");
/** Serves the sources as they are edited, on the demonstration network. */
const dev = process.argv.includes("--dev");
const started = Date.now();
const children: ChildProcess[] = [];
let stopping = false;

function progress(message: string): void {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
  process.stdout.write(`${seconds} s  ${message}\n`);
}

async function main(): Promise<void> {
  defaultEnv({ ARIANE_DATA_DIR: demo ? DEMO_DATA_DIR : CATALOGUE_DATA_DIR });
  overrideEnv({ ARIANE_MODE: demo ? "demo" : "standard", NODE_ENV: "production" });
  progress("Opening the database");
  const database = await openCatalogue();
  if (env().embedded && database === null) throw new Error("This catalogue is already running.");
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await Promise.all(children.map(endChild));
    await database?.stop();
    process.exit(code);
  };
  process.on("SIGINT", () => void stop(0));
  process.on("SIGTERM", () => void stop(0));
  try {
    await prepareData();
    if (!dev) await build();
    startChild("worker", () => fork("scripts/worker.ts", [], forkOptions()), stop);
    startReceiver();
    startChild("web", () => spawnWeb(), stop);
    await waitForWeb();
    await announce();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await stop(1);
  }
}

async function build(): Promise<void> {
  progress("Building the application (a minute or so after a change, nothing otherwise)");
  if (await ensureApplicationBuild()) progress("The application is built");
}

async function prepareData(): Promise<void> {
  const { loadTerminology } = await import("@/lib/catalogue/load-terminology-store");
  await inTransaction(loadTerminology);
  if (!demo) return;
  const { loadDemonstration } = await import("@/prisma/demo/load");
  await loadDemonstration({ progress });
}

function forkOptions() {
  return {
    cwd: repositoryRoot,
    execArgv: ["--import", "tsx"],
    env: childEnv({}),
    stdio: ["ignore", "inherit", "inherit", "ipc"] as ("ignore" | "inherit" | "ipc")[],
  };
}

function spawnWeb(): ChildProcess {
  const address = ["--port", String(env().port), "--hostname", env().host];
  const how = dev ? ["dev", "--webpack"] : ["start"];
  return spawn(process.execPath, ["node_modules/next/dist/bin/next", ...how, ...address], {
    cwd: repositoryRoot,
    stdio: ["ignore", "ignore", "inherit"],
    env: childEnv({
      ...{ NEXTAUTH_URL: env().publicUrl, NEXT_TELEMETRY_DISABLED: "1" },
      ...(dev ? { NODE_ENV: "development" } : {}),
    }),
  });
}

function startChild(name: string, start: () => ChildProcess, stop: (code: number) => Promise<void>): void {
  const child = start();
  children.push(child);
  child.once("exit", (code) => {
    if (stopping) return;
    process.stderr.write(`The ${name} process ended (${code ?? "killed"}).\n`);
    void stop(1);
  });
}

/** A port that somebody else has is no reason to serve nothing at all. */
function startReceiver(): void {
  const child = fork("scripts/receiver.ts", [], forkOptions());
  children.push(child);
  child.once("exit", () => {
    if (stopping) return;
    const { port } = env().dicom;
    process.stderr.write(
      `The DICOM receiver ended: port ${port} may be taken (set ARIANE_DICOM_PORT). All else goes on.\n`,
    );
  });
}

function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

async function waitForWeb(): Promise<void> {
  const health = `http://${reachableHost(env().host)}:${env().port}/api/health`;
  for (let attempt = 0; attempt < 240; attempt++) {
    const answer = await fetch(health).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("The web process does not answer.");
}

/** Where this machine reaches a process that listens on `host`, written as in an address. */
function reachableHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

async function announce(): Promise<void> {
  process.stdout.write(`\nAriane is at ${env().publicUrl}\n`);
  process.stdout.write(
    `DICOM peers send to ${env().dicom.aeTitle} at ${env().dicom.host}:${env().dicom.port} (C-STORE), after an administrator has entered them.\n`,
  );
  if (demo) {
    const { demonstrationAccounts } = await import("@/prisma/demo/accounts");
    process.stdout.write(`${demonstrationAccounts()}\n`);
    return;
  }
  const { createFirstAdministratorInvitation } =
    await import("@/lib/access/create-first-administrator-invitation");
  const { systemActor } = await import("@/lib/access/actor");
  const invitation = await createFirstAdministratorInvitation(systemActor("start"));
  if (invitation) {
    const link = new URL(invitation.path, env().publicUrl);
    process.stdout.write(
      `No account exists yet. Create the first administrator (link valid once): ${link}\n`,
    );
  }
  if (env().embedded) {
    process.stdout.write(
      "The embedded database is for trying and small teams: it survives a crash of the process, not of the power.\n",
    );
  }
}

await main();
