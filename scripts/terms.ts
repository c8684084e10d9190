import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/access/actor";
import { codeListSchema, loadCodeList } from "@/lib/catalogue/clinical/load-code-list";
import { closeDb } from "@/lib/platform/db/client";
import { chooseCatalogue, openCatalogue } from "./catalogue";
import { runCommand, say, t } from "./operator";

/** `npm run terms -- FILE`: loads a code list. Ends with 0 when it is loaded, 1 when rows are wrong, 2 on trouble. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  const [path] = positionals;
  if (values.help || path === undefined || positionals.length > 1) {
    say(t("terms.usage"));
    return values.help ? 0 : 2;
  }
  const named = values.list ?? basename(path).replace(/\.[^.]*$/, "");
  const list = codeListSchema.shape.list.safeParse(named.toLowerCase().replace(/[^a-z0-9-]+/g, "-"));
  if (!list.success) {
    say(t("terms.listName"));
    return 2;
  }
  const text = await readFile(path, "utf8");
  await chooseCatalogue();
  const database = await openCatalogue();
  try {
    const answer = await loadCodeList(systemActor("terms"), { list: list.data, text });
    for (const { line, reason, value } of answer.problems)
      say(`${reason}\t${line}\t${t(`terms.reason.${reason}`, { value })}`);
    for (const code of answer.stillUsed) say(`still-used\t${code}\t${t("terms.stillUsed")}`);
    const wrong = answer.problems.length + answer.stillUsed.length;
    say(
      wrong > 0
        ? t("terms.refused", { count: wrong })
        : t("terms.loaded", { count: answer.terms, list: list.data, removed: answer.removed }),
    );
    return wrong > 0 ? 1 : 0;
  } finally {
    await closeDb();
    await database?.stop();
  }
}

runCommand(main);
