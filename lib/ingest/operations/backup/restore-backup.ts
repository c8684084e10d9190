import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db, inTransaction } from "@/lib/platform/db/client";
import { databaseIsEmpty, dumpKind, embeddedFolder, restoreDatabase } from "@/lib/platform/db/dump";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { haveSecrets, importSecrets, keyFingerprints } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { StoreSurvey } from "@/lib/platform/store-survey";
import { CatalogueCheck } from "../catalogue-check";
import type { Finding } from "../finding";
import { copyObjects } from "./copy-objects";
import { applyLists, freeEverything, type Lists, listsSchema } from "./lists-store";
import { BACKUP, readManifest } from "./manifest";

export interface RestoreOptions {
  /** A later `lists.json`: oppositions and withdrawals that are newer than the backup. */
  lists: string | null;
  /** Opens the restored database and brings its schema up to date. */
  openDatabase: () => Promise<void>;
  /** Reads every object again and compares digests. */
  deep: boolean;
  progress?: (step: "objects" | "database" | "check") => void;
}

export interface RestoreResult {
  madeAt: string;
  objects: number;
  oppositions: number;
  withdrawals: number;
  /** What the check found and put right: objects that came while the backup was made. */
  mended: Finding[];
  /** What remains wrong after it. */
  remaining: Finding[];
}

/**
 * Makes an empty catalogue what a backup holds, then applies the lists of who must stay away, and checks it. Whatever
 * is wrong with the backup is told before anything is written; what fails later leaves the target empty again.
 * @throws AppError `forbidden`; `invalid-input` with a reason; `conflict` when the target is not empty
 */
export async function restoreBackup(
  actor: Actor,
  folder: string,
  options: RestoreOptions,
): Promise<RestoreResult> {
  requireCan(actor, "operations.run", { siteId: null });
  const { progress = () => undefined } = options;
  const manifest = await readManifest(folder);
  if (manifest.database.kind !== dumpKind())
    throw new AppError("invalid-input", "made by the other kind of database", { reason: "other-database" });
  const objects = join(env().dataDir, "objects");
  if (!(await isEmptyFolder(objects)) || !(await databaseIsEmpty()))
    throw new AppError("conflict", "the target is not empty", { reason: "not-empty" });
  const lists = [
    await readLists(join(folder, BACKUP.lists)),
    ...(options.lists ? [await readLists(options.lists)] : []),
  ];
  await settleKeys(folder, manifest.keys);

  let copied: number;
  try {
    progress("objects");
    copied = (await copyObjects(join(folder, BACKUP.objects), objects)).count;
    progress("database");
    await restoreDatabase(join(folder, manifest.database.file));
  } catch (error) {
    await rm(objects, { recursive: true, force: true });
    if (env().embedded) await rm(embeddedFolder(), { recursive: true, force: true });
    throw error;
  }
  await options.openDatabase();
  await freeEverything(db());
  const applied = { oppositions: 0, withdrawals: 0 };
  for (const list of lists) {
    const { oppositions, withdrawals } = await inTransaction((tx) => applyLists(tx, list));
    applied.oppositions += oppositions;
    applied.withdrawals += withdrawals;
  }
  progress("check");
  const mended = await check(options.deep, true);
  const remaining = await check(false, false);
  await audit(db(), actor, { type: "catalogue.restored", detail: { objects: copied, ...applied } });
  return { madeAt: manifest.madeAt, objects: copied, ...applied, mended, remaining };
}

async function check(deep: boolean, mend: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  const options = { deep, mend, stopped: true };
  await new CatalogueCheck(db(), objectStore(), new StoreSurvey(), options, (finding) =>
    findings.push(finding),
  ).run();
  return findings;
}

async function isEmptyFolder(path: string): Promise<boolean> {
  const names = await readdir(path).catch(() => []);
  return names.length === 0;
}

async function readLists(path: string): Promise<Lists> {
  try {
    return listsSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw new AppError("invalid-input", "no list", { reason: "no-list" }, { cause });
  }
}

/** The keys that the backup was made with: other keys would find nobody again and open nothing. */
async function settleKeys(folder: string, made: Record<"linkage" | "uid" | "seal", string>): Promise<void> {
  if (!haveSecrets()) {
    const exported = await readFile(join(folder, BACKUP.keys), "utf8").catch(() => null);
    if (exported === null || !env().embedded)
      throw new AppError("invalid-input", "the keys are not here", { reason: "no-keys" });
    importSecrets(exported);
  }
  const here = keyFingerprints();
  if (here.linkage !== made.linkage || here.uid !== made.uid || here.seal !== made.seal)
    throw new AppError("invalid-input", "other keys", { reason: "other-keys" });
}
