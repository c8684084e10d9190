import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { loadTerminology } from "../load-terminology-store";
import { importClinicalTable } from "./import-clinical-table";
import { type Clinic, type Patient, writeClinic, writePatient } from "./testing/clinic-store";
import { undoClinicalImport } from "./undo-clinical-import";

const system = systemActor("test");
let database: TestDatabase;
let clinic: Clinic;
let one: Patient;
let two: Patient;

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
});
afterAll(() => database.stop());

interface Given {
  dryRun?: boolean;
  projectCode?: string | null;
  fileName?: string;
}

function give(text: string, { dryRun = false, projectCode = null, fileName = "" }: Given = {}) {
  return importClinicalTable(system, { siteId: clinic.siteId, text, fileName, projectCode, dryRun });
}

describe("BIDS tables", () => {
  it("make diagnoses of participants, and controls of a named project", async () => {
    await db().project.create({ data: { code: "LA5C", name: "A study" } });
    const text = [
      "participant_id\tdiagnosis\tage\tgender\tMMSE\tbart",
      "sub-IPP-0042\tSCHZ\t41\tM\t29\t1",
      "sub-IPP-0043\tCONTROL\t30\tF\tn/a\t1",
    ].join("\n");
    const alone = await give(text, { dryRun: true });
    expect(alone).toMatchObject({ controls: 0, controlsWithoutProject: 1, ignoredColumns: ["bart"] });
    expect(alone.warnings).toEqual([{ line: 2, column: "gender", reason: "sex-differs" }]);
    const { importId } = await give(text, { projectCode: "LA5C" });
    const [diagnosis] = await db().diagnosis.findMany({ where: { importId } });
    const first = await db().exam.findFirstOrThrow({
      where: { subjectId: one.id },
      orderBy: { examAt: "asc" },
    });
    expect(diagnosis?.assertedOn.toISOString().slice(0, 10)).toBe(first.examAt.toISOString().slice(0, 10));
    expect(await db().projectMember.findMany({ where: { importId } })).toMatchObject([
      { subjectId: two.id, status: "control" },
    ]);
    expect(await db().score.count({ where: { importId } })).toBe(1);
    expect(await undoClinicalImport(system, importId ?? "")).toEqual({
      diagnoses: 1,
      scores: 1,
      controls: 1,
    });
    await expect(give(text, { dryRun: true, projectCode: "NONE" })).rejects.toMatchObject({
      details: { reason: "project-unknown" },
    });
  });

  it("date a participant's sessions by acq_time, and guess no date", async () => {
    const text = "session_id\tacq_time\tEDSS\nses-1\t2023-03-10T09:00:00\t2\nses-2\t2024-03-12\t3.5\n";
    await expect(give(text, { dryRun: true })).rejects.toMatchObject({
      details: { reason: "participant-missing" },
    });
    const answer = await give(text, { fileName: "sub-IPP-0042_sessions.tsv", dryRun: true });
    expect(answer).toMatchObject({ kind: "sessions", scores: 2, problems: [] });
    const undated = await give("session_id\tEDSS\nses-1\t2\n", {
      fileName: "sub-IPP-0042_sessions.tsv",
      dryRun: true,
    });
    expect(undated.problems).toEqual([{ line: 2, column: "acq_time", reason: "date-missing" }]);
  });

  const folder = join(process.cwd(), "../shared/data/g16_metadata_tables");
  it.skipIf(!existsSync(folder))("of real studies are read whole", async () => {
    const participants = readFileSync(join(folder, "ds000030/participants.tsv"), "utf8");
    const lines = participants.trimEnd().split("\n");
    const place = await writeClinic("LA5C");
    await db().project.create({ data: { code: "REAL", name: "A study" } });
    const ids = lines.slice(1).map((line) => (line.split("\t")[0] ?? "").replace("sub-", ""));
    const known = ids.slice(0, 20).concat(ids.slice(-20));
    for (const id of known)
      await writePatient(place, id, ["2010-05-05T10:00:00Z"], { dateOffsetDays: 40_000 + known.indexOf(id) });
    const give = (text: string, fileName: string) =>
      importClinicalTable(system, {
        siteId: place.siteId,
        text,
        fileName,
        projectCode: "REAL",
        dryRun: true,
      });

    const whole = await give(participants, "participants.tsv");
    expect(whole.rows).toBe(272);
    expect(Object.keys(whole.wrong)).toEqual(["subject-unknown"]);
    expect(whole.wrong["subject-unknown"]).toBe(232);

    const [heading = "", ...rows] = lines;
    const mine = rows.filter((_, at) => known.includes(ids[at] ?? ""));
    const groups = mine.map((line) => line.split("\t")[1]);
    const part = await give([heading, ...mine].join("\n"), "participants.tsv");
    const controls = groups.filter((group) => group === "CONTROL").length;
    expect(part).toMatchObject({ controls, diagnoses: mine.length - controls, problems: [] });
    expect(controls).toBeGreaterThan(0);
    expect(mine.length).toBeGreaterThan(controls);
    expect(part.ignoredColumns).toContain("ScannerSerialNumber");

    const sessions = readFileSync(join(folder, "ds001168_7T_test_retest/sub-04/sub-04_sessions.tsv"), "utf8");
    const read = await give(sessions, "sub-04_sessions.tsv");
    expect(read).toMatchObject({ kind: "sessions", rows: 2, scores: 0 });
    expect(read.ignoredColumns.length).toBeGreaterThan(50);
  });
});
