import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "./actor";
import { audit } from "./audit";
import { requireCan } from "./policy";
import { findUsers, type UserRow } from "./user-store";

export type ListedUser = UserRow & { activeGrants: number };

/** Everybody who has an account, by name. @throws AppError `forbidden` */
export async function listUsers(actor: Actor): Promise<ListedUser[]> {
  requireCan(actor, "people.manage");
  const users = await findUsers(now());
  await audit(db(), actor, { type: "users.listed", detail: { shown: users.length } });
  return users;
}
