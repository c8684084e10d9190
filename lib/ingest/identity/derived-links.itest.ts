import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { remapUid } from "@/lib/deid/identity";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { ingestFiles } from "../ingest-files";
import { type SyntheticDerived, syntheticDerived } from "../testing/synthetic-derived";
import { decideMatch } from "./decide-match";
import { listIdentities } from "./list-identities";
import { rewriteMerge } from "./rewrite-merge";
import { splitMerge } from "./split-merge";
import { GivenPerson } from "./testing/given-people";

const actor = systemActor("test");
const given = new GivenPerson(1);
/** The studies that the two hospitals made; the last comes late. */
const [OURS, THEIRS, THEIRS_LATE] = [given.study(1), given.study(3), given.study(4)];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  for (const code of ["LILLE", "AMIENS"])
    await db().site.create({ data: { code, name: `Hospital ${code}`, city: code } });
});
afterAll(() => database?.stop());

const seriesUid = (study: string) => `1.2.826.0.1.3680043.9.7.1.${study}.1`;

/** Gives an object of the person, in a study of the site, that names the images of another of her studies too. */
async function giveDerived(
  siteCode: "LILLE" | "AMIENS",
  object: Pick<SyntheticDerived, "kind" | "study" | "series">,
  studies: readonly string[],
): Promise<void> {
  const { patientId = "" } = siteCode === "LILLE" ? given.ours : given.theirs;
  const bytes = syntheticDerived({
    ...object,
    patientId,
    sources: studies.map((_, index) => ({ series: String(index), slices: [1] })),
    change: (dataset) => {
      dataset.set(TAG.PatientName, "PN", given.person.patientName);
      dataset.set(TAG.PatientBirthDate, "DA", given.person.birthDate);
      const references = dataset.items(TAG.ReferencedSeriesSequence);
      for (const [index, study] of studies.entries())
        references[index]?.set(TAG.SeriesInstanceUID, "UI", seriesUid(study));
    },
  });
  const { counts } = await ingestFiles(actor, {
    items: async function* () {
      yield { label: "", bytes };
    },
    door: "folder",
    siteCode,
  });
  expect(counts).toMatchObject({ received: 1, stored: 1 });
}

/** What each derived object is linked to, by its own series number: studies of its sources, and how many wait. */
async function links(): Promise<Record<string, { sources: string[]; awaited: number }>> {
  const names = new Map(
    [OURS, THEIRS, THEIRS_LATE].map((study) => [remapUid(secrets().uidKey, seriesUid(study)), study]),
  );
  const rows = await db().derivedObject.findMany({
    include: { references: true, series: true, sources: { include: { series: true } } },
  });
  return Object.fromEntries(
    rows.map(({ series, sources, references }) => [
      String(series?.seriesNumber),
      {
        sources: sources.map((source) => names.get(source.series.seriesInstanceUid) ?? "?").sort(),
        awaited: references.filter(({ linkedAt }) => linkedAt === null).length,
      },
    ]),
  );
}

const work = () => drainQueue({ "subject.merge": ({ mergeId }) => rewriteMerge(actor, mergeId) });

/** Each stored derived object says whose it is by now, and still names the series that it was made from. */
async function expectObjectsToFollow(): Promise<void> {
  const rows = await db().instance.findMany({
    where: { series: { derivedObjects: { some: {} } } },
    include: { series: { include: { exam: { include: { subject: true } } } } },
  });
  for (const row of rows) {
    const { dataset } = parseDicom(new Uint8Array(await objectStore().get(instanceKey(row.seriesId, row))));
    expect(dataset.text(TAG.PatientID)).toBe(row.series.exam.subject.pseudonym);
    const named = dataset.items(TAG.ReferencedSeriesSequence).map((item) => item.uid(TAG.SeriesInstanceUID));
    const known = [OURS, THEIRS, THEIRS_LATE].map((study) => remapUid(secrets().uidKey, seriesUid(study)));
    expect(named.length).toBeGreaterThan(0);
    for (const uid of named) expect(known).toContain(uid);
  }
}

test("links stay within one person through merge, late arrival, split and another merge", async () => {
  await given.giveBoth();
  await giveDerived("LILLE", { kind: "segmentation", study: OURS, series: "51" }, [OURS]);
  await giveDerived("AMIENS", { kind: "segmentation", study: THEIRS, series: "61" }, [THEIRS]);
  // Made at one hospital from images of both, and from some that are still to come.
  await giveDerived("AMIENS", { kind: "parametricMap", study: THEIRS, series: "62" }, [
    OURS,
    THEIRS,
    THEIRS_LATE,
  ]);
  const own = {
    "51": { sources: [OURS], awaited: 0 },
    "61": { sources: [THEIRS], awaited: 0 },
  };
  expect(await links()).toEqual({ ...own, "62": { sources: [THEIRS], awaited: 2 } });

  const [match] = (await listIdentities(actor)).open;
  await decideMatch(actor, { matchId: match?.id ?? "", decision: "same-person" });
  const { id: mergeId } = await db().subjectMerge.findFirstOrThrow();
  expect(await links()).toEqual({ ...own, "62": { sources: [OURS, THEIRS], awaited: 1 } });
  await work();
  expect(await links()).toEqual({ ...own, "62": { sources: [OURS, THEIRS], awaited: 1 } });
  await expectObjectsToFollow();

  expect(await given.give("AMIENS", { ...given.theirs, study: THEIRS_LATE, studyDate: "20230110" })).toEqual([
    "stored",
  ]);
  expect(await links()).toEqual({ ...own, "62": { sources: [OURS, THEIRS, THEIRS_LATE], awaited: 0 } });

  await splitMerge(actor, mergeId);
  await work();
  expect(await links()).toEqual({ ...own, "62": { sources: [THEIRS, THEIRS_LATE], awaited: 1 } });
  await expectObjectsToFollow();

  // Split for good: what comes at the other hospital is not tied to it.
  await given.give("LILLE", { ...given.ours, study: OURS, studyDate: "20200110", slice: 3 });
  expect(await links()).toEqual({ ...own, "62": { sources: [THEIRS, THEIRS_LATE], awaited: 1 } });
});
