import { countKeyOf } from "@/lib/catalogue/perturb-count";
import { randomUUID } from "node:crypto";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { ExamFilter } from "@/lib/access/policy";
import { loadTerminology } from "@/lib/catalogue/load-terminology-store";
import type { Criteria } from "../criteria";
import { answeringExams, answeringSeries } from "../criteria-sql-store";
import type { Catalogue, CatalogueExam, CatalogueSeries, Members } from "../evaluate";
import { PROJECT_CODES, PROTOCOL_CODES, SCANNERS, SITE_CODES } from "./vocabulary";

/** What every random catalogue stands on, by code or name. */
export interface Ground {
  siteIds: Map<string, string>;
  /** By the scanner's number, from 1. */
  scanners: Map<string, { id: string; epochId: string }>;
  projectIds: Map<string, string>;
  /** Versions of each protocol: the first judged before, the second judges now. */
  versionIds: Map<string, string[]>;
}

const ids = (codes: readonly string[]) => new Map(codes.map((code) => [code, randomUUID() as string]));

function known<T>(values: Map<string, T>, key: string): T {
  const value = values.get(key);
  if (value === undefined) throw new Error(`the ground has no ${key}`);
  return value;
}

/** Writes the terminology, sites, scanners, projects and protocols of vocabulary.ts, once for a database. */
export async function writeGround(tx: Tx): Promise<Ground> {
  await loadTerminology(tx);
  const siteIds = ids(SITE_CODES);
  await tx.site.createMany({
    data: [...siteIds].map(([code, id]) => ({ id, code, name: code, city: code })),
  });
  const scanners = new Map(
    SCANNERS.map((_, at) => [
      String(at + 1),
      { id: randomUUID() as string, epochId: randomUUID() as string },
    ]),
  );
  await tx.scanner.createMany({
    data: SCANNERS.map(({ siteCode, fieldTesla, ...kind }, at) => ({
      id: known(scanners, String(at + 1)).id,
      siteId: known(siteIds, siteCode),
      fieldStrengthTesla: fieldTesla,
      ...kind,
    })),
  });
  await tx.scannerEpoch.createMany({
    data: [...scanners.values()].map(({ id, epochId }) => ({
      id: epochId,
      scannerId: id,
      softwareVersions: "1",
      startedAt: new Date("2020-01-01"),
    })),
  });
  const projectIds = ids(PROJECT_CODES);
  await tx.project.createMany({ data: [...projectIds].map(([code, id]) => ({ id, code, name: code })) });
  const versionIds = new Map<string, string[]>();
  for (const code of PROTOCOL_CODES) {
    const protocol = await tx.protocol.create({ data: { code, name: code } });
    const versions = [1, 2].map((version) => ({
      id: randomUUID() as string,
      protocolId: protocol.id,
      version,
      validFrom: new Date(`202${version}-01-01`),
      validUntil: version === 1 ? new Date("2022-01-01") : null,
    }));
    await tx.protocolVersion.createMany({ data: versions });
    versionIds.set(
      code,
      versions.map(({ id }) => id),
    );
  }
  return { siteIds, scanners, projectIds, versionIds };
}

/** The version of each judgement: the last one of a protocol is by its newest version. */
function versioned<T>(judgements: readonly T[], codeOf: (one: T) => string, ground: Ground) {
  return judgements.map((judgement, at) => {
    const code = codeOf(judgement);
    const isLast = !judgements.slice(at + 1).some((other) => codeOf(other) === code);
    const [before = "", now = ""] = known(ground.versionIds, code);
    return { judgement, protocolVersionId: isLast ? now : before };
  });
}

