import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { linkageHash } from "@/lib/deid/identity";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { secrets } from "@/lib/platform/secrets";
import { listNetwork } from "@/lib/network/list-network";
import { findSubjectByIdentifier } from "./find-subject-by-identifier";
import { getExam } from "./get-exam";
import { getSeries } from "./get-series";
import { getSubject } from "./get-subject";

const IDENTIFIER = "IPP-0042";
const M0 = new Date("2160-03-10T09:00:00Z");
const M12 = new Date("2161-03-12T09:00:00Z");
const ids = {
  here: randomUUID(),
  there: randomUUID(),
  subject: randomUUID(),
  examHere: randomUUID(),
  examThere: randomUUID(),
  seriesHere: randomUUID(),
  seriesThere: randomUUID(),
};
let database: TestDatabase;
let userId: string;

function actor(given: Partial<Actor["grants"][number]> | null, roles: Actor["roles"] = ["clinician"]): Actor {
  const grant = {
    id: randomUUID(),
    scope: "site",
    siteId: ids.here,
    projectId: null,
    level: "view",
  } as const;
  return {
    userId,
    agent: "user",
    roles,
    grants: given ? [{ ...grant, trueDates: false, ...given }] : [],
    locale: "fr",
  };
}

async function makeExam(siteId: string, examId: string, seriesId: string, examAt: Date, month: number) {
  const scanner = await db().scanner.create({
    data: { siteId, manufacturer: "Siemens", model: "Prisma", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "XA30", startedAt: new Date("2023-05-04T00:00:00Z") },
  });
  const visit = await db().visit.create({
    data: { subjectId: ids.subject, scannerId: scanner.id, startedAt: examAt, monthsFromFirst: month },
  });
  await db().exam.create({
    data: {
      id: examId,
      subjectId: ids.subject,
      visitId: visit.id,
      siteId,
      scannerId: scanner.id,
      epochId: epoch.id,
      studyInstanceUid: `2.25.${month + 1}`,
      examAt,
      fieldStrengthTesla: 3,
      clock: {
        create: {
          acquiredAt: new Date("2024-01-02T08:00:00Z"),
          receivedAt: new Date("2024-01-03T08:00:00Z"),
        },
      },
      series: {
        create: {
          id: seriesId,
          seriesInstanceUid: `2.25.${month + 100}`,
          sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
          role: "T1w",
          is3D: true,
          hasPixels: true,
        },
      },
    },
  });
}

beforeAll(async () => {
  database = await testDatabase();
  const user = await db().user.create({
    data: { email: "clinician@example.org", name: "Clinician", passwordHash: "-", roles: ["clinician"] },
  });
  userId = user.id;
  await db().site.createMany({
    data: [
      { id: ids.here, code: "HERE", name: "Here", city: "" },
      { id: ids.there, code: "THERE", name: "There", city: "" },
    ],
  });
  await db().subject.create({ data: { id: ids.subject, pseudonym: "ARI-7K2Q-M4", sex: "female" } });
  const hash = linkageHash(secrets().linkageKey, "HERE", IDENTIFIER);
  if (!hash) throw new Error("the identifier of this test is usable");
  await db().subjectLink.create({
    data: { linkageHash: Uint8Array.from(hash), subjectId: ids.subject, siteId: ids.here },
  });
  await makeExam(ids.there, ids.examThere, ids.seriesThere, M0, 0);
  await makeExam(ids.here, ids.examHere, ids.seriesHere, M12, 12);
  await db().diagnosisTerm.create({
    data: { code: "DOID:2377", labelEn: "multiple sclerosis", labelFr: "sclérose en plaques" },
  });
  await db().diagnosis.create({
    data: {
      subjectId: ids.subject,
      code: "DOID:2377",
      assertedOn: new Date("2160-09-10T00:00:00Z"),
      assertedPrecision: "day",
    },
  });
}, 120_000);

afterAll(() => database.stop());

