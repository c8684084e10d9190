import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { db, inTransaction } from "@/lib/platform/db/client";
import {
  type ComparableGroup,
  findGroupsToCompare,
  findGroupStatistics,
  findSmallGroupsBeside,
  markCompared,
  writeStates,
} from "./comparison-store";
import { LEAST_GROUP } from "./qc/compare";

/** Groups of one run; the rest waits for the next. */
const MOST_GROUPS = 20;

/**
 * Tells the series of every group that has new metrics which of them are outliers in it. Bounded: what is left waits for
 * the next run.
 * @returns how many groups were compared
 */
export async function compareQuality(actor: Actor, most = MOST_GROUPS): Promise<number> {
  // Series of every site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  const groups = await findGroupsToCompare(db(), most);
  for (const group of groups) {
    await compareGroup(group);
    const beside = await findSmallGroupsBeside(db(), group, LEAST_GROUP, MOST_GROUPS);
    for (const small of beside) await compareGroup(small);
  }
  return groups.length;
}

function compareGroup(group: ComparableGroup): Promise<number> {
  return inTransaction(async (tx) => {
    await markCompared(tx, group);
    return writeStates(tx, group, await findGroupStatistics(tx, group));
  });
}
