import type { Prisma } from "@/lib/platform/db/client";
import { type Db, type Tx } from "@/lib/platform/db/client";
import { UNDATED } from "../exam-date";
import type { ImportSubject, NewDiagnosis, NewScore } from "./clinical-row";

type Hash = Uint8Array<ArrayBuffer>;

/** Values of one condition, rows of one statement. */
const BATCH = 4000;

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

const SUBJECT = {
  id: true,
  pseudonym: true,
  sex: true,
  secret: { select: { dateOffsetDays: true } },
  exams: {
    where: { examAt: { not: UNDATED } },
    orderBy: [{ examAt: "asc" }, { id: "asc" }],
    take: 1,
    select: { examAt: true, ageAtExamYears: true },
  },
} satisfies Prisma.SubjectSelect;

/** Persons with an exam at the site who have not withdrawn. */
function importable(siteId: string): Prisma.SubjectWhereInput {
  return { phantom: false, exams: { some: { siteId } }, withdrawals: { none: {} }, secret: { isNot: null } };
}

function asSubject(row: Prisma.SubjectGetPayload<{ select: typeof SUBJECT }>): ImportSubject[] {
  const { id, pseudonym, sex, secret, exams } = row;
  return secret
    ? [{ id, pseudonym, sex, dateOffsetDays: secret.dateOffsetDays, firstExam: exams[0] ?? null }]
    : [];
}

/** Subjects of a site by linkage hash (hexadecimal). */
export async function findSubjectsByHash(
  tx: Tx,
  siteId: string,
  hashes: readonly Hash[],
): Promise<Map<string, ImportSubject>> {
  const found = new Map<string, ImportSubject>();
  for (const part of batches(hashes)) {
    const links = await tx.subjectLink.findMany({
      where: { siteId, linkageHash: { in: part }, subject: importable(siteId) },
      select: { linkageHash: true, subject: { select: SUBJECT } },
    });
    for (const { linkageHash, subject } of links)
      for (const one of asSubject(subject)) found.set(Buffer.from(linkageHash).toString("hex"), one);
  }
  return found;
}

/** Subjects with an exam at a site by pseudonym. */
export async function findSubjectsByPseudonym(
  tx: Tx,
  siteId: string,
  pseudonyms: readonly string[],
): Promise<Map<string, ImportSubject>> {
  const found = new Map<string, ImportSubject>();
  for (const part of batches(pseudonyms)) {
    const rows = await tx.subject.findMany({
      where: { AND: [{ pseudonym: { in: part } }, importable(siteId)] },
      select: SUBJECT,
    });
    for (const one of rows.flatMap(asSubject)) found.set(one.pseudonym, one);
  }
  return found;
}

/** Those of the hashes (hexadecimal) whose person opposes. */
export async function findOpposedHashes(tx: Tx, hashes: readonly Hash[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const part of batches(hashes)) {
    const rows = await tx.opposition.findMany({
      where: { linkageHash: { in: part } },
      select: { linkageHash: true },
    });
    for (const { linkageHash } of rows) found.add(Buffer.from(linkageHash).toString("hex"));
  }
  return found;
}

const STATEMENT = {
  subjectId: true,
  code: true,
  onsetOn: true,
  onsetPrecision: true,
  assertedOn: true,
  assertedPrecision: true,
  abatedOn: true,
  abatedPrecision: true,
  verification: true,
} satisfies Prisma.DiagnosisSelect;

/** What is stated of some subjects already. */
export async function findStated(tx: Tx, subjectIds: readonly string[], projectId: string | null) {
  const diagnoses: Prisma.DiagnosisGetPayload<{ select: typeof STATEMENT }>[] = [];
  const scores: { subjectId: string; name: string; value: number; takenOn: Date }[] = [];
  const members: { subjectId: string; status: "patient" | "control" }[] = [];
  for (const part of batches(subjectIds)) {
    const where = { subjectId: { in: part } };
    diagnoses.push(...(await tx.diagnosis.findMany({ where, select: STATEMENT })));
    scores.push(
      ...(await tx.score.findMany({
        where,
        select: { subjectId: true, name: true, value: true, takenOn: true },
      })),
    );
    if (projectId !== null)
      members.push(
        ...(await tx.projectMember.findMany({
          where: { ...where, projectId },
          select: { subjectId: true, status: true },
        })),
      );
  }
  return { diagnoses, scores, members };
}

