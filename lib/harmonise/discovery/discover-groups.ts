import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExamFilter, siteFilter } from "@/lib/access/policy";
import { SEQUENCE_ROLES } from "@/lib/harmonise/rules/role-features";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { groupParameters, type ParameterGroup } from "./group-parameters";
import {
  countKinds,
  findScanners,
  type KindCount,
  type NamedScanner,
  readParameterRows,
} from "./group-parameters-store";

export const DISCOVERY_VENDORS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;

/** What can be asked in the page's address; what makes no sense is at rest. */
export const discoverySchema = z.object({
  role: z.enum(SEQUENCE_ROLES).nullable().catch(null).default(null),
  dimension: z.enum(["3D", "2D", "unknown"]).nullable().catch(null).default(null),
  maker: z.enum(DISCOVERY_VENDORS).nullable().catch(null).default(null),
});
export type DiscoveryQuery = z.infer<typeof discoverySchema>;

/** Groups that are shown one by one; the rest is said to be there. */
const MOST_GROUPS = 40;

export interface Discovery {
  kinds: KindCount[];
  /** The kind that is shown; null when there is no series at all. */
  kind: KindCount | null;
  groups: ParameterGroup[];
  hasDominant: boolean;
  seriesCount: number;
  /** Groups and their series beyond those shown. */
  rest: { groups: number; series: number };
  scanners: NamedScanner[];
}

/**
 * How the fleet sets a kind of sequence, where no reference says how it should: over the exams that the actor may browse.
 * Months are told of sites whose true dates she may read.
 * @throws AppError `forbidden` without the right to browse anything
 */
export async function discoverGroups(actor: Actor, query: DiscoveryQuery): Promise<Discovery> {
  const filter = requireExamFilter(actor, "browse");
  const kinds = await countKinds(db(), filter);
  const kind = chosen(kinds, query);
  const rows = kind
    ? await readParameterRows(db(), filter, {
        kind,
        manufacturer: query.maker,
        trueDates: siteFilter(actor, "true-dates.read"),
        timeZone: env().timeZone,
      })
    : [];
  const { groups, hasDominant } = groupParameters(rows);
  const shown = groups.slice(0, MOST_GROUPS);
  const scannerIds = new Set(shown.flatMap(({ cells }) => cells.map(({ scannerId }) => scannerId)));
  const scanners = await findScanners(db(), [...scannerIds]);
  await audit(db(), actor, { type: "discovery.viewed", detail: { groups: groups.length } });
  const series = (list: readonly ParameterGroup[]) => list.reduce((sum, group) => sum + group.seriesCount, 0);
  return {
    kinds,
    kind,
    groups: shown,
    hasDominant,
    seriesCount: series(groups),
    rest: { groups: groups.length - shown.length, series: series(groups) - series(shown) },
    scanners,
  };
}

function chosen(kinds: readonly KindCount[], { role, dimension }: DiscoveryQuery): KindCount | null {
  const of3D = { "3D": true, "2D": false, unknown: null };
  const fits = kinds.filter(
    (kind) => (role === null || kind.role === role) && (dimension === null || kind.is3D === of3D[dimension]),
  );
  return fits[0] ?? kinds[0] ?? null;
}
