import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { loadTerminology } from "../load-terminology-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { diagnosisAt } from "../diagnosis-at";
import { importClinicalTable, type ImportAnswer } from "./import-clinical-table";
import { listClinicalImports } from "./list-clinical-imports";
import { listScoreNames } from "./list-score-names";
import { type Clinic, type Patient, writeClinic, writePatient } from "./testing/clinic-store";
import { undoClinicalImport } from "./undo-clinical-import";

const DAY_MS = 86_400_000;
const system = systemActor("test");
let database: TestDatabase;
let clinic: Clinic;
let one: Patient;
let two: Patient;
let person: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await inTransaction(loadTerminology);
  clinic = await writeClinic("NORD");
  one = await writePatient(clinic, "IPP-0042", ["2023-03-10T09:00:00Z", "2024-03-12T10:00:00Z"], {
    dateOffsetDays: 40_001,
    sex: "female",
    ageYears: 41,
  });
  two = await writePatient(clinic, "IPP-0043", ["2022-06-01T09:00:00Z"], { dateOffsetDays: 55_555 });
  person = await writePerson("manager", ["dataManager"]);
});
afterAll(() => database.stop());

interface Given {
  dryRun?: boolean;
  projectCode?: string | null;
  fileName?: string;
  actor?: Actor;
}

function give(
  text: string,
  { dryRun = false, projectCode = null, fileName = "", actor = system }: Given = {},
) {
  return importClinicalTable(actor, { siteId: clinic.siteId, text, fileName, projectCode, dryRun });
}

async function detailsOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return "answered";
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details };
    throw error;
  }
}

const reasonsOf = ({ problems }: ImportAnswer) =>
  problems.map(({ line, column, reason }) => `${line} ${column} ${reason}`);

async function everything() {
  return {
    diagnoses: await db().diagnosis.count(),
    scores: await db().score.count(),
    members: await db().projectMember.count(),
    imports: await db().clinicalImport.count(),
  };
}

const TABLE = [
  "identifier,code,asserted_on,onset_on,abated_on,verification",
  "ipp-0042,G35,2023-01-15,2022,,confirmed",
  "IPP-0043,F200,2021-11,,2023-02-01,provisional",
  "",
].join("\n");

