import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLES, systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { loadTerminology } from "../load-terminology-store";
import { loadCodeList } from "./load-code-list";
import { searchDiagnosisTerms } from "./search-diagnosis-terms";

const system = systemActor("test");
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.stop());

const HEADING = "code,label_en,label_fr,synonyms,parents,icd10,orpha";
const load = (rows: string[], list = "local") =>
  loadCodeList(system, { list, text: [HEADING, ...rows].join("\n") });
const counts = async () => [await db().diagnosisTerm.count(), await db().diagnosisTermAncestor.count()];
async function above(code: string): Promise<Record<string, number>> {
  const edges = await db().diagnosisTermAncestor.findMany({ where: { descendantCode: code } });
  return Object.fromEntries(edges.map(({ ancestorCode, depth }) => [ancestorCode, depth]));
}

describe("shipped terms", () => {
  it("are found by label, synonym, CIM-10 and ORPHA code", async () => {
    const first = async (q: string) => (await searchDiagnosisTerms(system, { q, limit: 5 }))[0];
    expect(await first("sclerose en plaques")).toMatchObject({
      code: "DOID:2377",
      labelEn: "multiple sclerosis",
    });
    expect((await first("SLA"))?.code).toBe("DOID:332");
    expect((await first("F20.0"))?.code).toBe("DOID:1229");
  });
});

describe("a code list", () => {
  const ROWS = [
    "LOC:MS,local sclerosis,sclérose locale,SLoc|zzsl,DOID:2377,G35.9,1234",
    "LOC:MS1,,sclérose locale active,,LOC:MS|DOID:331,,",
  ];

  it("is loaded below the ontology, with everything above it, and found at once", async () => {
    expect(await load(ROWS)).toEqual({ terms: 2, removed: 0, problems: [], stillUsed: [] });
    expect(await above("LOC:MS1")).toEqual({
      "LOC:MS1": 0,
      "LOC:MS": 1,
      "DOID:331": 1,
      "DOID:2377": 2,
      "DOID:863": 2,
      "DOID:3213": 3,
    });
    const find = async (q: string) => (await searchDiagnosisTerms(system, { q, limit: 3 }))[0]?.code;
    expect(await find("sclerose locale")).toBe("LOC:MS");
    expect(await find("zzsl")).toBe("LOC:MS");
    expect(await find("G359")).toBe("LOC:MS");
    expect(await find("ORPHA:1234")).not.toBeUndefined();
    const kept = await db().diagnosisTerm.findUnique({ where: { code: "LOC:MS1" } });
    expect(kept).toMatchObject({ list: "local", labelEn: "sclérose locale active" });
    // The shipped terms are loaded again at every start: the list stays.
    expect(await inTransaction(loadTerminology)).toBe(false);
  });

  it("is refused row by row, and nothing of it is loaded", async () => {
    const before = await counts();
    await load(["OTHER:1,one,,,,,"], "other");
    const answer = await load([
      ...ROWS,
      ",no code,,,,,",
      "bad code!,x,,,,,",
      "LOC:MS,again,,,,,",
      "DOID:2377,clash,,,,,",
      "DOID:99999999,clash,,,,,",
      "OTHER:1,clash,,,,,",
      "LOC:X,,,,,,",
      "LOC:Y,y,,,NOWHERE:1,,",
      "LOC:A,a,,,LOC:B,,",
      "LOC:B,b,,,LOC:A,,",
      "LOC:C,c,,,LOC:A,,",
      "LOC:D,d,,,,nonsense,12x",
    ]);
    expect(answer.problems.map(({ line, reason, value }) => `${line} ${reason} ${value}`)).toEqual([
      "4 code-missing ",
      "5 code-wrong bad code!",
      "6 code-twice LOC:MS",
      "7 code-shipped DOID:2377",
      "8 code-shipped DOID:99999999",
      "9 code-other-list OTHER:1",
      "10 label-missing LOC:X",
      "11 parent-unknown NOWHERE:1",
      "12 cycle LOC:A",
      "13 cycle LOC:B",
      "15 icd10-wrong nonsense",
      "15 orpha-wrong 12x",
    ]);
    expect(await counts()).toEqual(before.map((count) => count + 1));
  });

  it("replaces the list of its name, but drops no code that is used", async () => {
    const subject = await db().subject.create({ data: { pseudonym: "ARI-0000-00" } });
    const diagnosis = await db().diagnosis.create({
      data: { subjectId: subject.id, code: "LOC:MS1", assertedOn: new Date("2150-01-01") },
    });
    await load(["OTHER:1,one,,,LOC:MS,,"], "other");
    const refused = await load(["LOC:NEW,new,,,,,"]);
    expect(refused).toMatchObject({ removed: 2, stillUsed: ["LOC:MS", "LOC:MS1"] });
    await db().diagnosis.delete({ where: { id: diagnosis.id } });
    await load(["OTHER:1,one,,,,,"], "other");
    expect(await load(["LOC:NEW,new,,,OTHER:1,,"])).toMatchObject({ terms: 1, removed: 2, stillUsed: [] });
    expect(await above("LOC:NEW")).toEqual({ "LOC:NEW": 0, "OTHER:1": 1 });
    expect(await above("LOC:MS")).toEqual({});
    await expect(load(["OTHER:1,one,,,LOC:NEW,,"], "other")).rejects.toMatchObject({
      details: { reason: "cycle" },
    });
    expect(await above("OTHER:1")).toEqual({ "OTHER:1": 0 });
  });

  it("is the operator's alone", async () => {
    const person = await writePerson("everything", [...ROLES]);
    for (const actor of [person, holding(person, "export", "network")])
      await expect(
        loadCodeList(actor, { list: "local", text: `${HEADING}\nX:1,x,,,,,` }),
      ).rejects.toBeInstanceOf(AppError);
  });
});
