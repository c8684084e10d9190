import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor, type ActiveGrant, type Actor } from "@/lib/access/actor";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { writeNetwork } from "@/lib/catalogue/testing/network-fixture-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { type Criteria, EVERYTHING, type ExamNode } from "../criteria";
import { encodeCriteria } from "../url";
import { type CohortSource, parseCohortSource } from "./cohort-source";
import { compareCohorts } from "./compare-cohorts";
import type { Comparison } from "./comparison";

let database: TestDatabase;
let owner: string;
let frozenId: string;
const ids = { site: randomUUID(), scanners: [randomUUID(), randomUUID()], a: randomUUID(), b: randomUUID() };
const CITED = "ARIANE-C-7K2QM4.1";
const everyone = systemActor("test");

/** A first exam, with further ones so many days later; `in` are the projects of the exams. */
interface HandSubject {
  sex: "female" | "male" | "unknown";
  age: number;
  scanner: 0 | 1;
  in: string[];
  laterDays?: number[];
  mmse?: { value: number; afterDays: number }[];
  ms?: boolean;
}
const FIRST = Date.UTC(2150, 0, 10, 9);
const DAY = 86_400_000;

async function writeSubject(one: HandSubject): Promise<void> {
  const subjectId = randomUUID();
  await db().subject.create({
    data: {
      ...{ id: subjectId, pseudonym: `HAND-${subjectId}`, sex: one.sex },
      secret: { create: { dateOffsetDays: 40_000, countKey: 7n } },
      scores: {
        create: (one.mmse ?? []).map(({ value, afterDays }) => ({
          ...{ name: "MMSE", value, takenOn: new Date(FIRST + afterDays * DAY) },
        })),
      },
      diagnoses: { create: one.ms ? [{ code: "DOID:2377", assertedOn: new Date(FIRST - 400 * DAY) }] : [] },
    },
  });
  const scannerId = ids.scanners[one.scanner] ?? "";
  const epoch = await db().scannerEpoch.findFirstOrThrow({ where: { scannerId } });
  for (const days of [0, ...(one.laterDays ?? [])]) {
    const at = new Date(FIRST + days * DAY);
    const visit = await db().visit.create({ data: { subjectId, scannerId, startedAt: at } });
    const examId = randomUUID();
    await db().exam.create({
      data: {
        ...{ id: examId, subjectId, visitId: visit.id, siteId: ids.site, scannerId, epochId: epoch.id },
        studyInstanceUid: `2.25.${BigInt(`0x${examId.replaceAll("-", "")}`)}`,
        ...{ examAt: at, ageAtExamYears: one.age, fieldStrengthTesla: 3 },
        projects: { create: one.in.map((projectId) => ({ projectId })) },
        series: {
          create: ["T1w" as const, "FLAIR" as const].map((role, n) => ({
            ...{ role, seriesInstanceUid: `${examId}.${n}`, sopClassUid: "1.2.840.10008.5.1.4.1.1.4" },
          })),
        },
      },
    });
  }
}

beforeAll(async () => {
  database = await testDatabase();
  await inTransaction((tx) => writeNetwork(tx, 20261125, 80));
  await db().site.create({ data: { id: ids.site, code: "HAND", name: "Hand", city: "X" } });
  for (const [n, id] of ids.scanners.entries()) {
    await db().scanner.create({
      data: {
        ...{ id, siteId: ids.site, manufacturer: "GE", model: `M${n}`, fieldStrengthTesla: 3 },
        epochs: { create: { softwareVersions: "1", startedAt: new Date("2020-01-01") } },
      },
    });
  }
  await db().project.createMany({
    data: [
      { id: ids.a, code: "HA", name: "A" },
      { id: ids.b, code: "HB", name: "B" },
    ],
  });
  const hand: HandSubject[] = [
    // The nearest score counts, of two as near the earlier one, and none that is too far.
    {
      sex: "female",
      age: 30,
      scanner: 0,
      in: [ids.a],
      laterDays: [100, 300],
      mmse: [
        { value: 30, afterDays: 5 },
        { value: 28, afterDays: -5 },
      ],
      ms: true,
    },
    {
      sex: "female",
      age: 40,
      scanner: 0,
      in: [ids.a],
      mmse: [
        { value: 24, afterDays: 90 },
        { value: 3, afterDays: 400 },
      ],
    },
    { sex: "male", age: 50, scanner: 1, in: [ids.a, ids.b], mmse: [{ value: 10, afterDays: 184 }] },
    { sex: "female", age: 60, scanner: 1, in: [ids.b] },
    { sex: "unknown", age: 70, scanner: 1, in: [ids.b] },
  ];
  for (const one of hand) await writeSubject(one);
  owner = (await db().user.create({ data: { email: "o@example.org", name: "O", passwordHash: "x" } })).id;
  const cohort = await db().cohort.create({
    data: { ownerId: owner, name: "Kept", criteria: json(of("HA")) },
  });
  frozenId = cohort.id;
  const members = await db().exam.findMany({
    where: { projects: { some: { projectId: ids.a } } },
    include: { series: true },
  });
  const version = await db().cohortVersion.create({
    data: {
      ...{ cohortId: cohort.id, version: 1, citationCode: CITED, criteria: json(of("HA")), dataVersion: "1" },
      ...{ digest: new Uint8Array(32), subjectCount: 3, examCount: 5, seriesCount: 5, frozenById: owner },
    },
  });
  await db().cohortExam.createMany({
    data: members.map(({ id, subjectId }) => ({ versionId: version.id, examId: id, subjectId, state: {} })),
  });
  await db().cohortSeries.createMany({
    data: members.map(({ id, series }) => ({
      versionId: version.id,
      examId: id,
      seriesId: series[0]?.id ?? "",
      state: {},
    })),
  });
});
afterAll(() => database.stop());

