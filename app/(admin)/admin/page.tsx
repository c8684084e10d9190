import { redirect } from "next/navigation";
import { pageActor } from "@/lib/access/page";
import { can } from "@/lib/access/policy";

/** The first section that the person can open. */
export default async function AdminPage() {
  const actor = await pageActor();
  if (can(actor, "people.manage")) redirect("/admin/users");
  redirect(can(actor, "ingest.read") ? "/admin/ingest" : "/admin/alarms");
}
