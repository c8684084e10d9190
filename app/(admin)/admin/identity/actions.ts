"use server";

import { z } from "zod";
import { type ActionResult, runAction } from "@/lib/access/action";
import { decideMatch, decideMatchSchema } from "@/lib/ingest/identity/decide-match";
import { resumeMerge } from "@/lib/ingest/identity/resume-merge";
import { splitMerge } from "@/lib/ingest/identity/split-merge";
import {
  addOppositions,
  addOppositionsSchema,
  type OppositionsAdded,
} from "@/lib/ingest/opposition/add-oppositions";
import {
  checkOpposition,
  oneIdentifierSchema,
  type OppositionState,
} from "@/lib/ingest/opposition/check-opposition";
import { removeOpposition } from "@/lib/ingest/opposition/remove-opposition";

export async function decide(input: z.infer<typeof decideMatchSchema>): Promise<ActionResult<null>> {
  return runAction(decideMatchSchema, input, async (actor, decision) => {
    await decideMatch(actor, decision);
    return null;
  });
}

export async function split(mergeId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), mergeId, async (actor, id) => {
    await splitMerge(actor, id);
    return null;
  });
}

export async function resume(mergeId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), mergeId, async (actor, id) => {
    await resumeMerge(actor, id);
    return null;
  });
}

/** Identifiers come in the body of a POST and go nowhere else: not into the address, the answer or a log. */
export async function add(
  input: z.infer<typeof addOppositionsSchema>,
): Promise<ActionResult<OppositionsAdded>> {
  return runAction(addOppositionsSchema, input, addOppositions);
}

export async function check(
  input: z.infer<typeof oneIdentifierSchema>,
): Promise<ActionResult<OppositionState>> {
  return runAction(oneIdentifierSchema, input, checkOpposition);
}

export async function remove(input: z.infer<typeof oneIdentifierSchema>): Promise<ActionResult<boolean>> {
  return runAction(oneIdentifierSchema, input, removeOpposition);
}
