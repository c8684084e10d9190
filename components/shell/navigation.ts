export type NavigationKey = "catalogue" | "cohorts" | "find" | "network" | "administration";

export interface NavigationItem {
  key: NavigationKey;
  href: string;
  /** The item is current on every path under this one. */
  under: string;
}

type UserRole = "neuroscientist" | "clinician" | "dataManager" | "admin";

/**
 * What the bar offers to someone with these roles, and some grant or none. It only spares useless clicks: each page's service decides.
 */
export function navigationFor(roles: readonly UserRole[], holdsGrant: boolean): NavigationItem[] {
  const items: NavigationItem[] = [{ key: "catalogue", href: "/catalogue", under: "/catalogue" }];
  if (holdsGrant) items.push({ key: "cohorts", href: "/cohorts", under: "/cohorts" });
  if (roles.includes("clinician")) items.push({ key: "find", href: "/find", under: "/find" });
  items.push({ key: "network", href: "/network", under: "/network" });
  if (roles.includes("admin")) {
    items.push({ key: "administration", href: "/admin/users", under: "/admin" });
  } else if (roles.includes("dataManager")) {
    items.push({ key: "administration", href: "/admin/ingest", under: "/admin" });
  }
  return items;
}

/** The first page of someone with these roles: what she comes for. */
export function firstPageFor(roles: readonly UserRole[]): string {
  const [only, ...others] = roles;
  if (others.length === 0) {
    if (only === "clinician") return "/find";
    if (only === "dataManager") return "/admin/ingest";
    if (only === "admin") return "/admin/users";
  }
  return "/catalogue";
}
