import { db, type Tx } from "@/lib/platform/db/client";
import { childrenOf, type Criteria, type CriteriaNode } from "./criteria";
import { refusal } from "./parse-criteria";

/** The codes that a question names, of each list once. */
interface NamedCodes {
  diagnosis: Set<string>;
  site: Set<string>;
  project: Set<string>;
  protocol: Set<string>;
}

/**
 * Refuses criteria that name a diagnosis, site, project or protocol that does not exist: "unknown-code", with the list
 * (`details.list`) and the codes (`details.codes`). A code that is spelt wrong would otherwise find nobody, silently.
 */
export async function requireKnownCodes(criteria: Criteria, reader: Tx = db()): Promise<void> {
  const named: NamedCodes = {
    diagnosis: new Set(),
    site: new Set(),
    project: new Set(),
    protocol: new Set(),
  };
  collect(criteria.root, named);
  const where = (codes: Set<string>) => ({ where: { code: { in: [...codes] } }, select: { code: true } });
  const known = {
    diagnosis: named.diagnosis.size === 0 ? [] : await reader.diagnosisTerm.findMany(where(named.diagnosis)),
    site: named.site.size === 0 ? [] : await reader.site.findMany(where(named.site)),
    project: named.project.size === 0 ? [] : await reader.project.findMany(where(named.project)),
    protocol: named.protocol.size === 0 ? [] : await reader.protocol.findMany(where(named.protocol)),
  };
  for (const list of ["diagnosis", "site", "project", "protocol"] as const) {
    const found = new Set(known[list].map(({ code }) => code));
    const codes = [...named[list]].filter((code) => !found.has(code));
    if (codes.length > 0) {
      throw refusal("unknown-code", [], `no such ${list}: ${codes.join(", ")}`, { list, codes });
    }
  }
}

function collect(node: CriteriaNode, named: NamedCodes): void {
  const add = (list: keyof NamedCodes, codes: readonly string[]) => {
    for (const code of codes) named[list].add(code);
  };
  if (node.kind === "diagnosis" || node.kind === "site" || node.kind === "project")
    add(node.kind, node.codes);
  if (node.kind === "control") add("project", node.projects);
  if (node.kind === "protocol") add("protocol", node.codes);
  if (node.kind === "verdict") add("protocol", node.protocols);
  for (const part of childrenOf(node)) collect(part, named);
}
