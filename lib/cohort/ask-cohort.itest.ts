import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor, type ActiveGrant, type Actor } from "@/lib/access/actor";
import { countKeyOf } from "@/lib/catalogue/perturb-count";
import { writeNetwork, type Fixture } from "@/lib/catalogue/testing/network-fixture-store";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import type { CohortAnswer } from "./answer";
import { askCohort } from "./ask-cohort";
import { CRITERIA_VERSION, EVERYTHING, type Criteria, type ExamNode } from "./criteria";
import { removeAt } from "./edit";
import { isPerturbed, shownNumbers } from "./testing/shown-numbers";

let database: TestDatabase;
let fixture: Fixture;
let userId: string;

beforeAll(async () => {
  database = await testDatabase();
  fixture = await inTransaction((tx) => writeNetwork(tx, 20261124, 120));
  // A third of so few subjects would be too few to be told of: here all of them are in the secret sample.
  await db().subjectSecret.updateMany({ data: { countKey: countKeyOf(0) } });
  const user = await db().user.create({ data: { email: "n@example.org", name: "N", passwordHash: "x" } });
  userId = user.id;
});
afterAll(() => database.stop());

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
const counter = () => actorWith({ level: "count" });

type Told = Exclude<CohortAnswer, { access: "nothing" }>;
async function ask(actor: Actor, criteria: Criteria): Promise<Told> {
  const answer = await askCohort(actor, criteria);
  if (answer.access === "nothing") throw new Error("nothing");
  return answer;
}

const question = (...of: ExamNode[]): Criteria => ({ version: CRITERIA_VERSION, root: { kind: "and", of } });
const women: ExamNode = { kind: "sex", values: ["female"] };
const role = (name: "FLAIR" | "T1w"): ExamNode => ({ kind: "series", of: { kind: "role", values: [name] } });
const aged = (min: number, max: number): ExamNode => ({ kind: "age", min, max });
const apart = (min: number, max: number): ExamNode => ({
  kind: "pair",
  part: "first",
  interval: { min, max, unit: "month" },
  sameScanner: false,
  bothCompliant: false,
  of: { kind: "and", of: [] },
});

describe("askCohort", () => {
  it("gives nothing to someone without a grant, and looks at nothing for her", async () => {
    expect(await askCohort(actorWith(), question({ kind: "site", codes: ["NOWHERE"] }))).toEqual({
      access: "nothing",
    });
  });

  it("counts what may be browsed, and within every scope nothing else", async () => {
    const nord = fixture.siteIds.get("NORD") ?? "";
    const actor = actorWith({ scope: "site", siteId: nord }, { level: "count" });
    const own = fixture.exams.filter(({ site }) => site.code === "NORD");
    expect(own.length).toBeGreaterThan(10);
    expect(own.length).toBeLessThan(fixture.exams.length);
    const all = await ask(actor, EVERYTHING);
    expect(all.access).toBe("rows");
    expect(all.counts).toEqual({
      subjects: new Set(own.map(({ subject }) => subject)).size,
      exams: own.length,
      series: own.flatMap(({ series }) => series).length,
    });
    expect(all.facets.site.map(({ value }) => value)).toEqual(["NORD"]);
    const elsewhere = await ask(
      actor,
      question({ kind: "subject", of: { kind: "site", codes: ["COTE", "SUD"] } }),
    );
    expect(elsewhere.counts.subjects).toBe(0);
  });

  it("records what was asked, without a word of it", async () => {
    await ask(actorWith({}), question(women, role("FLAIR")));
    const event = await db().auditEvent.findFirst({
      where: { actorId: userId, type: "cohort.asked" },
      orderBy: { at: "desc" },
    });
    expect(event?.detail).toEqual({ access: "rows", clauses: 2, loosenings: 0 });
  });

  it("refuses codes that there are not", async () => {
    const asked = askCohort(everyone, question({ kind: "site", codes: ["NOWHERE"] }));
    await expect(asked).rejects.toThrow(AppError);
    await expect(asked).rejects.toMatchObject({ code: "invalid-input", details: { list: "site" } });
  });

  it("leaves out facets and charts when only counts are wanted", async () => {
    const full = await ask(everyone, question(women));
    const answer = await askCohort(everyone, question(women), { facets: false });
    if (answer.access === "nothing") throw new Error("nothing");
    expect(answer).toMatchObject({ counts: full.counts, clauses: full.clauses });
    expect(answer.facets.sex).toEqual([]);
    expect(answer.charts.ageBySex).toEqual([]);
    expect(full.charts.ageBySex.length).toBeGreaterThan(0);
  });

  it("answers what is too large for one statement in several of one snapshot", async () => {
    // More parameters than one statement can have: 25 clauses set aside in turn, 2,880 values in each question.
    const noneOf = (part: number): ExamNode => ({
      kind: "not",
      of: {
        kind: "scanner",
        of: Array.from({ length: 60 }, (_, index) => ({
          manufacturer: "Siemens",
          model: `Model ${part}.${index}`,
        })),
      },
    });
    const criteria = question(women, ...Array.from({ length: 24 }, (_, part) => noneOf(part)));
    const answer = await ask(everyone, { ...criteria, root: { kind: "or", of: [criteria.root] } });
    const plain = await ask(everyone, question(women));
    expect(answer.counts).toEqual(plain.counts);
    expect(answer.clauses).toHaveLength(25);
    expect(answer.clauses[1]?.without).toEqual(plain.counts);
    expect(answer.facets.age).toEqual(plain.facets.age);
  });
});

