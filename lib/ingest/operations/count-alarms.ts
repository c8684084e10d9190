import type { Actor } from "@/lib/access/actor";
import { can } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { countStanding, judgeAlarms } from "./alarms";
import { FactsReader } from "./gather-facts";

/** Every page of the administration asks; the answer is not older than this. */
const FRESH_MS = 30_000;

let last: { at: number; count: Promise<number> } | undefined;

/** How many alarms stand, for a badge; none for whoever may not see them. */
export async function countAlarms(actor: Actor): Promise<number> {
  if (!can(actor, "operations.read")) return 0;
  const at = now().getTime();
  if (!last || at - last.at > FRESH_MS)
    last = { at, count: new FactsReader(db()).read().then((facts) => countStanding(judgeAlarms(facts))) };
  // A badge that cannot be counted must not take the page with it.
  return last.count.catch(() => {
    last = undefined;
    return 0;
  });
}
