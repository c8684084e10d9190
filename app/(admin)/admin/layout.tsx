import type { ReactNode } from "react";
import { notFound } from "next/navigation";
import { AdminNav } from "@/components/admin/admin-nav";
import { ADMIN_SECTIONS, type AdminSection } from "@/components/admin/admin-sections";
import { pageActor } from "@/lib/access/page";
import { type Action, can } from "@/lib/access/policy";
import { countAlarms } from "@/lib/ingest/operations/count-alarms";

const ACTION_OF: Record<AdminSection, Action> = {
  users: "people.manage",
  invitations: "people.manage",
  grants: "grants.manage",
  requests: "grants.manage",
  audit: "audit.read",
  ingest: "ingest.read",
  quarantine: "ingest.read",
  peers: "ingest.read",
  alarms: "operations.read",
  identity: "identity.decide",
  clinical: "clinical.manage",
};

/** Shows the sections that the person can open. Each page's service decides again for itself. */
export default async function Layout({ children }: { children: ReactNode }) {
  const actor = await pageActor();
  const sections = ADMIN_SECTIONS.filter((section) => can(actor, ACTION_OF[section]));
  if (sections.length === 0) notFound();
  return (
    <>
      <AdminNav sections={sections} standing={await countAlarms(actor)} />
      {children}
    </>
  );
}
