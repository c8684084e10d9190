import { randomUUID } from "node:crypto";
import { mkdir, open, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { db } from "./db/client";
import { missingMigrations } from "./db/migrations";
import { env } from "./env";
import { readBeats } from "./process-beat";

/** What must hold for this process to be sent work; a stranger sees these names and nothing more. */
export const READY_CHECKS = ["database", "migrations", "store", "room", "queue"] as const;
export type ReadyCheck = (typeof READY_CHECKS)[number];

/** Each check by itself; one that cannot be made does not hold. */
export async function readiness(): Promise<Record<ReadyCheck, boolean>> {
  const database = await holds(() => db().$queryRaw`SELECT 1`.then(() => true));
  const [migrations, store, room, queue] = await Promise.all([
    database && holds(async () => (await missingMigrations(db())).length === 0),
    holds(storeIsWritable),
    holds(hasRoom),
    database && holds(queueLives),
  ]);
  return { database, migrations, store, room, queue };
}

async function holds(check: () => Promise<boolean>): Promise<boolean> {
  return check().catch(() => false);
}

async function storeIsWritable(): Promise<boolean> {
  const root = join(env().dataDir, "objects");
  await mkdir(root, { recursive: true });
  // Named as what fsck sweeps, should this process die here.
  const path = join(root, `.tmp-${randomUUID()}`);
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile("ready");
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  return true;
}

async function hasRoom(): Promise<boolean> {
  const { bavail, bsize } = await statfs(env().dataDir);
  return bavail * bsize >= env().minFreeBytes;
}

/** Some worker lives: what is received will be settled. */
async function queueLives(): Promise<boolean> {
  const beats = await readBeats(db(), null);
  return beats.some(({ kind, dead }) => kind === "worker" && !dead);
}
