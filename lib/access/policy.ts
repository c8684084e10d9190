import { AppError } from "@/lib/platform/errors";
import { type Actor, type ActiveGrant, GRANT_LEVELS, type GrantLevel, isSystem, type Role } from "./actor";

// Every rule of access, in one place. Roles open verbs; grants open rows. No function here reads the database.

/** Which exams an actor may reach at a level; visible-store.ts makes a query of it. */
export type ExamFilter =
  { kind: "all" } | { kind: "some"; siteIds: string[]; projectIds: string[] } | { kind: "none" };

/** Which sites an actor may act on. */
export type SiteFilter = { kind: "all" } | { kind: "some"; siteIds: string[] } | { kind: "none" };

/** Verbs that are not about one exam. */
export const ACTIONS = [
  /** See, invite, disable users; change roles. */
  "people.manage",
  /** Give, list and revoke grants. */
  "grants.manage",
  /** Read the audit events. */
  "audit.read",
  /** Say which DICOM nodes may send. */
  "peers.manage",
  /** See sites, scanners and their models: no person is in it. */
  "network.read",
  /** Enter and rename sites. */
  "sites.manage",
  /** Enter and change scanners (of a site, when one is named), and see what comes from them. */
  "network.manage",
  /** Read ingest runs and quarantine (of a site, when one is named). */
  "ingest.read",
  /** Give files, map or erase quarantined ones (of a site, when one is named). */
  "ingest.manage",
  /** See whether the catalogue is well: alarms, dead letters, backlogs. No person is in it. */
  "operations.read",
  /** Give a failed job another try (of a site, when one is named). */
  "operations.retry",
  /** Check, mend, back up and restore: the operator's commands and the jobs, never a person of the interface. */
  "operations.run",
  /** Ask which subject a hospital identifier belongs to, at a site. */
  "subject.identify",
  /** Import diagnoses and scores at a site, and take an import back. */
  "clinical.manage",
  /** Write diagnoses and scores of one subject, with true dates, at a site where she was examined. */
  "clinical.edit",
  /** Say whether two subjects are one person; of all sites that have something of either. */
  "identity.decide",
  /** Keep a site's opposition list. */
  "opposition.manage",
  /** Write protocols, say which exams they judge, and have series judged anew: they are the whole network's. */
  "protocols.manage",
  /** Fit statistical harmonisations, read and apply them: over the persons of the whole network. */
  "harmonisation.use",
  /** Take harmonised values of persons away as a file. */
  "harmonisation.export",
  /** Read true dates of a site. */
  "true-dates.read",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface ActionResource {
  siteId?: string | null;
}

/** What the policy needs to know of an exam. */
export interface ExamResource {
  siteId: string;
  projectIds: readonly string[];
}

/** Whether a level includes another: export ⊃ view ⊃ browse ⊃ count. */
export function levelIncludes(held: GrantLevel, asked: GrantLevel): boolean {
  return GRANT_LEVELS.indexOf(held) >= GRANT_LEVELS.indexOf(asked);
}

/** The exams an actor may reach at a level. Roles alone reach none, the administrator's included. */
export function examFilter(actor: Actor, level: GrantLevel): ExamFilter {
  if (isSystem(actor)) return { kind: "all" };
  const held = actor.grants.filter((grant) => levelIncludes(grant.level, level));
  if (held.some((grant) => grant.scope === "network")) return { kind: "all" };
  const siteIds = idsOf(held, "site");
  const projectIds = idsOf(held, "project");
  return siteIds.length + projectIds.length > 0 ? { kind: "some", siteIds, projectIds } : { kind: "none" };
}

/** The exams an actor may reach, or "forbidden" when there is nothing she could reach. */
export function requireExamFilter(actor: Actor, level: GrantLevel): Exclude<ExamFilter, { kind: "none" }> {
  const filter = examFilter(actor, level);
  if (filter.kind === "none") throw new AppError("forbidden");
  return filter;
}

/** Whether one exam is inside the actor's rights at a level. */
export function canReachExam(actor: Actor, level: GrantLevel, exam: ExamResource): boolean {
  const filter = examFilter(actor, level);
  if (filter.kind !== "some") return filter.kind === "all";
  return (
    filter.siteIds.includes(exam.siteId) ||
    exam.projectIds.some((project) => filter.projectIds.includes(project))
  );
}

/** Throws "not-found" outside the actor's rights, as for an exam that does not exist. */
export function requireExam(actor: Actor, level: GrantLevel, exam: ExamResource | null): void {
  if (exam === null || !canReachExam(actor, level, exam)) throw new AppError("not-found");
}

/** The sites of an action: a site or network grant of the level the action asks for, with its role. */
export function siteFilter(actor: Actor, action: Action): SiteFilter {
  if (isSystem(actor)) return { kind: "all" };
  switch (action) {
    case "people.manage":
    case "grants.manage":
    case "sites.manage":
    case "audit.read":
    case "peers.manage":
      return everywhereIf(has(actor, "admin"));
    case "network.read":
      return everywhereIf(has(actor, "admin") || has(actor, "dataManager") || actor.grants.length > 0);
    case "network.manage":
    case "ingest.read":
      // Machines, counts and attribute names only: running the network needs them, whatever its rows.
      return has(actor, "admin") ? { kind: "all" } : siteFilter(actor, "ingest.manage");
    case "ingest.manage":
    case "clinical.manage":
    case "identity.decide":
    case "opposition.manage":
      return sitesOf(actor, has(actor, "dataManager"), (grant) => levelIncludes(grant.level, "browse"));
    case "clinical.edit":
      // Whoever types or reads a true date beside an exam's learns the subject's offset.
      return sitesOf(
        actor,
        has(actor, "dataManager") || has(actor, "clinician"),
        (grant) => grant.trueDates && levelIncludes(grant.level, "browse"),
      );
    case "protocols.manage":
      return everywhereIf(siteFilter(actor, "ingest.manage").kind === "all");
    case "operations.read":
      return everywhereIf(has(actor, "admin") || has(actor, "dataManager"));
    case "operations.run":
      return { kind: "none" };
    case "operations.retry":
      // Another try discloses nothing and changes nothing that had not to be done.
      return has(actor, "admin") ? { kind: "all" } : siteFilter(actor, "ingest.manage");
    case "subject.identify":
      return sitesOf(actor, has(actor, "clinician"), (grant) => levelIncludes(grant.level, "view"));
    case "harmonisation.use":
    case "harmonisation.export": {
      // A model is of all scanners and for all of them: a right to one site does not stretch to the others' persons.
      const level = action === "harmonisation.use" ? "browse" : "export";
      const isResearcher = has(actor, "neuroscientist") || has(actor, "dataManager");
      return everywhereIf(isResearcher && examFilter(actor, level).kind === "all");
    }
    case "true-dates.read":
      return sitesOf(actor, true, (grant) => grant.trueDates);
  }
}

/** Whether an actor may do something, at a site when one is named, anywhere at all when none is. */
export function can(actor: Actor, action: Action, resource: ActionResource = {}): boolean {
  const sites = siteFilter(actor, action);
  if (sites.kind !== "some") return sites.kind === "all";
  if (resource.siteId === undefined) return true;
  return resource.siteId !== null && sites.siteIds.includes(resource.siteId);
}

/** Throws "forbidden" unless the actor may. */
export function requireCan(actor: Actor, action: Action, resource: ActionResource = {}): void {
  if (!can(actor, action, resource)) throw new AppError("forbidden");
}

/** The sites of an action, or "forbidden" when there is none. */
export function requireSiteFilter(actor: Actor, action: Action): Exclude<SiteFilter, { kind: "none" }> {
  const filter = siteFilter(actor, action);
  if (filter.kind === "none") throw new AppError("forbidden");
  return filter;
}

function has(actor: Actor, role: Role): boolean {
  return actor.roles.includes(role);
}

function everywhereIf(allowed: boolean): SiteFilter {
  return allowed ? { kind: "all" } : { kind: "none" };
}

function sitesOf(actor: Actor, role: boolean, counts: (grant: ActiveGrant) => boolean): SiteFilter {
  if (!role) return { kind: "none" };
  const held = actor.grants.filter(counts);
  if (held.some((grant) => grant.scope === "network")) return { kind: "all" };
  const siteIds = idsOf(held, "site");
  return siteIds.length > 0 ? { kind: "some", siteIds } : { kind: "none" };
}

function idsOf(grants: readonly ActiveGrant[], scope: "site" | "project"): string[] {
  const ids = grants.flatMap((grant) => {
    const id = grant.scope === scope ? (scope === "site" ? grant.siteId : grant.projectId) : null;
    return id === null ? [] : [id];
  });
  return [...new Set(ids)].sort();
}
