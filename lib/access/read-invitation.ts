import { now } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import type { Role } from "./actor";
import { findOpenInvitation } from "./invitation-store";
import { hashInvitationToken } from "./invitation-token";

export interface OpenInvitation {
  /** Null when the invited person gives it herself (the first administrator). */
  email: string | null;
  roles: Role[];
}

/** What a link is for. Whoever holds the token may ask. @throws AppError `not-found` when it cannot be used */
export async function readInvitation(token: string): Promise<OpenInvitation> {
  const invitation = await findOpenInvitation(hashInvitationToken(token), now());
  if (invitation === null) throw new AppError("not-found");
  return { email: invitation.first ? null : invitation.email, roles: invitation.roles };
}
