import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor, type Actor } from "@/lib/access/actor";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env } from "@/lib/platform/env";
import { askCohort } from "./ask-cohort";
import type { Criteria } from "./criteria";
import { removeAt } from "./edit";
import type { Catalogue, CatalogueExam } from "./evaluate";
import { chartCounts, facetCounts, oracleCharts, oracleCounts, oracleFacets } from "./testing/answer-oracle";
import { arbitraryCriteria } from "./testing/arbitrary-criteria";
import { clickedCriteria } from "./testing/clicked-criteria";
import { reachOf, replaceCatalogue, writeGround, type Ground } from "./testing/catalogue-fixture-store";
import { randomCatalogue } from "./testing/random-catalogue";

// Every part of an answer beside a plain count in memory, over random catalogues and random questions.

const TREES = env().testLong ? 500 : 25;
const CATALOGUES = env().testLong ? 25 : 3;

let database: TestDatabase;
let ground: Ground;
let userId: string;
beforeAll(async () => {
  database = await testDatabase();
  ground = await inTransaction((tx) => writeGround(tx));
  const user = await db().user.create({ data: { email: "n@example.org", name: "N", passwordHash: "x" } });
  userId = user.id;
});
afterAll(() => database.stop());

const everyone = systemActor("test");

/** Somebody who may browse one site and one project. */
function neighbour(): Actor {
  const grant = (number: number, scope: object) => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    scope: "site" as const,
    siteId: null,
    projectId: null,
    level: "browse" as const,
    trueDates: false,
    ...scope,
  });
  return {
    ...everyone,
    userId,
    agent: "user",
    grants: [
      grant(1, { siteId: ground.siteIds.get("NORD") ?? "" }),
      grant(2, { scope: "project", projectId: ground.projectIds.get("P1") ?? "" }),
    ],
  };
}

async function compare(
  actor: Actor,
  criteria: Criteria,
  catalogue: Catalogue,
  mayReach: (exam: CatalogueExam) => boolean,
): Promise<void> {
  const answer = await askCohort(actor, criteria);
  if (answer.access !== "rows") throw new Error(answer.access);
  expect(answer.counts).toEqual(oracleCounts(criteria, catalogue, mayReach));
  for (const { path, without } of answer.clauses) {
    const rest = removeAt(criteria, path);
    expect(rest && oracleCounts(rest, catalogue, mayReach), path.join(".")).toEqual(without);
  }
  expect(facetCounts(answer)).toEqual(oracleFacets(criteria, catalogue, mayReach));
  const scannerIds = new Map([...ground.scanners].map(([number, { id }]) => [id, number]));
  expect(chartCounts(answer, scannerIds)).toEqual(oracleCharts(criteria, catalogue, mayReach));
  if (answer.counts.subjects !== 0) expect(answer.loosenings).toEqual([]);
  for (const { criteria: loosened, subjects } of answer.loosenings) {
    expect(subjects).not.toBe(0);
    expect(subjects).toBe(oracleCounts(loosened, catalogue, mayReach).subjects);
  }
}

it.each(Array.from({ length: CATALOGUES }, (_, seed) => seed))(
  "everything in an answer is what the plain count says, catalogue %i",
  async (seed) => {
    const catalogue = randomCatalogue(seed);
    await inTransaction((tx) => replaceCatalogue(tx, ground, catalogue));
    const near = reachOf(ground, { sites: ["NORD"], projects: ["P1"] }).mayReach;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(arbitraryCriteria, clickedCriteria),
        fc.boolean(),
        async (criteria, isNeighbour) => {
          await (isNeighbour
            ? compare(neighbour(), criteria, catalogue, near)
            : compare(everyone, criteria, catalogue, () => true));
        },
      ),
      { numRuns: Math.ceil(TREES / CATALOGUES) },
    );
  },
);
