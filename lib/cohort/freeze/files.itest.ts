import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { EVERYTHING } from "../criteria";
import { saveCohort } from "../kept/save-cohort";
import { shareCohort } from "../kept/share-cohort";
import { DICTIONARY, LISTS } from "./data-dictionary";
import { exportFrozenCohort } from "./export-frozen-cohort";
import { freezeCohort } from "./freeze-cohort";
import { writeExam, writeGround, writePlace, writeSubject } from "./testing/freeze-fixture-store";

let database: TestDatabase;
let researcher: Actor;
let local: Actor;
let citationCode: string;
let goneId: string;

const FORMULA = '=HYPERLINK("http://evil.test";"x")';

beforeAll(async () => {
  database = await testDatabase();
  const { protocolVersionId: versionId } = await writeGround();
  const [ours, theirs] = [await writePlace("OURS"), await writePlace("THEIRS")];
  await db().scanner.update({ where: { id: ours.scannerId }, data: { model: FORMULA } });
  const judged = { versionId, value: "compliant" as const };
  const first = await writeSubject("ARI-FIRST");
  await writeExam(first, ours, { verdict: judged });
  await writeExam(first, ours, { afterDays: 365 });
  await db().score.create({
    data: { subjectId: first.subjectId, name: "EDSS", value: 2.5, takenOn: new Date("2150-03-11") },
  });
  const undated = await writeSubject("ARI-UNDATED", false);
  await writeExam(undated, theirs, { afterDays: null });
  ({ examId: goneId } = await writeExam(await writeSubject("ARI-GONE"), ours));
  researcher = holding(await writePerson("researcher", []), "export", "network");
  const question = { name: "-1+1", description: "", criteria: EVERYTHING };
  const { cohortId } = await saveCohort(researcher, question);
  const reason = "@SUM(1+1)";
  ({ citationCode } = await freezeCohort(researcher, { cohortId, reason, seenAt: null }));
  const person = await writePerson("local", []);
  const whom = { kind: "person" as const, email: "local@example.org" };
  await shareCohort(researcher, { cohortId, with: whom, mayEdit: false });
  local = holding(person, "export", { siteId: ours.siteId });
  await db().exam.delete({ where: { id: goneId } });
});
afterAll(() => database.stop());

type Export = Parameters<typeof exportFrozenCohort>[1];
const file = async (list: Export["list"], format: Export["format"], actor = researcher) =>
  (await exportFrozenCohort(actor, { citationCode, list, format })).body;

const manifestSchema = z.object({
  digestSha256: z.string(),
  dataVersion: z.string(),
  criteria: z.unknown(),
  leftOut: z.unknown(),
  members: z.object({ subjects: z.number(), exams: z.number(), series: z.number() }),
  exams: z.array(z.object({ exam: z.string(), stateSha256: z.string(), state: z.unknown().optional() })),
  series: z.array(
    z.object({
      series: z.string(),
      exam: z.string(),
      stateSha256: z.string(),
      state: z.unknown().optional(),
    }),
  ),
});
const manifestOf = async (actor = researcher) =>
  manifestSchema.parse(JSON.parse(await file("manifest", "json", actor)));

/** JSON with sorted keys and no blanks, written here from docs/cohort-files.md. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = new Map<string, unknown>(Object.entries(value));
  const keys = [...entries.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(entries.get(key))}`).join(",")}}`;
}
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** The digest as docs/cohort-files.md has it. */
function recomputed(manifest: z.infer<typeof manifestSchema>): string {
  const hashOf = (one: { stateSha256: string; state?: unknown }) =>
    one.state === undefined ? one.stateSha256 : sha256(sortedJson(one.state));
  const exams = manifest.exams.map((one) => `exam ${one.exam} ${hashOf(one)}`).sort();
  const series = manifest.series.map((one) => `series ${one.series} ${one.exam} ${hashOf(one)}`).sort();
  const lines = ["ariane-cohort-1", sortedJson(manifest.criteria), manifest.dataVersion, ...exams, ...series];
  return sha256(lines.map((line) => `${line}\n`).join(""));
}

