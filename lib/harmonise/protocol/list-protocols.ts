import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter, requireCan } from "@/lib/access/policy";
import { listJudgingTasks } from "@/lib/harmonise/list-judging-tasks";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { countVerdicts, findProtocols, type StoredProtocol } from "./protocol-store";
import type { ProtocolList, ProtocolSummary } from "./protocol-view";

/**
 * Every protocol with the version that applies, and how the series of the exams that the actor may browse do by it.
 * @throws AppError `forbidden` without any grant
 */
export async function listProtocols(actor: Actor): Promise<ProtocolList> {
  requireCan(actor, "network.read");
  const filter = examFilter(actor, "browse");
  const mayManage = can(actor, "protocols.manage");
  const today = now().toISOString().slice(0, 10);
  const found = (await findProtocols(db())).map((protocol) => ({
    protocol,
    standing: standingOn(protocol, today),
  }));
  const counts = await countVerdicts(
    db(),
    filter,
    found.flatMap(({ standing }) => standing?.id ?? []),
  );
  await audit(db(), actor, { type: "protocols.listed", detail: { shown: found.length } });
  return {
    mayManage,
    tasks: mayManage ? await listJudgingTasks(actor) : [],
    protocols: found.map(({ protocol, standing }): ProtocolSummary => {
      const { id, code, name, versions, assigned } = protocol;
      return {
        id,
        code,
        name,
        assigned,
        latestVersion: versions[0]?.version ?? 0,
        stepCount: standing?.content?.steps.length ?? 0,
        appliesToday: standing !== null && appliesOn(standing, today),
        standing: standing && {
          id: standing.id,
          version: standing.version,
          validFrom: standing.validFrom,
          validUntil: standing.validUntil,
          superseded: standing.superseded,
          reason: standing.reason,
          createdAt: standing.createdAt,
          counts: filter.kind === "none" ? null : (counts.get(standing.id) ?? NONE),
        },
      };
    }),
  };
}

const NONE = { compliant: 0, minor: 0, major: 0, undetermined: 0 };

function appliesOn(version: { validFrom: string; validUntil: string | null }, day: string): boolean {
  return version.validFrom <= day && (version.validUntil === null || day < version.validUntil);
}

function standingOn({ versions }: StoredProtocol, day: string) {
  const standing = versions
    .filter(({ superseded }) => !superseded)
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return (
    standing.find((version) => appliesOn(version, day)) ??
    standing.find(({ validFrom }) => validFrom > day) ??
    standing.at(-1) ??
    null
  );
}
