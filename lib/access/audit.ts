import { z } from "zod";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, GRANT_LEVELS, GRANT_SCOPES, isSystem, ROLES } from "./actor";
import { insertAuditEvent } from "./audit-store";

// A detail holds ids, closed words and counts. There is no free text in it on purpose: nothing typed by a person or
// read from an image header can enter the audit trail.
const id = z.guid();
const count = z.number().int().nonnegative();

/** The closed vocabulary: what can be recorded, and with which detail. */
export const AUDIT_EVENTS = {
  "sign-in.succeeded": z.strictObject({}),
  "sign-in.failed": z.strictObject({ reason: z.enum(["credentials", "disabled", "rate-limited"]) }),
  "sessions.ended": z.strictObject({ userId: id }),
  "password.changed": z.strictObject({ userId: id }),

  "users.listed": z.strictObject({ shown: count }),
  "user.roles-changed": z.strictObject({ userId: id, roles: z.array(z.enum(ROLES)) }),
  "user.disabled": z.strictObject({ userId: id }),
  "user.enabled": z.strictObject({ userId: id }),
  "invitations.listed": z.strictObject({ shown: count }),
  "invitation.created": z.strictObject({ invitationId: id, roles: z.array(z.enum(ROLES)) }),
  "invitation.revoked": z.strictObject({ invitationId: id }),
  "invitation.accepted": z.strictObject({ invitationId: id, userId: id }),
  "grants.listed": z.strictObject({ shown: count }),
  "grant.given": z.strictObject({
    grantId: id,
    userId: id,
    scope: z.enum(GRANT_SCOPES),
    siteId: id.nullable(),
    projectId: id.nullable(),
    level: z.enum(GRANT_LEVELS),
    trueDates: z.boolean(),
    /** Given to oneself: allowed, and never unseen. */
    toSelf: z.boolean(),
  }),
  "grant.revoked": z.strictObject({ grantId: id, userId: id }),
  "token.created": z.strictObject({ tokenId: id, siteId: id }),
  "token.revoked": z.strictObject({ tokenId: id }),
  "audit.listed": z.strictObject({ shown: count }),

  "catalogue.searched": z.strictObject({ unit: z.enum(["subjects", "exams", "series"]), shown: count }),
  "subject.viewed": z.strictObject({ subjectId: id }),
  "subject.identified": z.strictObject({ siteId: id, subjectId: id.nullable() }),
  "exam.viewed": z.strictObject({ examId: id }),
  "exams.compared": z.strictObject({ examIds: z.array(id) }),
  "series.viewed": z.strictObject({ seriesId: id, examId: id }),
  "volume.read": z.strictObject({ volumeId: id, examId: id }),
  "measurements.listed": z.strictObject({ examId: id, shown: count }),
  "measurement.created": z.strictObject({ measurementId: id, examId: id }),
  "measurement.deleted": z.strictObject({ measurementId: id, examId: id }),
  "network.viewed": z.strictObject({ sites: count }),

  "ingest.run-started": z.strictObject({ runId: id, siteId: id.nullable() }),
  "ingest.run-finished": z.strictObject({ runId: id, received: count }),
  "ingest.run-settled": z.strictObject({ runId: id }),
  "ingest.runs-listed": z.strictObject({ shown: count }),
  "quarantine.listed": z.strictObject({ shown: count }),
  "quarantine.erased": z.strictObject({ quarantineId: id }),
} as const satisfies Record<string, z.ZodObject>;

export type AuditType = keyof typeof AUDIT_EVENTS;
export const AUDIT_TYPES = Object.keys(AUDIT_EVENTS) as AuditType[];

export type AuditInput = {
  [T in AuditType]: { type: T; detail: z.infer<(typeof AUDIT_EVENTS)[T]> };
}[AuditType];

/**
 * Appends one event in the caller's transaction (or alone): what was disclosed or changed is recorded or does not
 * happen.
 * @throws AppError `internal` when the detail is outside the vocabulary.
 */
export async function audit(tx: Tx | Db, actor: Actor | null, event: AuditInput): Promise<void> {
  const detail = AUDIT_EVENTS[event.type].safeParse(event.detail);
  if (!detail.success)
    throw new AppError("internal", `audit detail of ${event.type} is outside its vocabulary`);
  await insertAuditEvent(tx, {
    actorId: actor === null || isSystem(actor) ? null : actor.userId,
    agent: actor?.agent ?? "user",
    type: event.type,
    detail: detail.data,
  });
}
