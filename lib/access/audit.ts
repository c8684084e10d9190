import { z } from "zod";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Actor, GRANT_LEVELS, GRANT_SCOPES, isSystem, ROLES } from "./actor";
import { insertAuditEvent } from "./audit-store";

// A detail holds ids, closed words and counts. There is no free text in it on purpose: nothing typed by a person or
// read from an image header can enter the audit trail.
const id = z.guid();
const count = z.number().int().nonnegative();

/** A word of a closed list that a folder above keeps. */
const word = z.string().regex(/^[a-zA-Z]{1,20}$/);

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
  "access.requested": z.strictObject({
    requestId: id,
    level: z.enum(GRANT_LEVELS),
    siteId: id.nullable(),
    projectId: id.nullable(),
  }),
  "access.requests-listed": z.strictObject({ shown: count }),
  "token.created": z.strictObject({ tokenId: id, siteId: id }),
  "token.revoked": z.strictObject({ tokenId: id }),
  "audit.listed": z.strictObject({ shown: count }),

  "catalogue.searched": z.strictObject({ unit: z.enum(["subjects", "exams", "series"]), shown: count }),
  /** A question about cohorts: with exact counts or perturbed ones, how many clauses, how many changes were offered. */
  "cohort.asked": z.strictObject({ access: z.enum(["rows", "counts"]), clauses: count, loosenings: count }),
  "subject.viewed": z.strictObject({ subjectId: id }),
  "subject.identified": z.strictObject({ siteId: id, subjectId: id.nullable() }),
  "exam.viewed": z.strictObject({ examId: id }),
  "exams.compared": z.strictObject({ examIds: z.array(id) }),
  "series.viewed": z.strictObject({ seriesId: id, examId: id }),
  "series.quality-viewed": z.strictObject({ seriesId: id, examId: id }),
  "series.rated": z.strictObject({
    seriesId: id,
    examId: id,
    rating: z.enum(["good", "usable", "unusable"]),
    /** Words of a closed list (lib/harmonise/qc/rating.ts). */
    comments: z.array(z.string().regex(/^[a-zA-Z]{1,20}$/)).max(30),
  }),
  "series.rating-undone": z.strictObject({ seriesId: id, examId: id }),
  "volume.read": z.strictObject({ volumeId: id, examId: id }),
  "measurements.listed": z.strictObject({ examId: id, shown: count }),
  "measurement.created": z.strictObject({ measurementId: id, examId: id }),
  "measurement.deleted": z.strictObject({ measurementId: id, examId: id }),
  "network.viewed": z.strictObject({ sites: count }),
  /** The dimensions of lib/cohort/overlap. */
  "cohort-overlap.viewed": z.strictObject({ rows: word, columns: word, split: word.nullable() }),
  "cohort-comparison.viewed": z.strictObject({ cohorts: count }),
  "discovery.viewed": z.strictObject({ groups: count }),
  "site.added": z.strictObject({ siteId: id }),
  "site.edited": z.strictObject({ siteId: id }),
  "scanner.added": z.strictObject({ scannerId: id, siteId: id }),
  "scanner.edited": z.strictObject({ scannerId: id, siteId: id, retired: z.boolean() }),
  "epoch.added": z.strictObject({ epochId: id, scannerId: id }),
  "notices.listed": z.strictObject({ shown: count }),
  "notice.acknowledged": z.strictObject({ noticeId: id }),
  "scanner.watched": z.strictObject({ scannerId: id, opened: count, closed: count }),
  "scanner.viewed": z.strictObject({ scannerId: id, dated: z.boolean(), counted: z.boolean() }),
  "scanner-finding.acknowledged": z.strictObject({ findingId: id, scannerId: id }),

  "judging-tasks.listed": z.strictObject({ shown: count }),
  "assignment.listed": z.strictObject({ shown: count }),
  "assignment.saved": z.strictObject({ rules: count }),
  /** By hand; no protocol lets the rules decide again. */
  "exam.protocols-chosen": z.strictObject({ examId: id, protocolIds: z.array(id) }),
  /** Verdicts of an exam, or of one of its series. */
  "compliance.viewed": z.strictObject({ examId: id, seriesId: id.nullable() }),
  "harmonisation.choices-listed": z.strictObject({ sequences: count }),
  "harmonisation.previewed": z.strictObject({ subjects: count, refusals: count }),
  "harmonisation.fitted": z.strictObject({ modelId: id, version: count, subjects: count }),
  "harmonisation.listed": z.strictObject({ shown: count }),
  "harmonisation.viewed": z.strictObject({ modelId: id }),
  "harmonisation.applied": z.strictObject({ modelId: id, exams: count }),
  "harmonisation.exported": z.strictObject({ modelId: id, exams: count }),

  "cohort.saved": z.strictObject({ cohortId: id }),
  "cohort.edited": z.strictObject({ cohortId: id }),
  "cohort.question-changed": z.strictObject({ cohortId: id }),
  "cohort.archived": z.strictObject({ cohortId: id }),
  "cohort.restored": z.strictObject({ cohortId: id }),
  "cohort.shared": z.strictObject({
    cohortId: id,
    userId: id.nullable(),
    projectId: id.nullable(),
    mayEdit: z.boolean(),
  }),
  "cohort.unshared": z.strictObject({ cohortId: id, userId: id.nullable(), projectId: id.nullable() }),
  "cohorts.listed": z.strictObject({ shown: count }),
  "cohort.viewed": z.strictObject({ cohortId: id }),
  "cohort.run": z.strictObject({ cohortId: id }),
  "cohort.runs-listed": z.strictObject({ cohortId: id, shown: count }),
  "cohort.frozen": z.strictObject({ cohortId: id, versionId: id, version: count, exams: count }),
  /** A frozen version; `shown` members of one page. */
  "cohort-version.viewed": z.strictObject({ versionId: id, shown: count }),
  "cohort-version.compared": z.strictObject({ versionId: id, entered: count, left: count }),
  "cohort-version.exported": z.strictObject({ versionId: id, rows: count, leftOut: count }),

  "protocols.listed": z.strictObject({ shown: count }),
  "protocol.viewed": z.strictObject({ protocolId: id }),
  "protocol.version-saved": z.strictObject({
    protocolId: id,
    versionId: id,
    version: count,
    /** Earlier versions that end where it begins, and those whose place it takes. */
    closed: count,
    superseded: count,
  }),
  "protocol.drafted": z.strictObject({ examId: id.nullable(), exams: count }),
  "protocol.tried": z.strictObject({ protocolId: id.nullable(), exams: count }),

  "peers.listed": z.strictObject({ shown: count }),
  "peer.saved": z.strictObject({ peerId: id, siteId: id, enabled: z.boolean() }),
  "peer.removed": z.strictObject({ peerId: id }),

  "ingest.run-started": z.strictObject({ runId: id, siteId: id.nullable() }),
  "ingest.run-finished": z.strictObject({ runId: id, received: count }),
  "ingest.run-settled": z.strictObject({ runId: id }),
  "nifti.received": z.strictObject({ niftiId: id, sourceSeriesId: id, examId: id }),
  /** `isNew` is false where the series showed the same file before. */
  "nifti.attached": z.strictObject({ niftiId: id, sourceSeriesId: id, seriesId: id, isNew: z.boolean() }),
  "nifti.refused": z.strictObject({ niftiId: id, sourceSeriesId: id }),
  "ingest.days-listed": z.strictObject({ shown: count }),
  "ingest.runs-listed": z.strictObject({ shown: count }),
  "alarms.viewed": z.strictObject({ standing: count }),
  "job.retried": z.strictObject({ job: z.string().regex(/^[a-z.]{1,60}$/), seriesId: id.nullable() }),
  "catalogue.checked": z.strictObject({ findings: count, mended: count }),
  "catalogue.search-rebuilt": z.strictObject({ exams: count, subjects: count }),
  "catalogue.lists-exported": z.strictObject({}),
  "catalogue.backed-up": z.strictObject({ objects: count }),
  "catalogue.restored": z.strictObject({ objects: count, oppositions: count, withdrawals: count }),
  "fixity.failed": z.strictObject({ seriesId: id, objects: count }),
  "quarantine.listed": z.strictObject({ shown: count }),
  /** A task is a decision about so many files that a job carries it out. */
  "quarantine.released": z.strictObject({ siteId: id, files: count, taskId: id.nullable() }),
  "quarantine.erased": z.strictObject({ siteId: id, files: count, taskId: id.nullable() }),
  "quarantine.counted": z.strictObject({ siteId: id, files: count }),
  /** Held files of a scanner that was not known were said to be this one's; remembered for later files. */
  "quarantine.scanner-mapped": z.strictObject({
    siteId: id,
    scannerId: id,
    files: count,
    taskId: id.nullable(),
  }),
  /** Private creators whose elements are dropped from now on. */
  "quarantine.creators-dropped": z.strictObject({
    siteId: id,
    creators: count,
    files: count,
    taskId: id.nullable(),
  }),
  "quarantine.expired": z.strictObject({ files: count }),

  "role-corrections.read": z.strictObject({ seriesId: id, series: count }),
  /** Of one volume and its like in all series of the scanner with that description. */
  "role.corrected": z.strictObject({
    seriesId: id,
    scannerId: id,
    role: z.string().regex(/^[A-Za-z0-9]{1,20}$/),
    series: count,
    later: z.boolean(),
  }),
  "role.correction-removed": z.strictObject({
    seriesId: id,
    scannerId: id,
    series: count,
    later: z.boolean(),
  }),

  "identity.listed": z.strictObject({ shown: count }),
  "identity.match-decided": z.strictObject({
    matchId: id,
    decision: z.enum(["same-person", "two-people"]),
    subjectIds: z.array(id),
  }),
  "subject.merge-started": z.strictObject({ mergeId: id, subjectId: id, mergedSubjectId: id }),
  "subject.merge-finished": z.strictObject({ mergeId: id, series: count }),
  "subject.merge-resumed": z.strictObject({ mergeId: id }),
  "subject.split-started": z.strictObject({ mergeId: id, subjectId: id, mergedSubjectId: id }),
  "subject.split-finished": z.strictObject({ mergeId: id, series: count }),
  "clinical.import-tried": z.strictObject({ siteId: id, rows: count }),
  "clinical.imported": z.strictObject({
    importId: id,
    siteId: id,
    diagnoses: count,
    scores: count,
    controls: count,
  }),
  "clinical.import-undone": z.strictObject({
    importId: id,
    siteId: id,
    diagnoses: count,
    scores: count,
    controls: count,
  }),
  "clinical.imports-listed": z.strictObject({ shown: count }),
  /** True dates of a subject's diagnoses and scores were shown to somebody who may change them. */
  "clinical.record-opened": z.strictObject({ subjectId: id }),
  "diagnosis.saved": z.strictObject({ subjectId: id, diagnosisId: id, isNew: z.boolean() }),
  "diagnosis.removed": z.strictObject({ subjectId: id, diagnosisId: id }),
  "score.saved": z.strictObject({ subjectId: id, scoreId: id, isNew: z.boolean() }),
  "score.removed": z.strictObject({ subjectId: id, scoreId: id }),
  /** What had been removed is back as it was. */
  "clinical.restored": z.strictObject({ subjectId: id, kind: z.enum(["diagnosis", "score"]) }),
  "terms.loaded": z.strictObject({ terms: count, removed: count }),
  "oppositions.listed": z.strictObject({ shown: count }),
  "opposition.added": z.strictObject({ siteId: id, added: count }),
  "opposition.tried": z.strictObject({ siteId: id, read: count }),
  "opposition.checked": z.strictObject({ siteId: id, opposed: z.boolean() }),
  "opposition.removed": z.strictObject({ siteId: id, removed: z.boolean() }),
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