/** Makes the database hold the subjects of one catalogue and no others. */
export async function replaceCatalogue(tx: Tx, ground: Ground, catalogue: Catalogue): Promise<void> {
  await tx.exam.deleteMany();
  await tx.subject.deleteMany();
  const { subjects } = catalogue;
  const visits = subjects.flatMap((subject) => subject.visits.map((visit) => ({ subject, visit })));
  const exams = visits.flatMap(({ subject, visit }) => visit.exams.map((exam) => ({ subject, visit, exam })));
  const series = exams.flatMap(({ exam }) => exam.series.map((one, at) => ({ exam, one, number: at + 1 })));
  const scannerOf = (exam: CatalogueExam | undefined) => known(ground.scanners, exam?.scanner.id ?? "");

  await tx.subject.createMany({
    data: subjects.map(({ id, sex }, at) => ({
      id,
      sex: sex as "female" | "male" | "other" | "unknown",
      pseudonym: `ARI-${String(at).padStart(4, "0")}-00`,
      synthetic: true,
    })),
  });
  await tx.subjectSecret.createMany({
    data: subjects.map(({ id }) => ({
      subjectId: id,
      dateOffsetDays: 40_000,
      // All in the sample: what few subjects have can then be told.
      countKey: countKeyOf(0),
    })),
  });
  await tx.diagnosis.createMany({
    data: subjects.flatMap(({ id, diagnoses }) => diagnoses.map((one) => ({ subjectId: id, ...one }))),
  });
  await tx.score.createMany({
    data: subjects.flatMap(({ id, scores }) => scores.map((one) => ({ subjectId: id, ...one }))),
  });
  await tx.projectMember.createMany({
    data: subjects.flatMap(({ id, controlIn }) =>
      [...ground.projectIds].map(([code, projectId]) => ({
        subjectId: id,
        projectId,
        status: controlIn.includes(code) ? ("control" as const) : ("patient" as const),
      })),
    ),
  });
  await tx.visit.createMany({
    data: visits.map(({ subject, visit }) => ({
      id: visit.id,
      subjectId: subject.id,
      scannerId: scannerOf(visit.exams[0]).id,
      startedAt: visit.startedAt,
    })),
  });
  await tx.exam.createMany({
    data: exams.map(({ subject, visit, exam }) => ({
      id: exam.id,
      subjectId: subject.id,
      visitId: visit.id,
      siteId: known(ground.siteIds, exam.siteCode),
      scannerId: scannerOf(exam).id,
      epochId: scannerOf(exam).epochId,
      studyInstanceUid: uidOf(exam.id),
      examAt: exam.examAt,
      ageAtExamYears: exam.ageYears,
      fieldStrengthTesla: exam.fieldTesla,
    })),
  });
  await tx.series.createMany({
    data: series.map(({ exam, one, number }) => seriesRow(exam.id, one, number)),
  });
  await tx.examProject.createMany({
    data: exams.flatMap(({ exam }) =>
      exam.projects.map((code) => ({ examId: exam.id, projectId: known(ground.projectIds, code) })),
    ),
  });
  await tx.examProtocol.createMany({
    data: exams.flatMap(({ exam }) =>
      versioned(exam.protocols, ({ code }) => code, ground).map(({ judgement, protocolVersionId }) => ({
        examId: exam.id,
        protocolVersionId,
        value: judgement.value,
        isWhole: judgement.isWhole,
        current: judgement.current,
      })),
    ),
  });
  await tx.verdict.createMany({
    data: series.flatMap(({ one }) =>
      versioned(one.verdicts, ({ protocol }) => protocol, ground).map(({ judgement, protocolVersionId }) => ({
        seriesId: one.id,
        protocolVersionId,
        value: judgement.value,
        current: judgement.current,
      })),
    ),
  });
}

function uidOf(id: string): string {
  return `2.25.${BigInt(`0x${id.replaceAll("-", "")}`)}`;
}

function seriesRow(examId: string, one: CatalogueSeries, number: number): Prisma.SeriesCreateManyInput {
  const { verdicts: _verdicts, numbers, ...columns } = one;
  const { echoTimeMs, bValueSPerMm2, ...single } = numbers;
  return {
    ...columns,
    examId,
    seriesInstanceUid: uidOf(one.id),
    seriesNumber: number,
    sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
    state: "complete",
    echoTimesMs: echoTimeMs ?? [],
    bValuesSPerMm2: bValueSPerMm2 ?? [],
    ...Object.fromEntries(Object.entries(single).map(([name, values]) => [name, values[0] ?? null])),
  };
}

/** The filter of somebody who may reach these sites and projects, and the same for the catalogue in memory. */
export function reachOf(
  ground: Ground,
  reach: { sites: readonly string[]; projects: readonly string[] } | undefined,
): { filter: ExamFilter; mayReach: (exam: CatalogueExam) => boolean } {
  if (reach === undefined) return { filter: { kind: "all" }, mayReach: () => true };
  return {
    filter: {
      kind: "some",
      siteIds: reach.sites.map((code) => known(ground.siteIds, code)),
      projectIds: reach.projects.map((code) => known(ground.projectIds, code)),
    },
    mayReach: (exam) =>
      reach.sites.includes(exam.siteCode) || exam.projects.some((code) => reach.projects.includes(code)),
  };
}

/** The ids of an answer in the database, each level in order. */
export async function readMembers(reader: Tx, criteria: Criteria, filter: ExamFilter): Promise<Members> {
  const [row] = await reader.$queryRaw<Members[]>(Prisma.sql`
    WITH ${answeringExams(criteria, filter, "member")}
    SELECT array(SELECT DISTINCT "subjectId"::text FROM "member" ORDER BY 1) AS "subjectIds",
      array(SELECT "id"::text FROM "member" ORDER BY 1) AS "examIds",
      array(SELECT s."id"::text FROM "Series" s JOIN "member" m ON m."id" = s."examId"
        WHERE ${answeringSeries(criteria)} ORDER BY 1) AS "seriesIds"`);
  if (!row) throw new Error("no row");
  // The database orders texts by its locale.
  return { subjectIds: row.subjectIds.sort(), examIds: row.examIds.sort(), seriesIds: row.seriesIds.sort() };
}
