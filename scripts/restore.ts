import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/actor";
import { restoreBackup } from "@/lib/ingest/operations/backup/restore-backup";
import { closeDb } from "@/lib/platform/db/client";
import type { EmbeddedDatabase } from "@/lib/platform/db/embedded";
import { defaultEnv, env } from "@/lib/platform/env";
import { CATALOGUE_DATA_DIR, openCatalogue } from "./catalogue";
import { runCommand, say, sayFinding, t } from "./operator";

/** `npm run restore -- FOLDER`: makes an empty catalogue what a backup holds, and checks it. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      oppositions: { type: "string" },
      deep: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  const [given, ...others] = positionals;
  if (values.help || given === undefined || others.length > 0) {
    say(t("restore.usage"));
    return values.help ? 0 : 2;
  }
  const absolute = (path: string) => resolve(env().callerDir, path);
  const folder = absolute(given);
  const lists = values.oppositions === undefined ? null : absolute(values.oppositions);
  defaultEnv({ ARIANE_DATA_DIR: CATALOGUE_DATA_DIR });
  let database: EmbeddedDatabase | null = null;
  try {
    const result = await restoreBackup(systemActor("restore"), folder, {
      lists,
      deep: values.deep,
      openDatabase: async () => {
        database = await openCatalogue();
      },
      progress: (step) => say(t(`restore.step.${step}`)),
    });
    result.mended.forEach(sayFinding);
    result.remaining.forEach(sayFinding);
    const { objects, oppositions, withdrawals, madeAt, remaining } = result;
    const at = new Date(madeAt);
    say(t("restore.done", { objects, oppositions, withdrawals, at, remaining: remaining.length }));
    return remaining.length === 0 ? 0 : 1;
  } finally {
    await closeDb();
    await (database as EmbeddedDatabase | null)?.stop();
  }
}

runCommand(main);
