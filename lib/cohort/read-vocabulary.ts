import type { Actor } from "@/lib/access/actor";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { childrenOf, type Criteria, type CriteriaNode } from "./criteria";
import { findVocabulary } from "./vocabulary-store";
import type { Vocabulary } from "./vocabulary";

function diagnosisCodes(node: CriteriaNode): readonly string[] {
  return node.kind === "diagnosis" ? node.codes : childrenOf(node).flatMap(diagnosisCodes);
}

/**
 * The words that a question can name: sites, scanners and protocols of the network, the labels of the diagnoses that it
 * names already, and the projects that hold an exam which the actor may browse. It tells nothing of any subject.
 * @param more codes of diagnoses to name besides
 */
export async function readVocabulary(
  actor: Actor,
  criteria: Criteria,
  more: readonly string[] = [],
): Promise<Vocabulary> {
  return findVocabulary(db(), examFilter(actor, "browse"), [...diagnosisCodes(criteria.root), ...more]);
}
