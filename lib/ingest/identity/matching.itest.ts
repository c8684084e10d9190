import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { writeMatch, writeMerge } from "@/lib/access/testing/identities-store";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { AppError } from "@/lib/platform/errors";
import { migrateQueue } from "@/lib/platform/queue";
import { decideMatch } from "./decide-match";
import { listIdentities } from "./list-identities";
import { splitMerge } from "./split-merge";
import { GivenPerson } from "./testing/given-people";

const actor = systemActor("test");
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  for (const code of ["LILLE", "AMIENS"])
    await db().site.create({ data: { code, name: `Hospital ${code}`, city: code } });
});
afterAll(() => database?.stop());

let next = 0;
let given: GivenPerson;
beforeEach(() => {
  next += 1;
  given = new GivenPerson(next);
});

const openMatches = async () => (await listIdentities(actor)).open;

/** Leaves nothing open for the next test. */
async function closeOpen(): Promise<void> {
  for (const { id } of await openMatches()) await decideMatch(actor, { matchId: id, decision: "two-people" });
}

describe("matching", () => {
  test("the same person at another site is asked about, never merged silently, and asked about once", async () => {
    await given.giveBoth();
    const open = await openMatches();
    expect(open).toHaveLength(1);
    expect(open[0]?.agreeing).toEqual([
      "birth-sex-initials",
      "first-name-birth-sex",
      "name-birth",
      "name-birth-sex",
    ]);
    expect(open[0]?.subjects.flatMap(({ siteNames }) => siteNames).sort()).toEqual([
      "Hospital AMIENS",
      "Hospital LILLE",
    ]);
    expect(JSON.stringify(open).toUpperCase()).not.toMatch(/DURANDAL|MARIE|1961/);
    expect(
      await db().subject.count({
        where: { pseudonym: { in: open[0]?.subjects.map((s) => s.pseudonym) ?? [] } },
      }),
    ).toBe(2);
    await closeOpen();
    await given.give("AMIENS", {
      ...given.theirs,
      study: given.study(4),
      patientName: given.person.patientName.replace("^", "^ANNE "),
    });
    expect(await openMatches()).toEqual([]);
    expect((await listIdentities(actor)).apart).toHaveLength(1);
  });

  test("people who come to both sites at the same moment are asked about all the same", async () => {
    const people = [new GivenPerson(21), new GivenPerson(22), new GivenPerson(23)];
    await Promise.all(
      people.flatMap((one) => [
        one.give("LILLE", { ...one.ours, study: one.study(1) }),
        one.give("AMIENS", { ...one.theirs, study: one.study(2) }),
      ]),
    );
    const open = await openMatches();
    expect(open).toHaveLength(3);
    expect(open.every(({ subjects: [a, b] }) => a.siteNames.join() !== b.siteNames.join())).toBe(true);
    await closeOpen();
  });

  test("one person under several identifiers of one site is asked about", async () => {
    await given.give(
      "LILLE",
      { ...given.ours, study: given.study(1) },
      { ...given.ours, patientId: `OTHER-${next}`, study: given.study(2) },
    );
    expect(await openMatches()).toHaveLength(1);
    await closeOpen();
  });

  test("weak agreement, unusable identifiers and phantoms are no match", async () => {
    await given.give("LILLE", { ...given.ours, study: given.study(1) });
    const [initial] = given.person.patientName;
    await given.give(
      "AMIENS",
      { ...given.theirs, study: given.study(2), patientName: `${initial}UTRE^MADELEINE` },
      { ...given.theirs, study: given.study(3), patientId: "***" },
      { ...given.theirs, study: given.study(4), patientId: `PHANTOM-${next}` },
    );
    expect(await openMatches()).toEqual([]);
  });

  test("two people under one identifier are held; a married name or a corrected birth date is not", async () => {
    await given.give("LILLE", { ...given.ours, study: given.study(1) });
    const somebody = { patientName: "AUTRE^JEAN", birthDate: "19450505" };
    const held = await given.give("LILLE", { ...given.ours, study: given.study(2), ...somebody });
    expect(held).toEqual(["quarantined conflicting-identity"]);
    expect(
      await given.give(
        "LILLE",
        { ...given.ours, study: given.study(3), patientName: "AUTRE^JEAN" },
        { ...given.ours, study: given.study(4), birthDate: "19450505" },
        // Within a series that is known, too.
        {
          ...given.ours,
          study: given.study(1),
          slice: 2,
          ...somebody,
          patientName: "TROISIEME^LUC",
          birthDate: "19500101",
        },
      ),
    ).toEqual(["stored", "stored", "quarantined conflicting-identity"]);
    await closeOpen();
  });
});

describe("two subjects of two sites", () => {
  test("are decided about by whoever decides at both", async () => {
    const idOf = async (code: string) => (await db().site.findUniqueOrThrow({ where: { code } })).id;
    const [ours, theirs] = [await idOf("LILLE"), await idOf("AMIENS")];
    const person = await writePerson("somebody", []);
    const refusal = async (asked: Promise<unknown>) =>
      asked.then(
        () => "answered",
        (error: unknown) => (error instanceof AppError ? error.code : "broken"),
      );
    const manager = holding({ ...person, roles: ["dataManager"] }, "browse", { siteId: ours });
    const both = holding(manager, "browse", { siteId: theirs });
    const matchId = await writeMatch(ours, theirs);
    expect(await refusal(decideMatch(manager, { matchId, decision: "two-people" }))).toBe("forbidden");
    expect(JSON.stringify(await listIdentities(manager))).not.toContain(matchId);
    expect(JSON.stringify(await listIdentities(both))).toContain(matchId);
    expect(await refusal(decideMatch(both, { matchId, decision: "two-people" }))).toBe("answered");
    expect(await refusal(decideMatch(both, { matchId, decision: "same-person" }))).toBe("conflict");
    const mergeId = await writeMerge(ours, "done", theirs);
    expect(await refusal(splitMerge(manager, mergeId))).toBe("forbidden");
    expect(JSON.stringify(await listIdentities(manager))).not.toContain(mergeId);
    expect(await refusal(splitMerge(both, mergeId))).toBe("answered");
  });
});
