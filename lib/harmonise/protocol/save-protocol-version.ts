import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { queueRejudging } from "@/lib/harmonise/queue-judging";
import { now } from "@/lib/platform/clock";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { protocolDocumentSchema } from "./content";
import { namedScanners } from "./named-scanners";
import { overlap, planVersion } from "./plan-version";
import { findKnownScanners, insertProtocol, insertVersion, lockProtocol } from "./protocol-store";

export const saveProtocolVersionSchema = z.strictObject({
  document: protocolDocumentSchema,
  /** The newest version that its writer has seen: 0 for a new protocol. Null does not mind. */
  basedOn: z.number().int().min(0).nullable(),
  /** What becomes of versions that apply on some of the same days: they give way, or nothing is saved. */
  onOverlap: z.enum(["replace", "refuse"]),
});

export interface SavedVersion {
  code: string;
  version: number;
  /** Earlier versions that end the day before it begins. */
  closed: number[];
  /** Earlier versions whose place it takes altogether. */
  superseded: number[];
  /** The task that judges exams anew; null for a new protocol, which judges nothing until a rule names it. */
  taskId: string | null;
}

/**
 * Writes a protocol, or a new version of the one that has its code, and has its exams judged anew.
 * @throws AppError `forbidden`; `conflict` (details.reason "protocol-changed", "protocol-code-taken", "overlaps-version"
 * with version, from and until, "unknown-scanner" with path)
 */
export async function saveProtocolVersion(
  actor: Actor,
  { document, basedOn, onOverlap }: z.infer<typeof saveProtocolVersionSchema>,
): Promise<SavedVersion> {
  requireCan(actor, "protocols.manage");
  const { code, name } = document;
  return inTransaction(async (tx) => {
    const scanners = namedScanners(document.content);
    const known = await findKnownScanners(
      tx,
      scanners.map(({ id }) => id),
    );
    const unknown = scanners.find(({ id }) => !known.has(id));
    if (unknown) throw conflict("unknown-scanner", { path: ["content", ...unknown.path].join(".") });

    const existing = await lockProtocol(tx, code);
    if (basedOn !== null && (existing?.latest ?? 0) !== basedOn)
      throw conflict(basedOn === 0 ? "protocol-code-taken" : "protocol-changed");
    const standing = existing?.standing ?? [];
    if (onOverlap === "refuse") {
      const other = standing.find((one) => overlap(one, document));
      if (other) {
        const { version, validFrom, validUntil } = other;
        throw conflict("overlaps-version", { version, from: validFrom, until: validUntil });
      }
    }
    const protocolId = existing?.id ?? (await insertProtocol(tx, code, name));
    if (protocolId === null) throw conflict("protocol-code-taken");
    const plan = planVersion(standing, document);
    const version = (existing?.latest ?? 0) + 1;
    const by = isSystem(actor) ? null : actor.userId;
    const versionId = await insertVersion(tx, protocolId, version, plan, document, { by, at: now() });
    const taskId = existing
      ? await queueRejudging(tx, {
          reason: "protocol-saved",
          selection: { by: "protocol", protocolId },
          createdById: by,
        })
      : null;
    const closed = plan.closes.map((one) => one.version);
    const superseded = plan.supersedes.map((one) => one.version);
    await audit(tx, actor, {
      type: "protocol.version-saved",
      detail: { protocolId, versionId, version, closed: closed.length, superseded: superseded.length },
    });
    return { code, version, closed, superseded, taskId };
  });
}

function conflict(reason: string, details: Record<string, unknown> = {}): AppError {
  return new AppError("conflict", undefined, { reason, ...details });
}
