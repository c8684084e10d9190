import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/actor";
import { rebuildSearch } from "@/lib/ingest/operations/rebuild-search";
import { closeDb } from "@/lib/platform/db/client";
import { chooseCatalogue, openCatalogue } from "./catalogue";
import { runCommand, say, t } from "./operator";

/** `npm run rebuild-search`: makes what searches read anew. Ends with 0, or 2 on trouble. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) {
    say(t("rebuildSearch.usage"));
    return 0;
  }
  await chooseCatalogue();
  const database = await openCatalogue();
  try {
    const started = Date.now();
    const made = await rebuildSearch(systemActor("rebuild-search"));
    say(t("rebuildSearch.done", { ...made, seconds: Math.round((Date.now() - started) / 1000) }));
    return 0;
  } finally {
    await closeDb();
    await database?.stop();
  }
}

runCommand(main);
