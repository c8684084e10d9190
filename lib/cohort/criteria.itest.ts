import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env } from "@/lib/platform/env";
import { canonicalCriteria } from "./canonical";
import { countMembers } from "./count-members-store";
import { EVERYTHING, type Criteria } from "./criteria";
import { evaluate } from "./evaluate";
import { requireKnownCodes } from "./known-codes-store";
import { parseCriteria } from "./parse-criteria";
import { arbitraryCriteria } from "./testing/arbitrary-criteria";
import {
  readMembers,
  reachOf,
  replaceCatalogue,
  writeGround,
  type Ground,
} from "./testing/catalogue-fixture-store";
import { expectedMembers } from "./testing/hand-answers";
import { HAND_CATALOGUE } from "./testing/hand-catalogue";
import { HAND_QUESTIONS } from "./testing/hand-questions";
import { randomCatalogue } from "./testing/random-catalogue";
import { PROJECT_CODES, SITE_CODES } from "./testing/vocabulary";

let database: TestDatabase;
let ground: Ground;

beforeAll(async () => {
  database = await testDatabase();
  ground = await inTransaction((tx) => writeGround(tx));
});

afterAll(async () => {
  await database.stop();
});

describe("the database answers as it was worked out by hand", () => {
  beforeAll(async () => {
    await inTransaction((tx) => replaceCatalogue(tx, ground, HAND_CATALOGUE));
  });

  it.each(HAND_QUESTIONS)("$name", async (question) => {
    const { filter } = reachOf(ground, question.reach);
    expect(await readMembers(db(), parseCriteria(question.criteria), filter)).toEqual(
      expectedMembers(question),
    );
  });

  it("nothing to someone who may reach nothing", async () => {
    expect(await countMembers(EVERYTHING, { kind: "none" })).toEqual({ subjects: 0, exams: 0, series: 0 });
  });

  it("a text of SQL like any other", async () => {
    const name = `x' OR 1=1; DROP TABLE "Series"; --`;
    const root = { kind: "score", name, min: 0, max: null, rule: { at: "ever" } };
    expect(await countMembers(parseCriteria({ version: 1, root }), { kind: "all" })).toMatchObject({
      exams: 0,
    });
    expect(await db().series.count()).toBeGreaterThan(0);
  });
});

/** Trees per catalogue and catalogues: 60 trees, 2,000 in the long form. */
const TREES = env().testLong ? 20 : 10;
const CATALOGUES = env().testLong ? 100 : 6;

describe("the database answers as the plain evaluation in memory does", () => {
  const reaches = fc.option(
    fc.record({ sites: fc.subarray([...SITE_CODES]), projects: fc.subarray([...PROJECT_CODES]) }),
    { nil: undefined, freq: 2 },
  );
  const questions = fc.record({
    seed: fc.nat(),
    asked: fc.array(fc.record({ criteria: arbitraryCriteria, reach: reaches }), {
      minLength: TREES,
      maxLength: TREES,
    }),
  });

  it("random trees over random catalogues: three counts and every member, the canonical form's too", async () => {
    let telling = 0;
    await fc.assert(
      fc.asyncProperty(questions, async ({ seed, asked }) => {
        const catalogue = randomCatalogue(seed);
        await inTransaction((tx) => replaceCatalogue(tx, ground, catalogue));
        for (const { criteria, reach } of asked) {
          const { filter, mayReach } = reachOf(ground, reach);
          const expected = evaluate(criteria, catalogue, mayReach);
          const canonical = canonicalCriteria(criteria);
          expect(evaluate(canonical, catalogue, mayReach)).toEqual(expected);
          expect(await readMembers(db(), criteria, filter)).toEqual(expected);
          expect(await countMembers(canonical, filter)).toEqual({
            subjects: expected.subjectIds.length,
            exams: expected.examIds.length,
            series: expected.seriesIds.length,
          });
          const reachable = evaluate(EVERYTHING, catalogue, mayReach).examIds.length;
          if (expected.examIds.length > 0 && expected.examIds.length < reachable) telling += 1;
        }
      }),
      { numRuns: CATALOGUES, endOnFailure: true },
    );
    // Questions that all exams answer, or none, tell little.
    expect(telling).toBeGreaterThan((TREES * CATALOGUES) / 4);
  }, 900_000);
});

describe("requireKnownCodes", () => {
  const asked = (root: Criteria["root"]) => requireKnownCodes({ version: 1, root });

  it("takes what exists, at any depth", async () => {
    await asked({
      kind: "not",
      of: {
        kind: "and",
        of: [
          { kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "ever" }, status: "present" },
          { kind: "site", codes: ["NORD"] },
          { kind: "control", projects: ["P1"] },
          { kind: "series", of: { kind: "verdict", values: ["none"], protocols: ["NEURO"] } },
        ],
      },
    });
  });

  it.each([
    [
      "diagnosis",
      { kind: "diagnosis", codes: ["DOID:2377", "DOID:0"], rule: { at: "exam" }, status: "present" },
      "DOID:0",
    ],
    ["site", { kind: "subject", of: { kind: "site", codes: ["NORD", "OUEST"] } }, "OUEST"],
    ["project", { kind: "control", projects: ["P9"] }, "P9"],
    ["project", { kind: "not", of: { kind: "project", codes: ["P1", "P8"] } }, "P8"],
    ["protocol", { kind: "protocol", codes: ["OLD"], verdicts: [], whole: null }, "OLD"],
    [
      "protocol",
      {
        kind: "series",
        of: { kind: "or", of: [{ kind: "verdict", values: ["minor"], protocols: ["OLD"] }] },
      },
      "OLD",
    ],
  ] as const)("names an unknown %s", async (list, root, code) => {
    await expect(requireKnownCodes(parseCriteria({ version: 1, root }))).rejects.toMatchObject({
      code: "invalid-input",
      message: `no such ${list}: ${code}`,
      details: { reason: "unknown-code", list, codes: [code] },
    });
  });
});