const of = (project: string): Criteria => ({ version: 1, root: { kind: "project", codes: [project] } });
const json = (criteria: Criteria) => JSON.parse(JSON.stringify(criteria)) as object;
const question = (criteria: Criteria): CohortSource => ({ kind: "question", criteria });

function actorWith(...grants: Partial<ActiveGrant>[]): Actor {
  return {
    ...{ userId: owner, agent: "user", roles: ["neuroscientist"], locale: null },
    grants: grants.map((grant) => ({
      ...{
        id: randomUUID(),
        scope: "network",
        siteId: null,
        projectId: null,
        level: "browse",
        trueDates: false,
      },
      ...grant,
    })),
  };
}

type Answered = Exclude<Comparison, { access: "nothing" }>;
async function compared(actor: Actor, ...sources: CohortSource[]): Promise<Answered> {
  const found = await compareCohorts(actor, sources);
  if (found.access === "nothing") throw new Error("nothing was answered");
  return found;
}

describe("the balance of cohorts", () => {
  it("is as counted by hand", async () => {
    const found = await compared(everyone, question(of("HA")), question(of("HB")));
    expect(found.cohorts.map(({ counts }) => counts)).toEqual([
      { subjects: 3, exams: 5, series: 10 },
      { subjects: 3, exams: 3, series: 6 },
    ]);
    const line = (variable: string) => found.numbers.find((one) => one.variable === variable);
    expect(line("age")).toEqual({
      ...{ variable: "age", name: null },
      byCohort: [
        { n: 3, missing: 0, mean: 40, sd: 10, median: 40 },
        { n: 3, missing: 0, mean: 60, sd: 10, median: 60 },
      ],
      differences: [null, 2],
    });
    // Visits at 0, 100 and 300 days: intervals of 100 and 200.
    expect(line("interval")?.byCohort[0]).toEqual({ n: 1, missing: 2, mean: 150, sd: null, median: 150 });
    expect(line("score")).toMatchObject({
      name: "MMSE",
      byCohort: [
        { n: 2, missing: 1, mean: 26, median: 26 },
        { n: 0, missing: 3, mean: null, sd: null, median: null },
      ],
      differences: [null, null],
    });
    const share = (variable: string) => found.shares.find((one) => one.variable === variable);
    expect(share("sex")).toMatchObject({
      values: [
        { key: "female", byCohort: [2, 1] },
        { key: "male", byCohort: [1, 1] },
      ],
      ...{ missing: [0, 1], known: [3, 2] },
    });
    expect(share("sex")?.differences?.[1]).toBeCloseTo(1 / 6 / Math.sqrt((2 / 9 + 1 / 4) / 2), 12);
    // Two of three against none of three: (0 − 2/3) / √((2/9 + 0) / 2), whatever its sign.
    expect(share("scanner")?.differences?.[1]).toBeCloseTo(2 / 3 / Math.sqrt(1 / 9), 12);
    expect(share("scanner")?.values.map(({ labels, byCohort }) => [labels?.en, byCohort])).toEqual([
      ["Hand · GE M1", [1, 3]],
      ["Hand · GE M0", [2, 0]],
    ]);
    expect(share("site")?.differences).toEqual([null, 0]);
    const [ms] = share("diagnosis")?.values ?? [];
    expect(ms?.byCohort).toEqual([1, 0]);
    expect(ms?.differences?.[1]).toBeCloseTo(-1 / 3 / Math.sqrt(1 / 9), 12);
  });

  it("tells who is in which", async () => {
    const found = await compared(everyone, question(of("HA")), question(of("HB")));
    expect(found.regions).toEqual([
      { within: [true, false], subjects: 2, exams: 4 },
      { within: [false, true], subjects: 2, exams: 2 },
      { within: [true, true], subjects: 1, exams: 1 },
    ]);
    // The second and third visits are in one cohort only: the subject is in both, these exams are not.
    const first: ExamNode = { kind: "age", min: 30, max: 30 };
    const followed: Criteria = { version: 1, root: { kind: "and", of: [of("HA").root, first] } };
    const later: ExamNode = {
      kind: "pair",
      part: "second",
      interval: { min: 50, max: 400, unit: "day" },
      sameScanner: true,
      bothCompliant: false,
      of: first,
    };
    const regions = (
      await compared(
        everyone,
        question(followed),
        question({ version: 1, root: { kind: "and", of: [followed.root, later] } }),
      )
    ).regions;
    expect(regions).toEqual([
      { within: [true, false], subjects: 0, exams: 1 },
      { within: [false, true], subjects: 0, exams: 0 },
      { within: [true, true], subjects: 1, exams: 2 },
    ]);
  });

  it("takes a kept question, and a frozen version as it was frozen", async () => {
    const actor = actorWith({});
    const found = await compared(
      actor,
      { kind: "cohort", id: frozenId },
      { kind: "version", citationCode: CITED },
      question(of("HB")),
    );
    expect(
      found.cohorts.map(({ name, citationCode, counts }) => [name, citationCode, counts.series]),
    ).toEqual([
      ["Kept", null, 10],
      ["Kept", CITED, 5],
      [null, null, 6],
    ]);
    expect(found.regions.filter(({ subjects }) => Number(subjects) > 0)).toEqual([
      { within: [true, true, false], subjects: 2, exams: 4 },
      { within: [false, false, true], subjects: 2, exams: 2 },
      { within: [true, true, true], subjects: 1, exams: 1 },
    ]);
    expect(await db().auditEvent.count({ where: { actorId: owner, type: "cohort-comparison.viewed" } })).toBe(
      1,
    );
  });
});