describe("a table of diagnoses", () => {
  it("is tried, imported with the subject's offset, noticed twice, and taken back as a whole", async () => {
    const before = await everything();
    const trial = await give(TABLE, { dryRun: true });
    expect(trial).toMatchObject({ kind: "diagnoses", rows: 2, diagnoses: 2, duplicates: 0, importId: null });
    expect(await everything()).toEqual(before);

    const { importId } = await give(TABLE);
    const rows = await db().diagnosis.findMany({ where: { importId }, orderBy: { code: "asc" } });
    const day = (text: string, { dateOffsetDays }: Patient) =>
      new Date(Date.parse(`${text}T00:00:00Z`) + dateOffsetDays * DAY_MS);
    expect(rows).toMatchObject([
      {
        subjectId: two.id,
        code: "DOID:1229",
        assertedOn: day("2021-11-01", two),
        assertedPrecision: "month",
        onsetOn: null,
        abatedOn: day("2023-02-01", two),
        abatedPrecision: "day",
        verification: "provisional",
      },
      {
        subjectId: one.id,
        code: "DOID:2377",
        assertedOn: day("2023-01-15", one),
        assertedPrecision: "day",
        onsetOn: day("2022-01-01", one),
        onsetPrecision: "year",
        verification: "confirmed",
      },
    ]);

    expect((await give(TABLE, { dryRun: true })).sameFileAt).not.toBeNull();
    expect(await detailsOf(give(TABLE))).toMatchObject({ code: "conflict", reason: "same-file" });
    const reordered = await give(`${TABLE.trimEnd()}\n`.replace("ipp-0042", "IPP-0042 "), { dryRun: true });
    expect(reordered).toMatchObject({ diagnoses: 0, duplicates: 2, sameFileAt: null });

    expect(await undoClinicalImport(system, importId ?? "")).toEqual({
      diagnoses: 2,
      scores: 0,
      controls: 0,
    });
    expect(await everything()).toEqual({ ...before, imports: before.imports + 1 });
    expect(await detailsOf(undoClinicalImport(system, importId ?? ""))).toMatchObject({ code: "not-found" });
    expect((await give(TABLE, { dryRun: true })).sameFileAt).toBeNull();
  });

  it("names every wrong cell by line and column, never an identifier, and loads nothing", async () => {
    const text = [
      "identifier\tcode\tasserted_on\tonset_on\tabated_on\tverification\tward",
      "IPP-0042\tG35\t2023-01-15\t\t\t\tA",
      "IPP-9999\tG35\t2023-01-15\t\t\t\tA",
      "\tG35\t2023-01-15\t\t\t\tA",
      "IPP-0042\tZ99.9\t2023-01-15\t\t\t\tA",
      "IPP-0042\tG25.8\t2023-01-15\t\t\t\tA",
      "IPP-0042\tG35\t15/01/2023\t\t\t\tA",
      "IPP-0042\tG35\t2023-02-30\t\t\t\tA",
      "IPP-0042\tG35\t2999-01-01\t\t\t\tA",
      "IPP-0042\tG35\t\t\t\t\tA",
      "IPP-0042\tG35\t2023-01-15\t2023-02\t2022\t\tA",
      "IPP-0042\tG35\t2023-01-15\t\t\tperhaps\tA",
    ].join("\r\n");
    const before = await everything();
    const trial = await give(text, { dryRun: true });
    expect(reasonsOf(trial)).toEqual([
      "3 identifier subject-unknown",
      "4 identifier subject-missing",
      "5 code code-unknown",
      "6 code code-ambiguous",
      "7 asserted_on date-wrong",
      "8 asserted_on date-wrong",
      "9 asserted_on date-future",
      "10 asserted_on date-missing",
      "11 onset_on date-order",
      "12 verification verification-wrong",
    ]);
    expect(trial.wrong).toMatchObject({ "date-wrong": 2, "subject-unknown": 1 });
    expect(trial.problems.find(({ line }) => line === 6)?.codes).toEqual(["DOID:0050425", "DOID:13366"]);
    expect(trial.ignoredColumns).toEqual(["ward"]);
    expect(JSON.stringify(trial)).not.toContain("9999");
    expect(await detailsOf(give(text))).toEqual({ code: "invalid-input", reason: "rows-wrong", count: 10 });
    expect(await everything()).toEqual(before);
    const audits = JSON.stringify(await db().auditEvent.findMany({ select: { detail: true } }));
    expect(audits).not.toMatch(/IPP|2023-01/);
  });

  it.each([
    ["", { reason: "empty" }],
    ["identifier,code\nIPP-0042,G35", { reason: "columns-missing", diagnoses: ["asserted_on"] }],
    ["identifier,code,asserted_on\nIPP-0042,G35", { reason: "cell-count", line: 2 }],
  ])("refuses %j", async (text, details) => {
    expect(await detailsOf(give(text, { dryRun: true }))).toMatchObject({
      code: "invalid-input",
      ...details,
    });
  });

  it("knows neither who opposes nor who has withdrawn", async () => {
    const gone = await writePatient(clinic, "IPP-0050", ["2023-01-01T09:00:00Z"], { dateOffsetDays: 40_000 });
    await db().withdrawal.create({ data: { subjectId: gone.id, reason: "asked" } });
    const opposed = await writePatient(clinic, "IPP-0051", ["2023-01-01T09:00:00Z"], {
      dateOffsetDays: 40_000,
    });
    const link = await db().subjectLink.findFirstOrThrow({ where: { subjectId: opposed.id } });
    await db().opposition.create({ data: { linkageHash: link.linkageHash, siteId: clinic.siteId } });
    const text = "identifier,code,asserted_on\nIPP-0050,G35,2023\nIPP-0051,G35,2023";
    expect(reasonsOf(await give(text, { dryRun: true }))).toEqual([
      "2 identifier subject-unknown",
      "3 identifier subject-opposed",
    ]);
  });

  it("dates by pseudonym only for whoever may read true dates of the site", async () => {
    const text = `pseudonym,code,asserted_on\n${one.pseudonym},G35,2023-01-15`;
    const manager = holding(person, "browse", { siteId: clinic.siteId });
    expect(reasonsOf(await give(text, { dryRun: true, actor: manager }))).toEqual(["2 pseudonym true-dates"]);
    const dated = { ...manager, grants: manager.grants.map((grant) => ({ ...grant, trueDates: true })) };
    expect(await give(text, { dryRun: true, actor: dated })).toMatchObject({ diagnoses: 1, problems: [] });
  });

  it("knows no subject of another site", async () => {
    const other = await writeClinic("SUD");
    const theirs = await writePatient(other, "IPP-0042", ["2023-01-01T09:00:00Z"], {
      dateOffsetDays: 40_000,
    });
    const text = `pseudonym,code,asserted_on\n${theirs.pseudonym},G35,2023`;
    expect(reasonsOf(await give(text, { dryRun: true }))).toEqual(["2 pseudonym subject-unknown"]);
  });
});

