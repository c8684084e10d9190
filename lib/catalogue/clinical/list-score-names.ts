import type { Actor } from "@/lib/access/actor";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { findScore, KNOWN_SCORES } from "./score-catalogue";
import { findScoreNames } from "./score-names-store";

/** A score that a question can ask of. */
export interface ScoreName {
  name: string;
  labelFr: string;
  labelEn: string;
  unit: string | null;
  /** Plausible values; null for a score that the house does not know. */
  range: { min: number; max: number; step: number | null } | null;
}

/**
 * The scores that the house knows, and those of other names that subjects within the actor's browse right have. Whoever
 * may only count learns no name that the house does not know: a rare one could be one person's.
 */
export async function listScoreNames(actor: Actor): Promise<ScoreName[]> {
  const filter = examFilter(actor, "browse");
  const stored = filter.kind === "none" ? [] : await findScoreNames(db(), filter);
  const free = stored.filter(({ name }) => findScore(name)?.name !== name);
  return [
    ...KNOWN_SCORES.map(({ name, labelFr, labelEn, unit, min, max, step }) => ({
      name,
      labelFr,
      labelEn,
      unit,
      range: { min, max, step },
    })),
    ...free.map(({ name, unit }) => ({ name, labelFr: name, labelEn: name, unit, range: null })),
  ];
}
