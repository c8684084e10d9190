import { SAMPLE_ONE_IN } from "@/lib/catalogue/perturb-count";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor, type ActiveGrant, type Actor } from "@/lib/access/actor";
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
import { isPerturbed, shownNumbers } from "./testing/shown-numbers";

// Every part of an answer beside a plain count in memory, over random catalogues and random questions.

const TREES = env().testLong ? 500 : 25;
const CATALOGUES = env().testLong ? 25 : 3;

const NOTHING_TOLD = { subjects: "below-11", exams: "below-11", series: "below-11" };

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

function actorWith(...grants: Partial<ActiveGrant>[]): Actor {
  return {
    ...everyone,
    userId,
    agent: "user",
    grants: grants.map((grant, index) => ({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      scope: "network",
      siteId: null,
      projectId: null,
      level: "browse",
      trueDates: false,
      ...grant,
    })),
  };
}

/** Somebody who may browse one site and one project. */
const neighbour = () =>
  actorWith(
    { scope: "site", siteId: ground.siteIds.get("NORD") ?? "" },
    { scope: "project", projectId: ground.projectIds.get("P1") ?? "" },
  );

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

describe("someone who may only count", () => {
  it("is shown, of random questions, nothing exact and nothing of few", async () => {
    const catalogue = {
      ...randomCatalogue(0),
      subjects: Array.from({ length: 10 }, (_, seed) => randomCatalogue(seed).subjects).flat(),
    };
    await inTransaction((tx) => replaceCatalogue(tx, ground, catalogue));
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(arbitraryCriteria, clickedCriteria), async (criteria) => {
        const answer = await askCohort(actorWith({ level: "count" }), criteria);
        if (answer.access !== "counts") throw new Error(answer.access);
        const numbers = shownNumbers(answer);
        expect(numbers.filter((number) => !isPerturbed(number))).toEqual([]);

        const whole = await askCohort(everyone, criteria);
        if (whole.access !== "rows") throw new Error(whole.access);
        const exact = whole.counts.subjects;
        const { subjects } = answer.counts;
        if (Number(exact) < 11) expect(answer.counts).toEqual(NOTHING_TOLD);
        else if (subjects !== "below-11") {
          told += 1;
          // All of these subjects are in the secret sample: each stands for as many as one in so many does.
          expect(Math.abs(subjects - SAMPLE_ONE_IN * Number(exact))).toBeLessThanOrEqual(2.5);
        }
        if (subjects !== "below-11") expect(answer.loosenings).toEqual([]);

        const facets = facetCounts(whole);
        const shown = facetCounts(answer);
        for (const [value, count] of Object.entries(shown)) {
          if (count !== "below-11") expect(facets[value], value).toBeGreaterThanOrEqual(11);
        }
        const { map, protocol, scanner } = answer.facets;
        for (const list of [map, protocol, scanner]) {
          const order = [...list].sort(
            (a, b) => Number(b.count) - Number(a.count) || (a.value < b.value ? -1 : 1),
          );
          expect(list).toEqual(order);
        }
      }),
      { numRuns: env().testLong ? 200 : 12 },
    );
    expect(told).toBeGreaterThan(3);
  });
});
