import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type ListProblem, readCodeList } from "@/lib/terminology/read-code-list";
import { ancestorsOf, findTerm } from "@/lib/terminology/terms";
import { loadTerminology } from "../load-terminology-store";
import {
  type Edge,
  findKnownCodes,
  findListedParents,
  findUsedCodes,
  writeListedClosure,
  writeListTerms,
} from "./code-list-store";

export const codeListSchema = z.object({
  /** Name of the list; loading it again replaces it. */
  list: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,29}$/)
    .refine((name) => name !== "doid", "doid is shipped"),
  text: z.string().max(50_000_000),
});

export interface CodeListLoaded {
  terms: number;
  /** Terms that the list had before and has no more. */
  removed: number;
  /** With any, nothing is loaded. */
  problems: ListProblem[];
  /** Codes that the list has no more although diagnoses, or terms of other lists, name them; with any, nothing is loaded. */
  stillUsed: string[];
}

/**
 * Loads a list of codes beside the shipped ontology, or replaces the list of that name; all or nothing.
 * @throws AppError `forbidden` for anyone but the operator; `invalid-input` for what is no table
 */
export async function loadCodeList(
  actor: Actor,
  { list, text }: z.infer<typeof codeListSchema>,
): Promise<CodeListLoaded> {
  requireCan(actor, "operations.run");
  return inTransaction(async (tx) => {
    await loadTerminology(tx);
    const known = await findKnownCodes(tx);
    const { terms, problems } = readCodeList(text, list, known);
    const own = new Set(terms.map(({ code }) => code));
    const gone = [...known].flatMap(([code, owner]) => (owner === list && !own.has(code) ? [code] : []));
    const parents = await findListedParents(tx);
    const isGone = new Set(gone);
    const inOthers = [...parents].flatMap(([child, above]) =>
      known.get(child) === list ? [] : above.filter((code) => isGone.has(code)),
    );
    const stillUsed = [...new Set([...inOthers, ...(await findUsedCodes(tx, gone))])].sort();
    const answer = { terms: terms.length, removed: gone.length, problems, stillUsed };
    if (problems.length > 0 || stillUsed.length > 0) return answer;
    if (terms.length === 0) throw new AppError("invalid-input", "the list is empty", { reason: "empty" });

    // A term without parents has an edge to itself all the same.
    for (const [code, owner] of known) if (owner !== "doid" && !parents.has(code)) parents.set(code, []);
    for (const code of gone) parents.delete(code);
    for (const term of terms) parents.set(term.code, term.parents);
    const edges = closureOf(parents);
    if (edges === null)
      throw new AppError("invalid-input", "a cycle through another list", { reason: "cycle" });
    await writeListTerms(tx, list, terms, gone);
    await writeListedClosure(tx, edges);
    await audit(tx, actor, { type: "terms.loaded", detail: { terms: terms.length, removed: gone.length } });
    return answer;
  }, 300_000);
}

/** Everything above each listed term with its shortest distance; null when a term stands above itself. */
function closureOf(parents: ReadonlyMap<string, readonly string[]>): Edge[] | null {
  const edges: Edge[] = [];
  for (const [descendantCode, direct] of parents) {
    const distance = new Map([[descendantCode, 0]]);
    let level = [...direct];
    for (let depth = 1; level.length > 0; depth++) {
      const next: string[] = [];
      for (const code of level) {
        if (code === descendantCode) return null;
        if (distance.has(code) && !findTerm(code)) continue;
        const above = findTerm(code) ? ancestorsOf(code) : new Map([[code, 0]]);
        for (const [ancestor, further] of above)
          distance.set(ancestor, Math.min(distance.get(ancestor) ?? Infinity, depth + further));
        next.push(...(parents.get(code) ?? []));
      }
      level = next;
    }
    for (const [ancestorCode, depth] of distance) edges.push({ ancestorCode, descendantCode, depth });
  }
  return edges;
}
