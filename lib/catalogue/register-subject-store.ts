import { randomInt } from "node:crypto";
import { newDateOffsetDays, newPseudonym } from "@/lib/deid/identity";
import type { Tx } from "@/lib/platform/db/client";

export const SEXES = ["female", "male", "other", "unknown"] as const;
export type Sex = (typeof SEXES)[number];

/** What de-identification and registration need of a subject. Never leaves the server. */
export interface RegisteredSubject {
  id: string;
  pseudonym: string;
  dateOffsetDays: number;
}

export interface SubjectFacts {
  /** HMAC of site and PatientID; null when the PatientID names nobody. */
  linkageHash: Uint8Array<ArrayBuffer> | null;
  siteId: string;
  /** Remapped StudyInstanceUID. */
  studyInstanceUid: string;
  sex: Sex;
  phantom: boolean;
}

const SUBJECT = {
  id: true,
  pseudonym: true,
  sex: true,
  secret: { select: { dateOffsetDays: true } },
  links: { select: { linkageHash: true } },
} as const;

/**
 * The subject of a file: the one its hospital identifier leads to, else the one whose exam it continues, else a new
 * one. A new subject without identifier is flagged `unlinked` and holds this Study only.
 * @returns "conflict" when the Study is already another patient's
 */
export async function registerSubject(tx: Tx, facts: SubjectFacts): Promise<RegisteredSubject | "conflict"> {
  const exam = await tx.exam.findUnique({
    where: { studyInstanceUid: facts.studyInstanceUid },
    select: { subject: { select: SUBJECT } },
  });
  const { linkageHash } = facts;
  if (exam) {
    const sameHash = (link: { linkageHash: Uint8Array }) =>
      linkageHash !== null && Buffer.compare(link.linkageHash, linkageHash) === 0;
    if (linkageHash && !exam.subject.links.some(sameHash)) return "conflict";
    return completed(tx, exam.subject, facts.sex);
  }
  const link = linkageHash
    ? await tx.subjectLink.findUnique({ where: { linkageHash }, select: { subject: { select: SUBJECT } } })
    : null;
  return link ? completed(tx, link.subject, facts.sex) : createSubject(tx, facts);
}

type Known = { id: string; pseudonym: string; sex: Sex; secret: { dateOffsetDays: number } | null };

/** A later file may say what an earlier one left empty. */
async function completed(tx: Tx, subject: Known, sex: Sex): Promise<RegisteredSubject> {
  if (subject.sex === "unknown" && sex !== "unknown")
    await tx.subject.update({ where: { id: subject.id }, data: { sex } });
  const dateOffsetDays = subject.secret?.dateOffsetDays ?? (await makeSecret(tx, subject.id));
  return { id: subject.id, pseudonym: subject.pseudonym, dateOffsetDays };
}

async function makeSecret(tx: Tx, subjectId: string): Promise<number> {
  const dateOffsetDays = newDateOffsetDays();
  await tx.subjectSecret.create({ data: { subjectId, dateOffsetDays, countKey: newCountKey() } });
  return dateOffsetDays;
}

async function createSubject(tx: Tx, facts: SubjectFacts): Promise<RegisteredSubject> {
  const pseudonym = await freePseudonym(tx);
  const dateOffsetDays = newDateOffsetDays();
  const { linkageHash, siteId, sex, phantom } = facts;
  const { id } = await tx.subject.create({
    data: {
      pseudonym,
      sex,
      phantom,
      unlinked: linkageHash === null,
      secret: { create: { dateOffsetDays, countKey: newCountKey() } },
      ...(linkageHash && { links: { create: { linkageHash, siteId } } }),
    },
    select: { id: true },
  });
  return { id, pseudonym, dateOffsetDays };
}

async function freePseudonym(tx: Tx): Promise<string> {
  for (;;) {
    const pseudonym = newPseudonym();
    if (!(await tx.subject.findUnique({ where: { pseudonym }, select: { id: true } }))) return pseudonym;
  }
}

function newCountKey(): bigint {
  return BigInt(randomInt(2 ** 32));
}