describe("an answer of nobody", () => {
  it("offers the smallest changes, each with what it yields", async () => {
    // The visits of the fixture lie 180 days apart: 5.9 and 11.8 months.
    const criteria = question(women, apart(7, 8));
    const answer = await ask(everyone, criteria);
    expect(answer.counts.subjects).toBe(0);
    expect(answer.loosenings.map(({ path, change }) => ({ path, change }))).toEqual([
      { path: [1], change: { kind: "interval", by: 2, unit: "month" } },
      { path: [1], change: { kind: "dropped" } },
    ]);
    for (const { criteria: loosened, subjects } of answer.loosenings) {
      expect((await ask(everyone, loosened)).counts.subjects).toBe(subjects);
    }
  });

  it("offers nothing where somebody answers", async () => {
    expect((await ask(everyone, question(women))).loosenings).toEqual([]);
  });
});

describe("someone who may only count", () => {
  const asked: [string, () => Criteria][] = [
    ["everything", () => EVERYTHING],
    ["women with a FLAIR", () => question(women, role("FLAIR"))],
    [
      "nested parts",
      () => question({ kind: "subject", of: { kind: "and", of: [women, role("T1w")] } }, aged(20, 80)),
    ],
    ["a pair", () => question(apart(5, 7), role("FLAIR"))],
    ["nobody", () => question(women, apart(7, 8))],
    ["a few", () => question(women, aged(30, 33))],
  ];

  it.each(asked)("is never shown an exact number, asking for %s", async (_, criteria) => {
    const answer = await ask(counter(), criteria());
    expect(answer.access).toBe("counts");
    const numbers = shownNumbers(answer);
    expect(numbers.length).toBeGreaterThanOrEqual(
      3 + 1 + 3 * answer.clauses.length + answer.loosenings.length,
    );
    expect(numbers.filter((number) => !isPerturbed(number))).toEqual([]);
    const { diagnosis, ...lists } = answer.facets;
    const listed = [...diagnosis.terms, ...Object.values(lists).flat(), ...answer.charts.roleByScanner];
    expect(listed.filter(({ count }) => count === "below-11")).toEqual([]);
  });

  it("finds values ordered by what is shown, then by name", async () => {
    const { facets } = await ask(counter(), EVERYTHING);
    for (const list of [facets.map, facets.protocol, facets.scanner]) {
      expect(list.length).toBeGreaterThan(1);
      const ordered = [...list].sort(
        (a, b) => Number(b.count) - Number(a.count) || (a.value < b.value ? -1 : 1),
      );
      expect(list).toEqual(ordered);
    }
  });

  it("is told the same of the same subjects, however they are asked for", async () => {
    const plain = await ask(counter(), question(women));
    const twice = await ask(counter(), {
      ...EVERYTHING,
      root: {
        kind: "or",
        of: [
          { kind: "not", of: { kind: "not", of: women } },
          { kind: "and", of: [women, women] },
        ],
      },
    });
    expect(twice.counts).toEqual(plain.counts);
    expect(twice.charts).toEqual(plain.charts);
    const more = question(women, role("FLAIR"));
    const { clauses } = await ask(counter(), more);
    expect(clauses.map(({ without }) => without)).toEqual([
      (await ask(counter(), removeAt(more, [0]) ?? more)).counts,
      plain.counts,
    ]);
  });

  it("cannot tell nobody from a few", async () => {
    const few = question(women, aged(30, 33), apart(5, 7));
    const exact = await ask(everyone, few);
    expect(exact.counts.subjects).toBeGreaterThan(0);
    expect(exact.loosenings).toEqual([]);
    const answer = await ask(counter(), few);
    expect(answer.counts).toEqual({ subjects: "below-11", exams: "below-11", series: "below-11" });
    expect(answer.loosenings.length).toBeGreaterThan(0);
    for (const { subjects } of answer.loosenings) expect(subjects).not.toBe("below-11");
    const nobody = await ask(counter(), question(women, apart(7, 8)));
    expect(nobody).toMatchObject({ counts: answer.counts, charts: answer.charts });
    expect(nobody.loosenings.length).toBeGreaterThan(0);
  });

  it("learns of a diagnosis only what the counts say", async () => {
    const { terms } = (await ask(counter(), EVERYTHING)).facets.diagnosis;
    expect(terms.length).toBeGreaterThan(2);
    for (const term of terms) {
      const below = terms.filter(({ parents }) => parents.includes(term.code));
      expect(term.asserted).toBe(below.every(({ count }) => count !== term.count));
    }
  });
});
