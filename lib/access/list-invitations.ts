import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { findInvitations, type InvitationRow } from "./invitation-store";
import { requireCan } from "./policy";

export type ListedInvitation = InvitationRow & { state: "open" | "accepted" | "revoked" | "expired" };

/** The latest hundred invitations, newest first; never their links. @throws AppError `forbidden` */
export async function listInvitations(actor: Actor): Promise<ListedInvitation[]> {
  requireCan(actor, "people.manage");
  const rows = await findInvitations();
  await audit(db(), actor, { type: "invitations.listed", detail: { shown: rows.length } });
  const at = now();
  return rows.map((row) => ({ ...row, state: stateOf(row, at) }));
}

function stateOf(row: InvitationRow, at: Date): ListedInvitation["state"] {
  if (row.acceptedAt !== null) return "accepted";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt.getTime() <= at.getTime() ? "expired" : "open";
}