describe("dates", () => {
  it("keep every interval to the exams, whatever the offset", async () => {
    const offsets = fc.integer({ min: 36_525, max: 73_050 });
    const days = fc.integer({ min: -3000, max: 3000 });
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(
        offsets,
        fc.array(days, { minLength: 1, maxLength: 4 }),
        async (dateOffsetDays, gaps) => {
          serial += 1;
          const identifier = `PROP-${serial}-A`;
          const exam = "2012-05-17T13:45:00Z";
          const patient = await writePatient(clinic, identifier, [exam], { dateOffsetDays });
          const examDay = Date.parse("2012-05-17T00:00:00Z");
          const distinct = [...new Set(gaps)];
          const rows = distinct.map((gap) => {
            const day = new Date(examDay + gap * DAY_MS).toISOString().slice(0, 10);
            return `${identifier},G35,${day}`;
          });
          await give(["identifier,code,asserted_on", ...rows].join("\n"));
          const { examAt } = await db().exam.findFirstOrThrow({ where: { subjectId: patient.id } });
          const kept = await db().diagnosis.findMany({ where: { subjectId: patient.id } });
          const keptGaps = kept.map((row) =>
            Math.round((row.assertedOn.getTime() - Math.floor(examAt.getTime() / DAY_MS) * DAY_MS) / DAY_MS),
          );
          const numerically = (a: number, b: number) => a - b;
          expect(keptGaps.sort(numerically)).toEqual([...distinct].sort(numerically));
          for (const row of kept) {
            const gap = Math.floor(examAt.getTime() / DAY_MS) - Math.floor(row.assertedOn.getTime() / DAY_MS);
            expect(diagnosisAt(row, examAt)).toBe(gap >= 0 ? "present" : "absent");
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it("one wrong row anywhere and nothing is loaded", async () => {
    const good = Array.from({ length: 12 }, (_, at) => `IPP-0042,MMSE,${at + 10},2023-05-${at + 10}`);
    const wrong = fc.constantFrom(
      "IPP-0042,MMSE,31,2023-06-01",
      "IPP-0042,MMSE,20,2023-13-01",
      "NOBODY-1,MMSE,20,2023-06-01",
      "IPP-0042,,20,2023-06-01",
      "IPP-0042,MMSE,many,2023-06-01",
    );
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 12 }), wrong, async (at, row) => {
        const rows = [...good.slice(0, at), row, ...good.slice(at)];
        const text = ["identifier,score,value,taken_on", ...rows].join("\n");
        expect(await detailsOf(give(text))).toMatchObject({ reason: "rows-wrong", count: 1 });
        expect(await everything()).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });
});

describe("a table of scores", () => {
  it("takes known scores by any spelling with their ranges, and free ones as they are", async () => {
    const text = [
      "ipp;échelle;valeur;unité;taken_on",
      "IPP-0042;edss;2,5;;2023-03-01",
      "IPP-0042;Mini Mental;28;;2023-03-01",
      "IPP-0043;T25FW;7.4;s;2022-05-30",
      "IPP-0043;Local scale;-3;cm;2022-05-30",
    ].join("\n");
    const { importId, ...answer } = await give(text);
    expect(answer).toMatchObject({ kind: "scores", scores: 4, problems: [] });
    const rows = await db().score.findMany({ where: { importId }, orderBy: { name: "asc" } });
    expect(rows.map(({ name, value, unit }) => ({ name, value, unit }))).toEqual([
      { name: "EDSS", value: 2.5, unit: null },
      { name: "Local scale", value: -3, unit: "cm" },
      { name: "MMSE", value: 28, unit: null },
      { name: "T25FW", value: 7.4, unit: "s" },
    ]);
    const other = await give(
      "ipp,score,value,taken_on\nIPP-0042,EDSS,3,2023-03-01\nIPP-0042,MMSE,28,2023-03-01",
      { dryRun: true },
    );
    expect(other.duplicates).toBe(1);
    expect(reasonsOf(other)).toEqual(["2 value other-value"]);

    const names = await listScoreNames(holding(person, "browse", { siteId: clinic.siteId }));
    expect(names.map(({ name }) => name)).toContain("Local scale");
    const counting = await listScoreNames(holding(person, "count", "network"));
    expect(counting.map(({ name }) => name)).not.toContain("Local scale");
    expect(counting.find(({ name }) => name === "EDSS")?.range).toEqual({ min: 0, max: 10, step: 0.5 });
    await undoClinicalImport(system, importId ?? "");
  });

  it("refuses what no such score can be", async () => {
    const rows = ["EDSS,11,", "EDSS,2.3,", "MMSE,-1,", "=1+1,3,", "PANSS,29,", "MMSE,20,kg", "MMSE,20,"];
    const dates = rows.map((row, at) => `IPP-0042,${row},${at === 6 ? "2023-05" : "2023-05-02"}`);
    const trial = await give(["identifier,score,value,unit,taken_on", ...dates].join("\n"), { dryRun: true });
    expect(reasonsOf(trial)).toEqual([
      "2 value value-implausible",
      "3 value value-implausible",
      "4 value value-implausible",
      "5 score score-wrong",
      "6 value value-implausible",
      "7 unit unit-differs",
      "8 taken_on date-imprecise",
    ]);
  });
});

describe("the list of imports", () => {
  it("shows who imported what, for one's own sites", async () => {
    const manager = holding(person, "browse", { siteId: clinic.siteId });
    const { importId } = await give("identifier,code,asserted_on\nIPP-0042,G40,2023-04-01", {
      actor: manager,
    });
    const { sites, imports } = await listClinicalImports(manager);
    expect(sites.map(({ id }) => id)).toEqual([clinic.siteId]);
    expect(imports.find(({ id }) => id === importId)).toMatchObject({
      siteName: "Hospital NORD",
      importedBy: "manager",
      diagnosisCount: 1,
      undoneAt: null,
    });
    await undoClinicalImport(manager, importId ?? "");
  });
});
