import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { queueRejudging } from "./queue-judging";
import type { CorrectedSeries } from "./role-correction-store";
import { settlePart } from "./settle-part";

/**
 * Brings all series of one scanner and description in line with the corrections that stand, part by part, and has the
 * scanner's exams judged anew. Begun again, it changes only what is not yet in line.
 * @throws AppError `forbidden`
 */
export async function settleSeriesRoles(actor: Actor, series: CorrectedSeries): Promise<void> {
  // Series of any site: the right must be for all.
  requireCan(actor, "ingest.manage", { siteId: null });
  let after: string | null = null;
  do {
    const from: string | null = after;
    after = await inTransaction(async (tx) => {
      const { cursor } = await settlePart(tx, series, from);
      if (cursor === null)
        await queueRejudging(tx, {
          reason: "role-corrected",
          selection: { by: "scanner", scannerId: series.scannerId },
          createdById: null,
        });
      return cursor;
    });
  } while (after !== null);
}
