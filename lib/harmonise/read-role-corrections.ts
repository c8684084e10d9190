import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { MAP_NAMES } from "@/lib/imaging/image-kind";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { correctionsOf, countSeries, findSeriesRoles, findSitesOfScanner } from "./role-correction-store";
import type { SequenceRole } from "./rules/role-features";
import { keysOf, ruledOf } from "./rules/settle-roles";

/** What a data manager needs to correct the roles of a series. */
export interface RoleCorrectionsView {
  /** Series that a correction would concern: those of the scanner with the same description. */
  series: number;
  /** Maps that there are. */
  maps: readonly string[];
  volumes: {
    volumeId: string;
    corrected: boolean;
    /** What the rules said. */
    ruled: { role: SequenceRole; map: string | null; rule: string };
  }[];
}

/**
 * How far a correction of a series' roles would reach, and which stand.
 * @throws AppError `forbidden` for whoever may not correct them; `not-found`
 */
export async function readRoleCorrections(actor: Actor, seriesId: string): Promise<RoleCorrectionsView> {
  return inTransaction(async (tx) => {
    const found = await findSeriesRoles(tx, seriesId);
    if (found === null) {
      requireCan(actor, "ingest.manage", { siteId: null });
      throw new AppError("not-found");
    }
    for (const siteId of await findSitesOfScanner(tx, found.scannerId))
      requireCan(actor, "ingest.manage", { siteId });
    const standing = await correctionsOf(tx, found);
    const series = await countSeries(tx, found);
    await audit(tx, actor, { type: "role-corrections.read", detail: { seriesId, series } });
    const keys = keysOf(found.volumes);
    return {
      series,
      maps: MAP_NAMES,
      volumes: found.volumes.map((volume, n) => {
        const { role, map, rule } = ruledOf(volume);
        return { volumeId: volume.id, corrected: standing.has(keys[n] ?? ""), ruled: { role, map, rule } };
      }),
    };
  });
}
