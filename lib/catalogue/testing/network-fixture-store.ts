import { countKeyOf, SAMPLE_ONE_IN } from "@/lib/catalogue/perturb-count";
import { randomUUID } from "node:crypto";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { loadTerminology } from "../load-terminology-store";
import type { OracleExam, OracleSubject } from "./search-oracle";

/** A generator of numbers that is the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const FIXTURE_CODES = [
  "DOID:2377",
  "DOID:2378",
  "DOID:10652",
  "DOID:3068",
  "DOID:5419",
  "DOID:0051062",
];
export const FIXTURE_MODELS = [
  { manufacturer: "Siemens", model: "MAGNETOM Prisma" },
  { manufacturer: "Siemens", model: "MAGNETOM Skyra" },
  { manufacturer: "Philips", model: "Ingenia Elition X" },
  { manufacturer: "GE", model: "SIGNA Architect" },
  { manufacturer: "Siemens", model: "MAGNETOM Terra.X" },
] as const;
export const FIXTURE_SITES = [
  { code: "NORD", name: "CHU du Nord", city: "Lille" },
  { code: "COTE", name: "CH de la Côte", city: "Boulogne" },
  { code: "SUD", name: "CH du Sud", city: "Amiens" },
];
export const FIXTURE_ROLES = ["T1w", "FLAIR", "DWI", "SWI", "localiser"] as const;
export const FIXTURE_MAPS = ["ADC", "FA"];
const DAY_MS = 86_400_000;
const FIELDS = [3, 2.8936, 3, 1.5, 7];
const DESCRIPTIONS = ["IRM cérébrale", "Suivi SEP", "Bilan cognitif", null];
const SERIES_NAMES = ["AX FLAIR", "T1 MPRAGE sag", "ep2d diffusion", "t1_mprage", null];
const PRECISIONS = ["day", "day", "month", "year"] as const;
const SEXES = ["female", "male", "unknown"] as const;

export interface Fixture {
  exams: OracleExam[];
  siteIds: Map<string, string>;
  projectId: string;
}

/** Writes a small network of random subjects, and gives the same data as the oracle wants it. */
export async function writeNetwork(tx: Tx, seed: number, subjectCount: number): Promise<Fixture> {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const chance = (p: number) => random() < p;
  await loadTerminology(tx);

  const sites = FIXTURE_SITES.map((site) => ({ id: randomUUID(), ...site }));
  await tx.site.createMany({ data: sites });
  const scanners = sites.flatMap((site, at) =>
    [0, 1].map((n) => {
      const kind = FIXTURE_MODELS[(at * 2 + n) % FIXTURE_MODELS.length] ?? FIXTURE_MODELS[0];
      return { id: randomUUID(), siteId: site.id, ...kind, fieldStrengthTesla: FIELDS[at * 2 + n] ?? 3 };
    }),
  );
  await tx.scanner.createMany({ data: scanners });
  const epochs = scanners.map((scanner) => ({
    id: randomUUID(),
    scannerId: scanner.id,
    softwareVersions: "1",
    startedAt: new Date("2020-01-01"),
  }));
  await tx.scannerEpoch.createMany({ data: epochs });
  const project = { id: randomUUID(), code: "P1", name: "Project" };
  await tx.project.create({ data: project });
  const protocols = [
    { id: randomUUID(), code: "NEURO", name: "Protocole harmonisé" },
    { id: randomUUID(), code: "BRIEF", name: "Protocole court" },
  ];
  await tx.protocol.createMany({ data: protocols });
  const versions = protocols.map((protocol) => ({
    id: randomUUID(),
    protocolId: protocol.id,
    version: 1,
    validFrom: new Date("2020-01-01"),
  }));
  await tx.protocolVersion.createMany({ data: versions });

  const rows = {
    subjects: [] as Prisma.SubjectCreateManyInput[],
    secrets: [] as { subjectId: string; dateOffsetDays: number; countKey: bigint }[],
    diagnoses: [] as Prisma.DiagnosisCreateManyInput[],
    members: [] as { projectId: string; subjectId: string; status: "patient" | "control" }[],
    visits: [] as {
      id: string;
      subjectId: string;
      scannerId: string;
      startedAt: Date;
      monthsFromFirst: number;
    }[],
    examProjects: [] as { examId: string; projectId: string }[],
    examProtocols: [] as Prisma.ExamProtocolCreateManyInput[],
    verdicts: [] as Prisma.VerdictCreateManyInput[],
  };
  const exams: OracleExam[] = [];
  const examRows: Prisma.ExamCreateManyInput[] = [];
  const seriesRows: Prisma.SeriesCreateManyInput[] = [];
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const letters = (n: number) => Array.from({ length: n }, () => pick([...alphabet])).join("");

  for (let s = 0; s < subjectCount; s++) {
    const id = randomUUID();
    const control = chance(0.25);
    const firstAt = new Date(Date.UTC(2140, Math.floor(random() * 24), 1 + Math.floor(random() * 27), 10));
    const sex = pick(SEXES);
    const subject: OracleSubject = {
      pseudonym: `ARI-${letters(4)}-${letters(2)}`,
      sex,
      control,
      diagnoses: Array.from({ length: control ? 0 : 1 + Math.floor(random() * 2) }, () => {
        const assertedOn = new Date(firstAt.getTime() + Math.floor((random() - 0.6) * 900) * DAY_MS);
        return {
          code: pick(FIXTURE_CODES),
          assertedOn,
          assertedPrecision: pick(PRECISIONS),
          abatedOn: chance(0.25)
            ? new Date(assertedOn.getTime() + Math.floor(random() * 700) * DAY_MS)
            : null,
          verification: pick(["confirmed", "confirmed", "provisional", "refuted"] as const),
        };
      }),
    };
    rows.subjects.push({
      id,
      pseudonym: subject.pseudonym,
      sex: sex,
      synthetic: true,
    });
    rows.secrets.push({
      subjectId: id,
      dateOffsetDays: 40_000,
      countKey: countKeyOf(random() * SAMPLE_ONE_IN),
    });
    for (const diagnosis of subject.diagnoses) {
      const abatedPrecision = diagnosis.abatedOn ? ("day" as const) : null;
      rows.diagnoses.push({ subjectId: id, abatedPrecision, ...diagnosis });
    }
    if (control || chance(0.5)) {
      rows.members.push({ projectId: project.id, subjectId: id, status: control ? "control" : "patient" });
    }
    const ageAtFirst = chance(0.1) ? null : 18 + Math.floor(random() * 70);
    const visitCount = 1 + Math.floor(random() * 3);
    for (let v = 0; v < visitCount; v++) {
      const scannerAt = Math.floor(random() * scanners.length);
      const scanner = scanners[scannerAt] ?? scanners[0];
      const epoch = epochs[scannerAt] ?? epochs[0];
      if (!scanner || !epoch) continue;
      const site = sites.find((one) => one.id === scanner.siteId) ?? sites[0];
      if (!site) continue;
      const visitId = randomUUID();
      const examAt = new Date(firstAt.getTime() + v * 180 * DAY_MS);
      rows.visits.push({
        id: visitId,
        subjectId: id,
        scannerId: scanner.id,
        startedAt: examAt,
        monthsFromFirst: v * 6,
      });
      for (let e = 0; e < (chance(0.15) ? 2 : 1); e++) {
        const examId = randomUUID();
        const inProject = chance(0.3);
        const judged = versions.filter(() => chance(0.4));
        const exam: OracleExam = {
          subject,
          visitId,
          site,
          scanner,
          projectIds: inProject ? [project.id] : [],
          protocols: judged.flatMap((version) => {
            const protocol = protocols.find((p) => p.id === version.protocolId);
            return protocol ? [{ ...protocol, isWhole: pick([true, false, null]) }] : [];
          }),
          examAt: new Date(examAt.getTime() + e * 3_600_000),
          age: ageAtFirst === null ? null : Math.min(90, ageAtFirst + Math.floor(v / 2)),
          fieldTesla: scanner.fieldStrengthTesla,
          description: pick(DESCRIPTIONS),
          series: Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
            const role = pick(FIXTURE_ROLES);
            return {
              role,
              is3D: pick([true, false, null]),
              map: role === "DWI" && chance(0.4) ? pick(FIXTURE_MAPS) : null,
              voxelSizeMaxMm: pick([0.5, 0.9, 1, 1.2, 2.5, 4, null]),
              hasPixels: chance(0.5),
              description: pick(SERIES_NAMES),
              protocolName: pick(SERIES_NAMES),
              qcState: pick(["unmeasured", "typical", "outlier"] as const),
              rating: pick(["good", "usable", "unusable", null] as const),
              verdicts: protocols
                .filter(() => chance(0.5))
                .map(({ code }) => ({
                  code,
                  value: pick(["compliant", "minor", "major", "undetermined"] as const),
                  current: chance(0.8),
                })),
            };
          }),
        };
        exams.push(exam);
        examRows.push({
          id: examId,
          subjectId: id,
          visitId,
          siteId: site.id,
          scannerId: scanner.id,
          epochId: epoch.id,
          studyInstanceUid: `2.25.${BigInt(`0x${examId.replaceAll("-", "")}`)}`,
          examAt: exam.examAt,
          ageAtExamYears: exam.age,
          description: exam.description,
          fieldStrengthTesla: exam.fieldTesla,
        });
        if (inProject) rows.examProjects.push({ examId, projectId: project.id });
        versions.forEach(({ id: protocolVersionId, protocolId }) => {
          const code = protocols.find((p) => p.id === protocolId)?.code;
          const protocol = exam.protocols.find((one) => one.code === code);
          // What an exam was judged by before a reference changed is kept, and answers no search.
          if (protocol) rows.examProtocols.push({ examId, protocolVersionId, isWhole: protocol.isWhole });
          else if (chance(0.2)) {
            rows.examProtocols.push({ examId, protocolVersionId, isWhole: true, current: false });
          }
        });
        exam.series.forEach(({ verdicts, ...series }, number) => {
          const seriesId = randomUUID();
          for (const { code, value, current } of verdicts) {
            const protocolId = protocols.find((p) => p.code === code)?.id;
            const version = versions.find((v) => v.protocolId === protocolId);
            if (version) rows.verdicts.push({ seriesId, protocolVersionId: version.id, value, current });
          }
          seriesRows.push({
            id: seriesId,
            examId,
            seriesInstanceUid: `2.25.${BigInt(`0x${seriesId.replaceAll("-", "")}`)}`,
            seriesNumber: number + 1,
            sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
            state: "complete",
            ...series,
          });
        });
      }
    }
  }
  await tx.subject.createMany({ data: rows.subjects });
  await tx.subjectSecret.createMany({ data: rows.secrets });
  await tx.diagnosis.createMany({ data: rows.diagnoses });
  await tx.projectMember.createMany({ data: rows.members });
  await tx.visit.createMany({ data: rows.visits });
  await tx.exam.createMany({ data: examRows });
  await tx.series.createMany({ data: seriesRows });
  await tx.examProject.createMany({ data: rows.examProjects });
  await tx.examProtocol.createMany({ data: rows.examProtocols });
  await tx.verdict.createMany({ data: rows.verdicts });
  return { exams, siteIds: new Map(sites.map((site) => [site.code, site.id])), projectId: project.id };
}