describe("what an actor sees of a subject with exams at two sites", () => {
  it("is the exams of her site, in months since the first visit of all", async () => {
    const record = await getSubject(actor({}), "ARI-7K2Q-M4");
    expect(record.visits.flatMap(({ exams }) => exams.map(({ id }) => id))).toEqual([ids.examHere]);
    expect(record.visits[0]?.month).toBe(12);
    expect(record.diagnoses[0]?.asserted?.fromMonth).toBe(6);
  });

  it("is all of them with a network grant", async () => {
    const record = await getSubject(actor({ scope: "network", siteId: null }), "ARI-7K2Q-M4");
    expect(record.visits.map(({ month }) => month)).toEqual([0, 12]);
  });

  it("has no images below the view level", async () => {
    const browsing = await getSubject(actor({ level: "browse" }), "ARI-7K2Q-M4");
    expect(browsing.visits[0]?.exams[0]?.canView).toBe(false);
    const viewing = await getSubject(actor({}), "ARI-7K2Q-M4");
    expect(viewing.visits[0]?.exams[0]?.canView).toBe(true);
  });

  it("is nothing, as for what does not exist, outside her rights", async () => {
    const notFound = { code: "not-found" };
    await expect(getSubject(actor(null), "ARI-7K2Q-M4")).rejects.toMatchObject(notFound);
    await expect(getSubject(actor({}), "ARI-0000-00")).rejects.toMatchObject(notFound);
    await expect(getExam(actor({}), ids.examThere)).rejects.toMatchObject(notFound);
    await expect(getExam(actor({}), randomUUID())).rejects.toMatchObject(notFound);
    await expect(getSeries(actor({}), ids.seriesThere)).rejects.toMatchObject(notFound);
    await expect(getSubject(actor({ level: "count" }), "ARI-7K2Q-M4")).rejects.toMatchObject(notFound);
  });
});

describe("an exam", () => {
  it("tells which diagnoses held at its date, and names other exams within rights only", async () => {
    const here = await getExam(actor({}), ids.examHere);
    expect(here.diagnoses.map(({ status }) => status)).toEqual(["present"]);
    expect(here.others).toEqual([]);
    const there = await getExam(actor({ scope: "network", siteId: null }), ids.examThere);
    expect(there.diagnoses.map(({ status }) => status)).toEqual(["absent"]);
    expect(there.others.map(({ id }) => id)).toEqual([ids.examHere]);
  });

  it("carries no date, shifted or true, in any of the three records", async () => {
    const records = [
      await getSubject(actor({}), "ARI-7K2Q-M4"),
      await getExam(actor({}), ids.examHere),
      await getSeries(actor({}), ids.seriesHere),
    ];
    expect(JSON.stringify(records)).not.toMatch(/20(?:23|24)-|21(?:60|61)-/);
  });

  it("is recorded as seen", async () => {
    await getExam(actor({}), ids.examHere);
    const events = await db().auditEvent.findMany({ where: { type: "exam.viewed", actorId: userId } });
    expect(events.map(({ detail }) => detail)).toContainEqual({ examId: ids.examHere });
  });
});

describe("finding a patient by hospital identifier", () => {
  it("gives the pseudonym at the site that knows it, however it is typed", async () => {
    const found = await findSubjectByIdentifier(actor({}), { siteId: ids.here, identifier: " ipp-0042 " });
    expect(found).toEqual({ pseudonym: "ARI-7K2Q-M4" });
  });

  it("gives nothing for another identifier, and records the question without it", async () => {
    expect(await findSubjectByIdentifier(actor({}), { siteId: ids.here, identifier: "IPP-9999" })).toBeNull();
    const events = await db().auditEvent.findMany({ where: { type: "subject.identified" } });
    expect(events.map(({ detail }) => detail)).toContainEqual({ siteId: ids.here, subjectId: null });
    expect(JSON.stringify(events)).not.toMatch(/ipp-/i);
  });

  it("is refused at another site, to another role, and below the view level", async () => {
    const query = { siteId: ids.here, identifier: IDENTIFIER };
    const forbidden = { code: "forbidden" };
    const elsewhere = { siteId: ids.there, identifier: IDENTIFIER };
    await expect(findSubjectByIdentifier(actor({}), elsewhere)).rejects.toMatchObject(forbidden);
    await expect(findSubjectByIdentifier(actor({}, ["neuroscientist"]), query)).rejects.toMatchObject(
      forbidden,
    );
    await expect(findSubjectByIdentifier(actor({ level: "browse" }), query)).rejects.toMatchObject(forbidden);
  });

  it("cannot be used to try out numbers", async () => {
    const guesses = Array.from({ length: 25 }, (_, number) =>
      findSubjectByIdentifier(actor({}), { siteId: ids.here, identifier: `IPP-${number}` }),
    );
    const refused = (await Promise.allSettled(guesses)).filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: "rate-limited" } });
  });
});

describe("the network", () => {
  it("is dated only for holders of true dates, and counted only within rights", async () => {
    const plain = await listNetwork(actor({}));
    const here = plain.find(({ id }) => id === ids.here)?.scanners[0];
    const there = plain.find(({ id }) => id === ids.there)?.scanners[0];
    expect(here?.epochs[0]?.startedOn).toBeNull();
    expect(here?.counts).toEqual({ subjects: 1, exams: 1 });
    expect(there?.counts).toBeNull();
    const dated = await listNetwork(actor({ trueDates: true }));
    expect(dated.find(({ id }) => id === ids.here)?.scanners[0]?.epochs[0]?.startedOn).toBe("2023-05-04");
    expect(dated.find(({ id }) => id === ids.there)?.scanners[0]?.epochs[0]?.startedOn).toBeNull();
  });
});
