import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/actor";
import { checkCatalogue } from "@/lib/ingest/operations/check-catalogue";
import { closeDb } from "@/lib/platform/db/client";
import { chooseCatalogue, openCatalogue } from "./catalogue";
import { runCommand, say, sayFinding, t } from "./operator";

/** `npm run fsck`: whether rows and objects agree. Ends with 0 when nothing is left to mend, 1 otherwise, 2 on trouble. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      mend: { type: "boolean", default: false },
      deep: { type: "boolean", default: false },
      stopped: { type: "boolean", default: false },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    say(t("fsck.usage"));
    return 0;
  }
  await chooseCatalogue();
  const database = await openCatalogue();
  try {
    // Who had to start the embedded database is alone with it.
    const stopped = values.stopped || database !== null;
    const options = { mend: values.mend, deep: values.deep, stopped };
    const { findings, mended } = await checkCatalogue(systemActor("fsck"), options, sayFinding);
    say(findings === 0 ? t("fsck.clean") : t("fsck.result", { findings, mended }));
    return findings === mended ? 0 : 1;
  } finally {
    await closeDb();
    await database?.stop();
  }
}

runCommand(main);
