import { AppError } from "@/lib/platform/errors";
import type { Actor } from "./actor";
import { type AccountRow, findAccount } from "./user-store";

/** The actor's own name, e-mail, roles and preferences. @throws AppError `not-found` for the system */
export async function readAccount(actor: Actor): Promise<AccountRow> {
  const account = await findAccount(actor.userId);
  if (account === null) throw new AppError("not-found");
  return account;
}