describe("rights", () => {
  it("nothing without a grant; nothing of a cohort that is not shared", async () => {
    const both = [question(EVERYTHING), question(of("HA"))];
    expect(await compareCohorts(actorWith(), both)).toEqual({ access: "nothing" });
    const stranger = { ...actorWith({}), userId: randomUUID() };
    for (const source of [
      { kind: "cohort", id: frozenId },
      { kind: "version", citationCode: CITED },
      { kind: "cohort", id: randomUUID() },
      { kind: "version", citationCode: "ARIANE-C-222222.1" },
    ] as const) {
      await expect(compareCohorts(stranger, [question(EVERYTHING), source])).rejects.toThrow(
        new AppError("not-found"),
      );
    }
    await expect(compareCohorts(everyone, [question(EVERYTHING)])).rejects.toThrow("two to four");
  });

  it("only members within one's rights, frozen ones too", async () => {
    const elsewhere = actorWith({ scope: "project", projectId: ids.b });
    const found = await compared(elsewhere, { kind: "version", citationCode: CITED }, question(of("HB")));
    expect(found.cohorts.map(({ counts }) => counts.subjects)).toEqual([1, 3]);
  });

  it("who may only count gets perturbed counts, the same for the same members, and no statistic", async () => {
    const counter = actorWith({ level: "count" });
    const catalogue = await searchCatalogue(counter, EMPTY_QUERY, DEFAULT_VIEW);
    if (catalogue.access !== "counts") throw new Error("not counted");
    const women: Criteria = { version: 1, root: { kind: "sex", values: ["female"] } };
    const found = await compared(counter, question(EVERYTHING), question(women), question(of("HA")));
    expect(found.cohorts[0]?.counts).toEqual(catalogue.counts);
    const [whole, part, few] = found.cohorts.map(({ counts }) => counts);
    expect(few).toEqual({ subjects: "below-11", exams: "below-11", series: "below-11" });
    expect(found).toMatchObject({ access: "counts", numbers: [], densities: [] });
    const sex = found.shares.find(({ variable }) => variable === "sex");
    const female = catalogue.facets.sex.find(({ value }) => value === "female")?.count;
    expect(sex?.values.find(({ key }) => key === "female")?.byCohort.slice(0, 2)).toEqual([female, female]);
    expect(part?.subjects).toBe(female);
    expect(found.shares.every(({ differences, known }) => differences === null && known === null)).toBe(true);
    expect(
      found.shares.flatMap(({ values }) => values).every(({ differences }) => differences === null),
    ).toBe(true);
    const numbers = [whole, part].flatMap((counts) => Object.values(counts ?? {}));
    const counts = [
      ...numbers,
      ...found.regions.flatMap(({ subjects, exams }) => [subjects, exams]),
      ...found.shares.flatMap(({ values }) => values.flatMap(({ byCohort }) => byCohort)),
    ];
    for (const count of counts) expect(count === "below-11" || (count >= 10 && count % 5 === 0)).toBe(true);
  });
});

describe("the address", () => {
  it("names questions, kept cohorts and versions, and nothing else", () => {
    expect(parseCohortSource(CITED)).toEqual({ kind: "version", citationCode: CITED });
    expect(parseCohortSource(ids.a)).toEqual({ kind: "cohort", id: ids.a });
    expect(parseCohortSource(encodeCriteria(of("HA")))).toEqual(question(of("HA")));
    for (const bad of ["", "x", "ARIANE-C-7K2QM4", "../etc", "'; DROP TABLE"]) {
      expect(parseCohortSource(bad)).toBeNull();
    }
  });
});