describe("the manifest", () => {
  it("holds all that the digest is made of", async () => {
    const manifest = await manifestOf();
    expect(manifest).toMatchObject({ leftOut: null, members: { subjects: 3, exams: 4, series: 12 } });
    expect(recomputed(manifest)).toBe(manifest.digestSha256);
  });

  it("has another digest when anything in it is another", async () => {
    const manifest = await manifestOf();
    const stated = manifest.exams.find(({ state }) => state !== undefined);
    const altered = { ...z.record(z.string(), z.unknown()).parse(stated?.state), ageYears: 42 };
    const exams = manifest.exams.map((one) => (one === stated ? { ...one, state: altered } : one));
    expect(recomputed({ ...manifest, exams })).not.toBe(manifest.digestSha256);
    expect(recomputed({ ...manifest, series: manifest.series.slice(1) })).not.toBe(manifest.digestSha256);
  });

  it("tells of an exam that has left the catalogue its hash alone", async () => {
    const { exams, series } = await manifestOf();
    expect(exams.find(({ exam }) => exam === goneId)?.state).toBeUndefined();
    expect(series.filter(({ exam }) => exam === goneId).map(({ state }) => state)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await file("manifest", "json")).not.toContain("ARI-GONE");
  });

  it("leaves out what the reader may not export, and counts it as she may be told", async () => {
    const manifest = await manifestOf(local);
    expect(manifest.exams).toHaveLength(3);
    expect(manifest.leftOut).toEqual({ subjects: "below-11", exams: "below-11", series: "below-11" });
    expect(await file("exams", "csv", local)).not.toContain("ARI-UNDATED");
    const browsing = {
      ...local,
      grants: local.grants.map((grant) => ({ ...grant, level: "view" as const })),
    };
    await expect(file("exams", "csv", browsing)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the lists", () => {
  it("hold the members at the three levels, without a date", async () => {
    const subjects = (await file("subjects", "csv")).trimEnd().split("\r\n");
    expect(subjects).toHaveLength(3);
    expect(subjects.find((line) => line.startsWith("ARI-FIRST"))).toMatch(
      /^ARI-FIRST,S\d{4},female,2,6,41,41$/,
    );
    const exams = await file("exams", "csv");
    expect(exams.trimEnd().split("\r\n")).toHaveLength(5);
    expect(exams).toContain("DOID:2378 confirmed @-30");
    expect(exams).toContain("EDSS 2.5 @10");
    expect(exams).toContain("NEURO v1 compliant whole");
    expect((await file("series", "csv")).trimEnd().split("\r\n")).toHaveLength(13);
    for (const list of LISTS) expect(await file(list, "json")).not.toMatch(/\b2\d{3}-\d\d-\d\d/);
  });

  it.each(LISTS)("have the columns of the dictionary: %s", async (list) => {
    const [head] = (await file(list, "csv")).split("\r\n");
    expect(head?.split(",")).toEqual(DICTIONARY[list].map(({ name }) => name));
    const rows = z
      .object({ rows: z.array(z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(await file(list, "json"))).rows;
    const known = DICTIONARY[list].map(({ name }) => name);
    expect(rows.flatMap((row) => Object.keys(row)).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("hold nothing that a spreadsheet would run", async () => {
    for (const list of [...LISTS, "manifest", "dictionary"] as const) {
      const cells = (await file(list, "csv")).split(/\r\n|,/);
      expect(cells.filter((cell) => /^"?\s*[=+@]|^"?\s*-(?![\d.]+$)/.test(cell))).toEqual([]);
    }
    expect(await file("exams", "csv")).toContain(`"'=HYPERLINK(""http://evil.test"";""x"")"`);
    expect(await file("manifest", "csv")).toContain("'-1+1");
    expect(await file("manifest", "csv")).toContain("'@SUM(1+1)");
  });
});

it("every column is explained in both languages, and in the documentation", () => {
  const docs = readFileSync("docs/cohort-files.md", "utf8");
  for (const list of LISTS) {
    for (const { name, en, fr } of DICTIONARY[list]) {
      expect(en.length > 5 && fr.length > 5).toBe(true);
      expect(docs.includes(`| \`${name}\` `)).toBe(true);
      expect(docs).toContain(en);
    }
  }
});
