import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/actor";
import { backUp } from "@/lib/ingest/operations/backup/back-up";
import { exportLists } from "@/lib/ingest/operations/backup/export-lists";
import { closeDb } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { chooseCatalogue, openCatalogue } from "./catalogue";
import { runCommand, say, t } from "./operator";

/** `npm run backup -- FOLDER`: database and objects, while the catalogue runs. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "with-keys": { type: "boolean", default: false },
      "lists-only": { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  const [given, ...others] = positionals;
  if (values.help || given === undefined || others.length > 0) {
    say(t("backup.usage"));
    return values.help ? 0 : 2;
  }
  const target = resolve(env().callerDir, given);
  await chooseCatalogue();
  const database = await openCatalogue();
  const actor = systemActor("backup");
  try {
    if (values["lists-only"]) {
      await exportLists(actor, target);
      say(t("backup.listsWritten"));
      return 0;
    }
    const withKeys = values["with-keys"];
    const progress = (step: "database" | "objects") => say(t(`backup.step.${step}`));
    const { objects, copied } = await backUp(actor, target, { withKeys, progress });
    say(t("backup.done", { count: objects.count, copied }));
    say(t(withKeys ? "backup.keysInside" : "backup.keysOutside"));
    return 0;
  } finally {
    await closeDb();
    await database?.stop();
  }
}

runCommand(main);
