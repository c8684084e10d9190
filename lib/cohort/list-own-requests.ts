import { type Actor, isSystem } from "@/lib/access/actor";
import { AppError } from "@/lib/platform/errors";
import { findAccessRequests } from "./access-request-store";
import { readableRequests, type ListedRequest } from "./readable-requests";

/** The actor's own requests and what became of them. @throws AppError `forbidden` for the system */
export async function listOwnRequests(actor: Actor): Promise<ListedRequest[]> {
  if (isSystem(actor)) throw new AppError("forbidden");
  return readableRequests(await findAccessRequests(actor.userId)).requests;
}
