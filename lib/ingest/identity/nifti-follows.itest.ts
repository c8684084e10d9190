import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { originalKey } from "@/lib/catalogue/instance-key";
import { getExam } from "@/lib/catalogue/get-exam";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { inPieces, syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { completeSeries } from "../complete-series";
import { attachNifti } from "../nifti/attach-nifti";
import { buildNifti } from "../nifti/build-nifti";
import { checkCatalogue } from "../operations/check-catalogue";
import { decideMatch } from "./decide-match";
import { listIdentities } from "./list-identities";
import { rewriteMerge } from "./rewrite-merge";
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

const work = () =>
  drainQueue({
    "series.complete": ({ seriesId }) => completeSeries(actor, seriesId),
    "nifti.build": ({ niftiId }) => buildNifti(actor, niftiId),
    "subject.merge": ({ mergeId }) => rewriteMerge(actor, mergeId),
  });

/** A NIfTI file of its own grid; each value is another file. */
async function give(series: string, value: number): Promise<string> {
  const bytes = syntheticNifti({ sides: [4, 4, 4], values: new Array<number>(64).fill(value) });
  const given = { series, ontoOrdinal: null, content: "image" } as const;
  return (await attachNifti(actor, { ...given, bytes: inPieces(bytes, 1000) })).niftiId;
}

async function findings(): Promise<string[]> {
  const codes: string[] = [];
  await checkCatalogue(actor, { mend: false, deep: true, stopped: true }, ({ code }) => codes.push(code));
  return codes;
}

test("attached before a merge, waiting during it, and attached after it: volumes stay their exam's, also when it is split", async () => {
  const given = new GivenPerson(1);
  await given.giveBoth();
  await work();
  const source = await db().series.findFirstOrThrow({
    where: { exam: { subject: { links: { some: { site: { code: "AMIENS" } } } } } },
    include: { exam: { include: { subject: true } } },
  });
  const owner = source.exam.subject.pseudonym;
  const first = await give(source.id, 1);
  await work();
  const bytes = await objectStore().get(originalKey(first));
  const second = await give(source.id, 2);

  /** Whose the volumes are, and that each can be seen and names its source. */
  async function expectVolumes(pseudonym: string, ids: readonly string[]): Promise<void> {
    const volumes = await db().volume.findMany({
      where: { id: { in: [...ids] } },
      include: { series: { include: { exam: { include: { subject: true } } } } },
    });
    expect(volumes.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { id, series } of volumes) {
      expect(series.exam.id).toBe(source.exam.id);
      expect(series.exam.subject.pseudonym).toBe(pseudonym);
      expect((await getVolumeManifest(actor, id)).dimensions).toEqual([4, 4, 4, 1]);
    }
    const { derived } = await getExam(actor, source.exam.id);
    expect(derived.map(({ id }) => id).sort()).toEqual([...ids].sort());
    for (const { sources } of derived) expect(sources).toMatchObject([{ id: source.id }]);
    expect(Buffer.from(await objectStore().get(originalKey(first))).equals(bytes)).toBe(true);
    expect(await findings()).toEqual([]);
  }

  const [match] = (await listIdentities(actor)).open;
  await decideMatch(actor, { matchId: match?.id ?? "", decision: "same-person" });
  await work();
  const merge = await db().subjectMerge.findFirstOrThrow({ include: { subject: true } });
  expect(merge).toMatchObject({ state: "done", mergedPseudonym: owner });
  const third = await give(source.id, 3);
  await work();
  await expectVolumes(merge.subject.pseudonym, [first, second, third]);

  await splitMerge(actor, merge.id);
  await work();
  expect(await db().subjectMerge.findFirstOrThrow()).toMatchObject({ state: "split" });
  await expectVolumes(owner, [first, second, third]);
});
