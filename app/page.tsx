import { redirect } from "next/navigation";
import { firstPageFor } from "@/components/shell/navigation";
import { findCurrentActor } from "@/lib/access/current-actor";

/** Everybody starts where her work is. */
export default async function Home() {
  const actor = await findCurrentActor();
  redirect(actor ? firstPageFor(actor.roles) : "/sign-in");
}
