import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { systemActor, type ActiveGrant, type Actor } from "@/lib/access/actor";
import { examFilter } from "@/lib/access/policy";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { loadTerminology } from "./load-terminology-store";
import { searchCatalogue } from "./search-catalogue";
import { countFacets } from "./search-facets-store";
import {
  catalogueQuerySchema,
  DEFAULT_VIEW,
  EMPTY_QUERY,
  QC_STATES,
  RATINGS,
  VERDICTS,
  WHOLENESS,
  type CatalogueQuery,
} from "./search-query";
import { matchWords } from "./search-text-store";
import {
  FIXTURE_CODES,
  FIXTURE_MAPS,
  FIXTURE_MODELS,
  FIXTURE_ROLES,
  FIXTURE_SITES,
  writeNetwork,
  type Fixture,
} from "./testing/network-fixture-store";
import { oracleCounts } from "./testing/search-oracle";

let database: TestDatabase;
let fixture: Fixture;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  fixture = await inTransaction((tx) => writeNetwork(tx, 20261123, 90));
  const user = await db().user.create({ data: { email: "n@example.org", name: "N", passwordHash: "x" } });
  userId = user.id;
});

afterAll(async () => {
  await database.stop();
});

const everyone = systemActor("test");

function actorWith(...grants: Partial<ActiveGrant>[]): Actor {
  return {
    userId,
    agent: "user",
    roles: ["neuroscientist"],
    locale: null,
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

async function countsOf(query: CatalogueQuery, actor: Actor = everyone): Promise<Map<string, number>> {
  const search = { query, words: await matchWords(query.text), filter: examFilter(actor, "browse") };
  const rows = await countFacets(search, false);
  return new Map(
    rows
      .filter((row) => row.count > 0 && row.facet !== "@age-sex" && row.facet !== "@role-scanner")
      .map((row) => [`${row.facet}|${row.value}`, row.count]),
  );
}

const some = <T>(values: readonly T[], max = 2) => fc.subarray([...values], { maxLength: max });
const rarely = <T>(arbitrary: fc.Arbitrary<T>, rest: T) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(rest) }, { weight: 1, arbitrary });

const queries: fc.Arbitrary<CatalogueQuery> = fc
  .record({
    text: rarely(
      fc.constantFrom(
        "cérébrale",
        "cote",
        "prisma",
        "mprage sag",
        "sclerose",
        "ARI",
        "3",
        "glioblastome",
        "harmonise",
      ),
      "",
    ),
    diagnosis: rarely(some([...FIXTURE_CODES, "DOID:863", "DOID:3213", "DOID:3093", "DOID:0"]), []),
    control: rarely(fc.boolean(), false),
    role: rarely(some([...FIXTURE_ROLES, "T1w.3D", "FLAIR.3D"]), []),
    map: rarely(some(FIXTURE_MAPS), []),
    protocol: rarely(some(["NEURO", "BRIEF"]), []),
    site: rarely(some(FIXTURE_SITES.map((site) => site.code)), []),
    scanner: rarely(
      some(["Siemens", "GE", ...FIXTURE_MODELS.map((m) => `${m.manufacturer}~${m.model}`)]),
      [],
    ),
    field: rarely(some([1.5, 3, 7]), []),
    ageMin: rarely(fc.integer({ min: 18, max: 60 }), null),
    ageMax: rarely(fc.integer({ min: 40, max: 90 }), null),
    sex: rarely(some(["female", "male", "unknown"] as const), []),
    visits: rarely(fc.integer({ min: 1, max: 3 }), 1),
    voxelMaxMm: rarely(fc.constantFrom(0.5, 1, 1.2, 3), null),
    pixels: rarely(fc.boolean(), false),
    verdict: rarely(some(VERDICTS), []),
    whole: rarely(some(WHOLENESS), []),
    qc: rarely(some(QC_STATES), []),
    rating: rarely(some(RATINGS), []),
  })
  .map((query) => catalogueQuerySchema.parse(query));

const sorted = (counts: Map<string, number>) => Object.fromEntries([...counts].sort());

describe("a search answers as the plain evaluation in memory does", () => {
  it("for no criterion", async () => {
    const counts = await countsOf(EMPTY_QUERY);
    expect(counts.get("@exams|")).toBe(fixture.exams.length);
    expect(sorted(counts)).toEqual(sorted(oracleCounts(fixture.exams, EMPTY_QUERY)));
  });

  it("for random questions: three counts and every facet", async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        expect(sorted(await countsOf(query))).toEqual(sorted(oracleCounts(fixture.exams, query)));
      }),
      { numRuns: 120, seed: 42 },
    );
  });

  it("within the rights of whoever asks", async () => {
    const nord = fixture.siteIds.get("NORD") ?? "";
    const actor = actorWith(
      { scope: "site", siteId: nord },
      { scope: "project", projectId: fixture.projectId },
    );
    const visible = fixture.exams.filter(
      (exam) => exam.site.code === "NORD" || exam.projectIds.includes(fixture.projectId),
    );
    expect(visible.length).toBeLessThan(fixture.exams.length);
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        expect(sorted(await countsOf(query, actor))).toEqual(sorted(oracleCounts(visible, query)));
      }),
      { numRuns: 25, seed: 7 },
    );
  });
});

