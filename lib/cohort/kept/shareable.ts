import type { Actor } from "@/lib/access/actor";
import { projectIdsOf } from "./cohort-right";

/** Projects with which somebody can share a question: hers; null for all, where she has a grant on the network. */
export function shareableProjects(actor: Actor): string[] | null {
  return actor.grants.some(({ scope }) => scope === "network") ? null : projectIdsOf(actor);
}
