import type { Actor } from "./actor";
import { findScopes, type ScopeOption } from "./grant-store";
import { requireCan } from "./policy";

/** The sites and projects to which a grant can be limited, by name. @throws AppError `forbidden` */
export async function listGrantScopes(
  actor: Actor,
): Promise<{ sites: ScopeOption[]; projects: ScopeOption[] }> {
  requireCan(actor, "grants.manage");
  return findScopes();
}