describe("searchCatalogue", () => {
  const flair: CatalogueQuery = { ...EMPTY_QUERY, role: ["FLAIR"] };

  it.each(["subjects", "exams", "series"] as const)("lists as many %s as it counts", async (unit) => {
    const rows: string[] = [];
    let total: unknown;
    for (let page = 1; page <= 8; page++) {
      const result = await searchCatalogue(everyone, flair, { ...DEFAULT_VIEW, unit, page });
      if (result.access !== "rows") throw new Error(result.access);
      total = result.counts[unit];
      rows.push(...result.page.rows.map((row) => JSON.stringify(row)));
    }
    expect(rows.length).toBe(total);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it.each(["pseudonym", "age", "visits", "site"] as const)("sorts subjects by %s both ways", async (sort) => {
    for (const descending of [false, true]) {
      const result = await searchCatalogue(everyone, EMPTY_QUERY, { ...DEFAULT_VIEW, sort, descending });
      if (result.access !== "rows" || result.page.unit !== "subjects") throw new Error(result.access);
      if (sort === "site") continue;
      const keys = result.page.rows.flatMap((row): (string | number)[] => {
        if (sort === "pseudonym") return [row.pseudonym];
        if (sort === "visits") return [];
        return row.ageYears ? [row.ageYears.from] : [];
      });
      const order = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(keys).toEqual(descending ? order.reverse() : order);
    }
  });

  it("says which criterion to drop when nobody answers", async () => {
    const impossible = { ...EMPTY_QUERY, sex: ["female" as const], map: ["nothing"] };
    const result = await searchCatalogue(everyone, impossible, DEFAULT_VIEW);
    if (result.access !== "rows") throw new Error(result.access);
    const women = new Set(fixture.exams.map((exam) => exam.subject).filter(({ sex }) => sex === "female"));
    expect(result.relaxations).toEqual([{ criterion: "map", subjects: women.size }]);
  });

  it("names the diagnoses at the date of the exam with their parents", async () => {
    const result = await searchCatalogue(
      everyone,
      { ...EMPTY_QUERY, diagnosis: ["DOID:2377"] },
      DEFAULT_VIEW,
    );
    if (result.access !== "rows") throw new Error(result.access);
    const term = result.facets.diagnosis.terms.find(({ code }) => code === "DOID:2378");
    expect(term).toMatchObject({
      labelFr: "sclérose en plaques récurrente-rémittente",
      parents: ["DOID:2377"],
    });
  });

  it("gives nothing to someone without a grant", async () => {
    expect(await searchCatalogue(actorWith(), EMPTY_QUERY, DEFAULT_VIEW)).toEqual({
      access: "nothing",
      query: EMPTY_QUERY,
      view: DEFAULT_VIEW,
    });
  });

  it("records what it disclosed", async () => {
    const actor = actorWith({});
    await searchCatalogue(actor, EMPTY_QUERY, { ...DEFAULT_VIEW, unit: "exams" });
    const event = await db().auditEvent.findFirst({
      where: { actorId: userId, type: "catalogue.searched" },
      orderBy: { at: "desc" },
    });
    expect(event?.detail).toEqual({ unit: "exams", shown: 50 });
  });
});

describe("someone who may only count", () => {
  const counter = () => actorWith({ level: "count" });

  it("gets no rows and no exact number", async () => {
    const result = await searchCatalogue(counter(), EMPTY_QUERY, DEFAULT_VIEW);
    expect(result.access).toBe("counts");
    expect(result).not.toHaveProperty("page");
    if (result.access !== "counts") return;
    const numbers = [
      ...Object.values(result.counts),
      ...result.facets.role.map(({ count }) => count),
      ...result.facets.diagnosis.terms.map(({ count }) => count),
      ...result.charts.roleByScanner.map(({ count }) => count),
    ];
    expect(numbers.length).toBeGreaterThan(10);
    for (const number of numbers) expect(typeof number === "string" || number % 5 === 0).toBe(true);
    const exact = oracleCounts(fixture.exams, EMPTY_QUERY);
    const subjects = exact.get("@subjects|") ?? 0;
    // Three standard deviations of a sample of one in three.
    expect(Math.abs(Number(result.counts.subjects) - subjects)).toBeLessThan(3 * Math.sqrt(2 * subjects) + 3);
  });

  it("is told the same for the same subjects, however they are asked for", async () => {
    const all = await searchCatalogue(counter(), EMPTY_QUERY, DEFAULT_VIEW);
    const again = await searchCatalogue(counter(), { ...EMPTY_QUERY, text: "ari" }, DEFAULT_VIEW);
    if (all.access !== "counts" || again.access !== "counts") throw new Error("no counts");
    expect(again.counts).toEqual(all.counts);
  });

  it("never learns of a small group", async () => {
    const [exam] = fixture.exams;
    const result = await searchCatalogue(
      counter(),
      { ...EMPTY_QUERY, text: exam?.subject.pseudonym ?? "" },
      DEFAULT_VIEW,
    );
    if (result.access !== "counts") throw new Error(result.access);
    expect(result.counts).toEqual({ subjects: "below-11", exams: "below-11", series: "below-11" });
    expect(result.facets.site).toEqual([]);
    expect(result.facets.diagnosis).toEqual({ terms: [], control: "below-11" });
    const nobody = await searchCatalogue(counter(), { ...EMPTY_QUERY, text: "xyzzy" }, DEFAULT_VIEW);
    if (nobody.access !== "counts") throw new Error(nobody.access);
    expect(nobody.counts).toEqual(result.counts);
  });
});

describe("loadTerminology", () => {
  it("writes nothing the second time, and repairs what was changed", async () => {
    expect(await inTransaction((tx) => loadTerminology(tx))).toBe(false);
    await db().diagnosisTerm.update({ where: { code: "DOID:2377" }, data: { labelFr: "x" } });
    expect(await inTransaction((tx) => loadTerminology(tx))).toBe(true);
    const term = await db().diagnosisTerm.findUnique({ where: { code: "DOID:2377" } });
    expect(term?.labelFr).toBe("sclérose en plaques");
  });
});