/** One import of a site at a time: what is a duplicate must not change under it. */
export async function lockImports(tx: Tx, siteId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`clinical ${siteId}`}, 0))`;
}

/** When the same file was imported at the site, and not taken back; null when it was not. */
export async function findSameFile(tx: Tx, siteId: string, fileDigest: Hash): Promise<Date | null> {
  const row = await tx.clinicalImport.findFirst({
    where: { siteId, fileSha256: fileDigest, undoneAt: null },
    orderBy: { importedAt: "desc" },
    select: { importedAt: true },
  });
  return row?.importedAt ?? null;
}

export async function findProjectId(tx: Tx, code: string): Promise<string | null> {
  return (await tx.project.findUnique({ where: { code }, select: { id: true } }))?.id ?? null;
}

export interface ImportRows {
  siteId: string;
  importedById: string | null;
  fileDigest: Hash;
  diagnoses: readonly NewDiagnosis[];
  scores: readonly NewScore[];
  controls: readonly string[];
  projectId: string | null;
}

/** @returns id of the import */
export async function insertImport(tx: Tx, rows: ImportRows): Promise<string> {
  const { id: importId } = await tx.clinicalImport.create({
    data: {
      siteId: rows.siteId,
      importedById: rows.importedById,
      fileSha256: rows.fileDigest,
      diagnosisCount: rows.diagnoses.length,
      scoreCount: rows.scores.length,
      memberCount: rows.controls.length,
    },
    select: { id: true },
  });
  for (const part of batches(rows.diagnoses))
    await tx.diagnosis.createMany({ data: part.map((row) => ({ ...row, importId })) });
  for (const part of batches(rows.scores))
    await tx.score.createMany({ data: part.map((row) => ({ ...row, importId })) });
  const { projectId } = rows;
  if (projectId !== null)
    for (const part of batches(rows.controls))
      await tx.projectMember.createMany({
        data: part.map((subjectId) => ({ projectId, subjectId, status: "control" as const, importId })),
      });
  return importId;
}

/** The site of an import that still stands; null when there is none. */
export async function findStandingImport(db: Db | Tx, importId: string): Promise<{ siteId: string } | null> {
  const row = await db.clinicalImport.findFirst({
    where: { id: importId, undoneAt: null },
    select: { siteId: true },
  });
  return row?.siteId ? { siteId: row.siteId } : null;
}

/** Takes back whatever an import brought and is still there, and marks it; the counts are those taken back. */
export async function removeImported(
  tx: Tx,
  importId: string,
  at: Date,
): Promise<{ diagnoses: number; scores: number; controls: number }> {
  const where = { importId };
  const { count: diagnoses } = await tx.diagnosis.deleteMany({ where });
  const { count: scores } = await tx.score.deleteMany({ where });
  const { count: controls } = await tx.projectMember.deleteMany({ where });
  await tx.clinicalImport.update({ where: { id: importId }, data: { undoneAt: at }, select: { id: true } });
  return { diagnoses, scores, controls };
}

export interface ImportRow {
  id: string;
  siteName: string;
  importedBy: string | null;
  importedAt: Date;
  diagnosisCount: number;
  scoreCount: number;
  memberCount: number;
  undoneAt: Date | null;
}

/** The newest imports of some sites; `null` for every site. */
export async function findImports(
  db: Db | Tx,
  siteIds: readonly string[] | null,
  take: number,
): Promise<ImportRow[]> {
  const rows = await db.clinicalImport.findMany({
    where: siteIds === null ? {} : { siteId: { in: [...siteIds] } },
    orderBy: [{ importedAt: "desc" }, { id: "asc" }],
    take,
    include: { site: { select: { name: true } } },
  });
  const people = await db.user.findMany({
    where: { id: { in: rows.flatMap(({ importedById }) => importedById ?? []) } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ site, importedById, ...row }) => ({
    id: row.id,
    siteName: site?.name ?? "",
    importedBy: importedById === null ? null : (nameOf.get(importedById) ?? null),
    importedAt: row.importedAt,
    diagnosisCount: row.diagnosisCount,
    scoreCount: row.scoreCount,
    memberCount: row.memberCount,
    undoneAt: row.undoneAt,
  }));
}
