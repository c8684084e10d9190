import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { insertNotice } from "@/lib/network/notice-store";
import { now } from "@/lib/platform/clock";
import { db, inTransaction } from "@/lib/platform/db/client";
import { planFindings } from "./plan-findings";
import { findScannerFindings } from "./scanner-changes";
import { findWatchedScanners, lockKnownFindings, readObservations, writeFindings } from "./watch-store";

/** How far back a scanner is watched, in years: what was longer ago is history, not news. */
const YEARS = 5;

/**
 * Looks at every scanner in use for what moved (metrics, departures from protocols): opens findings and announces them
 * at the site, updates their figures, closes those that no longer hold. Doing it again changes nothing.
 * @throws AppError `forbidden`
 */
export async function watchScanners(actor: Actor): Promise<{ opened: number; closed: number }> {
  requireCan(actor, "operations.run");
  const since = now();
  since.setUTCFullYear(since.getUTCFullYear() - YEARS);
  const total = { opened: 0, closed: 0 };
  for (const { id: scannerId, siteId } of await findWatchedScanners(db())) {
    const held = findScannerFindings(await readObservations(db(), scannerId, since));
    await inTransaction(async (tx) => {
      const plan = planFindings(await lockKnownFindings(tx, scannerId), held);
      await writeFindings(tx, scannerId, plan);
      const opened = plan.opened.length + plan.reopened.length;
      const closed = plan.closed.length;
      if (opened > 0)
        await insertNotice(
          tx,
          { siteId, scannerId },
          { kind: "scanner-drifts", detail: { findings: opened } },
        );
      if (opened + closed > 0)
        await audit(tx, actor, { type: "scanner.watched", detail: { scannerId, opened, closed } });
      total.opened += opened;
      total.closed += closed;
    });
  }
  return total;
}
