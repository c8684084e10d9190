import { AppError } from "@/lib/platform/errors";
import { findAccount, type AccountRow } from "./account-store";
import type { Actor } from "./actor";

/** The actor's own name, e-mail and preferences. Nothing of others is disclosed, so nothing is audited. */
export async function readAccount(actor: Actor): Promise<AccountRow> {
  const account = await findAccount(actor.userId);
  if (account === null) throw new AppError("unauthenticated");
  return account;
}
