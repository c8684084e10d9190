import { randomInt } from "node:crypto";
import { newDateOffsetDays, newPseudonym } from "@/lib/deid/identity";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { noteTraits } from "./subject-traits-store";
import type { Trait } from "./traits";
import { countKeyOf, SAMPLE_ONE_IN } from "./perturb-count";

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
  /** Keyed hashes of what the header says of the person. */
  traits: readonly Trait[];
}

const SUBJECT = {
  id: true,
  pseudonym: true,
  sex: true,
  unlinked: true,
  phantom: true,
  secret: { select: { dateOffsetDays: true } },
  links: { select: { linkageHash: true } },
} as const;

/**
 * The subject of a file: the one its hospital identifier leads to, else the one whose exam it continues, else a new
 * one. A new subject without identifier is flagged `unlinked` and holds this Study only.
 * @returns "conflict" when the Study is already another patient's; "somebody-else" when the identifier is: name and birth
 * date both differ from those that it came with before
 */
export async function registerSubject(
  tx: Tx,
  facts: SubjectFacts,
): Promise<RegisteredSubject | "conflict" | "somebody-else"> {
  const exam = await tx.exam.findUnique({
    where: { studyInstanceUid: facts.studyInstanceUid },
    select: { subject: { select: SUBJECT } },
  });
  const { linkageHash } = facts;
  if (exam) {
    const sameHash = (link: { linkageHash: Uint8Array }) =>
      linkageHash !== null && Buffer.compare(link.linkageHash, linkageHash) === 0;
    if (linkageHash && !exam.subject.links.some(sameHash)) return "conflict";
    return completed(tx, exam.subject, facts);
  }
  const link = linkageHash
    ? await tx.subjectLink.findUnique({ where: { linkageHash }, select: { subject: { select: SUBJECT } } })
    : null;
  return link ? completed(tx, link.subject, facts) : createSubject(tx, facts);
}

type Known = Prisma.SubjectGetPayload<{ select: typeof SUBJECT }>;

/** A later file may say what an earlier one left empty. */
async function completed(
  tx: Tx,
  subject: Known,
  { sex, traits }: SubjectFacts,
): Promise<RegisteredSubject | "somebody-else"> {
  // Without an identifier nothing says that two headers are about one person.
  if (!subject.unlinked && !subject.phantom) {
    const noted = await noteTraits(tx, subject.id, traits);
    if (noted === "somebody-else") return noted;
  }
  if (subject.sex === "unknown" && sex !== "unknown")
    await tx.subject.update({ where: { id: subject.id }, data: { sex }, select: { id: true } });
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
  if (linkageHash !== null && !phantom) await noteTraits(tx, id, facts.traits);
  return { id, pseudonym, dateOffsetDays };
}

async function freePseudonym(tx: Tx): Promise<string> {
  for (;;) {
    const pseudonym = newPseudonym();
    if (!(await tx.subject.findUnique({ where: { pseudonym }, select: { id: true } }))) return pseudonym;
  }
}

function newCountKey(): bigint {
  return countKeyOf(randomInt(SAMPLE_ONE_IN));
}
