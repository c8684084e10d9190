import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { countVerdicts, findAssignments, findProtocol } from "./protocol-store";
import type { ProtocolRecord } from "./protocol-view";

/**
 * A protocol with all its versions, where it applies, and how series do by each version.
 * @throws AppError `forbidden` without any grant; `not-found`
 */
export async function getProtocol(actor: Actor, code: string): Promise<ProtocolRecord> {
  requireCan(actor, "network.read");
  const filter = examFilter(actor, "browse");
  const protocol = await findProtocol(db(), code);
  if (!protocol) throw new AppError("not-found");
  const ids = protocol.versions.map(({ id }) => id);
  const counts = await countVerdicts(db(), filter, ids);
  const assignments = await findAssignments(db(), protocol.id);
  await audit(db(), actor, { type: "protocol.viewed", detail: { protocolId: protocol.id } });
  return {
    id: protocol.id,
    code: protocol.code,
    name: protocol.name,
    mayManage: can(actor, "protocols.manage"),
    ...assignments,
    versions: protocol.versions.map((version) => ({
      ...version,
      counts:
        filter.kind === "none"
          ? null
          : (counts.get(version.id) ?? { compliant: 0, minor: 0, major: 0, undetermined: 0 }),
    })),
  };
}
