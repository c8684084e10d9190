import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, requireSiteFilter, siteFilter } from "@/lib/access/policy";
import { findScannersToChoose, findSiteNames, type ScannerToChoose } from "@/lib/network/network-store";
import { db } from "@/lib/platform/db/client";
import { findHeldGroups, type HeldGroup } from "./held-files-store";
import { findOpenTasks, type TaskKind } from "./quarantine-task-store";
import { decisionsFor, type HeldDecision } from "./rules/decisions";

const MOST_SHOWN = 100;

/** Held files of one kind, and what this person may decide about them. */
export interface HeldGroupView extends Omit<HeldGroup, "context"> {
  /** Normalised maker and cleaned model, where the rule that holds them read them. */
  manufacturer: string | null;
  model: string | null;
  fieldStrengthTesla: number | null;
  /** How many private creators are unknown. */
  creators: number;
  decisions: HeldDecision[];
}

export interface HeldGroupsPage {
  groups: HeldGroupView[];
  /** Large decisions that are being carried out. */
  tasks: { id: string; siteName: string; kind: TaskKind; done: number; total: number }[];
  /** Scanners and sites that the actor may choose for held files of an unknown one. */
  scanners: ScannerToChoose[];
  sites: { id: string; name: string }[];
}

/**
 * What is held at the actor's sites, by reason and context: attribute names, makers and models, never values.
 * @throws AppError `forbidden`
 */
export async function listHeldGroups(actor: Actor): Promise<HeldGroupsPage> {
  const filter = requireSiteFilter(actor, "ingest.read");
  const sites = filter.kind === "all" ? null : filter.siteIds;
  const managed = siteFilter(actor, "ingest.manage");
  const [found, tasks, scanners, siteNames] = await Promise.all([
    findHeldGroups(db(), sites, MOST_SHOWN),
    findOpenTasks(db(), sites),
    findScannersToChoose(db(), managed),
    findSiteNames(db(), managed),
  ]);
  await audit(db(), actor, { type: "quarantine.listed", detail: { shown: found.length } });
  return {
    groups: found.map(({ context, ...group }) => ({
      ...group,
      manufacturer: context.manufacturer ?? null,
      model: context.model ?? null,
      fieldStrengthTesla: context.fieldStrengthTesla || null,
      creators: context.creatorHashes?.length ?? 0,
      decisions: can(actor, "ingest.manage", { siteId: group.siteId })
        ? decisionsFor(group.reason, context)
        : [],
    })),
    tasks: tasks.map(({ site, ...task }) => ({ ...task, siteName: site.name })),
    scanners,
    sites: siteNames,
  };
}
