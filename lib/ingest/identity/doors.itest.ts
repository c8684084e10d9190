import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { completeSeries } from "../complete-series";
import { ingestFiles } from "../ingest-files";
import { addOppositions } from "../opposition/add-oppositions";
import { checkOpposition } from "../opposition/check-opposition";
import { listOppositions } from "../opposition/list-oppositions";
import { removeOpposition } from "../opposition/remove-opposition";
import { type SyntheticInstance, syntheticInstance } from "../testing/synthetic-instance";

// Rules at the door about whose images and of what they are: opposition, parts of the body, faces.

const actor = systemActor("test");
let database: TestDatabase;
let siteId: string;
let next = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  const site = await db().site.create({ data: { code: "LILLE", name: "Hospital LILLE", city: "Lille" } });
  await db().site.create({ data: { code: "AMIENS", name: "Hospital AMIENS", city: "Amiens" } });
  siteId = site.id;
});
afterAll(() => database?.stop());
beforeEach(() => {
  next += 1;
});

async function give(siteCode: string, ...instances: SyntheticInstance[]) {
  const fates: string[] = [];
  async function* items() {
    for (const instance of instances)
      yield {
        label: "",
        bytes: syntheticInstance({
          patientId: `D-${next}`,
          study: String(next * 100),
          serial: `55${next}`,
          ...instance,
        }),
      };
  }
  const result = await ingestFiles(actor, {
    items,
    door: "folder",
    siteCode,
    onFate: (_, { fate, reason }) => fates.push(reason === "none" ? fate : `${fate} ${reason}`),
  });
  return { ...result, fates };
}

async function keys(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const key of objectStore().list(prefix)) found.push(key);
  return found;
}

async function rows() {
  return {
    subjects: await db().subject.count(),
    links: await db().subjectLink.count(),
    traits: await db().subjectTrait.count(),
    instances: await db().instance.count(),
    held: await db().quarantine.count(),
    spool: await db().spoolItem.count(),
    objects: (await keys("instances")).length + (await keys("held")).length,
  };
}

const add = (text: string, dryRun = false) => addOppositions(actor, { siteId, text, dryRun });

describe("opposition", () => {
  test("a listed person's files are refused and counted, nothing of them is kept, held ones neither", async () => {
    expect(await add(`d-${next} `)).toMatchObject({ read: 1, added: 1, known: 0, inCatalogue: 0 });
    const before = await rows();
    const { fates, runId } = await give(
      "LILLE",
      { slice: 1 },
      { slice: 2 },
      { slice: 3, burnedIn: "YES" },
      { slice: 4, sopClass: "1.2.840.10008.5.1.4.1.1.7" },
    );
    expect(fates).toEqual(Array(4).fill("refused opposed"));
    expect(await rows()).toEqual(before);
    const run = await db().ingestRun.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({ received: 4, refused: 4, stored: 0 });
    // The same number at another hospital is somebody else.
    expect((await give("AMIENS", { serial: `66${next}` })).fates).toEqual(["stored"]);
  });

  test("what a known scanner of the site sends through another site's door is refused too", async () => {
    await give("LILLE", { patientId: `KNOWN-${next}` });
    await add(`D-${next}`);
    const before = await rows();
    const { fates } = await give("AMIENS", { study: String(next * 100 + 1) });
    expect(fates).toEqual(["refused opposed"]);
    expect(await rows()).toEqual(before);
  });

  test("whoever is in the catalogue stays until withdrawn, says so, and sends no more; removal ends it", async () => {
    await give("LILLE", { slice: 1 });
    expect(await add(`D-${next}`)).toMatchObject({ added: 1, inCatalogue: 1 });
    expect(await checkOpposition(actor, { siteId, identifier: `D-${next}` })).toEqual({
      opposed: true,
      inCatalogue: true,
    });
    expect((await give("LILLE", { slice: 1 }, { slice: 2 })).fates).toEqual([
      "refused opposed",
      "refused opposed",
    ]);
    expect(await removeOpposition(actor, { siteId, identifier: ` d-${next}` })).toBe(true);
    expect(await removeOpposition(actor, { siteId, identifier: `D-${next}` })).toBe(false);
    expect((await give("LILLE", { slice: 1 }, { slice: 2 })).fates).toEqual(["duplicate", "stored"]);
  });

  test("a list is tried first, then added whole or not at all; only hashes are kept", async () => {
    const list = `\uFEFFIPP;Nom\r\n"X-${next}";DUPONT\r\n\r\nY-${next}\tDURAND\r\nY-${next}\r\n`;
    const had = await db().opposition.count();
    expect(await add(list, true)).toEqual({ read: 2, added: 2, known: 0, inCatalogue: 0, unusableLines: [] });
    expect(await db().opposition.count()).toBe(had);
    const bad = `${list}***\nUNKNOWN\n`;
    expect(await add(bad, true)).toMatchObject({ read: 2, unusableLines: [6, 7] });
    await expect(add(bad)).rejects.toMatchObject({ code: "invalid-input" });
    expect(await db().opposition.count()).toBe(had);
    await expect(add("\n")).rejects.toMatchObject({ code: "invalid-input" });
    expect(await add(list)).toMatchObject({ added: 2 });
    expect(await add(list)).toMatchObject({ added: 0, known: 2 });
    const [site] = (await listOppositions(actor)).filter((one) => one.siteId === siteId);
    expect(site?.count).toBe(had + 2);
    expect(JSON.stringify(await db().opposition.findMany())).not.toContain(`X-${next}`);
  });
});

describe("what it is of", () => {
  test("a knee is refused and counted; a head, an unknown part and a phantom are stored", async () => {
    const before = await rows();
    const knee = { bodyPart: "KNEE", studyDescription: "IRM GENOU", series: "1" };
    const { fates } = await give("LILLE", knee, { ...knee, sopClass: "1.2.840.10008.5.1.4.1.1.7", slice: 2 });
    // "T1 MPRAGE" of the synthetic series says head: the knee's own words decide only where nothing does.
    expect(fates).toEqual(["stored", "quarantined secondary-capture"]);
    await db().quarantine.deleteMany();
    const refusedKnee = { ...knee, seriesDescription: "PD sag", series: "2" };
    expect((await give("LILLE", refusedKnee)).fates).toEqual(["refused not-of-the-head"]);
    expect((await rows()).instances).toBe(before.instances + 1);
    const series = await db().series.findFirstOrThrow({ where: { bodyPart: { not: null } } });
    expect(series.bodyPart).toBe("KNEE");
    expect(
      (
        await give("LILLE", {
          ...refusedKnee,
          patientName: "PHANTOM^ACR",
          patientId: `P-${next}`,
          study: String(next * 100 + 7),
        })
      ).fates,
    ).toEqual(["stored"]);
  });

  test("a 3D head shows a face unless whoever sent it had removed it, or it is a phantom", async () => {
    // 16 × 16 × 16 voxels of 3 mm are no head: 48 of 2.5 mm are.
    const head = (number: number, given: SyntheticInstance) =>
      Array.from({ length: 48 }, (_, slice) => ({
        study: String(next * 100 + number),
        size: 48,
        spacingMm: 2.5,
        slice: slice + 1,
        ...given,
      }));
    const { seriesIds } = await give(
      "LILLE",
      ...head(1, {}),
      ...head(2, { recognizable: "NO" }),
      ...head(3, { patientName: "PHANTOM^ACR", patientId: `PH-${next}` }),
      ...head(4, { size: 16 }),
    );
    await drainQueue({ "series.complete": ({ seriesId }) => completeSeries(actor, seriesId) });
    const series = await db().series.findMany({
      where: { id: { in: seriesIds } },
      select: {
        showsFace: true,
        state: true,
        exam: { select: { subject: { select: { phantom: true } } } },
        volumes: true,
      },
    });
    expect(series.map(({ state }) => state)).toEqual(Array(4).fill("complete"));
    const shown = series.filter(({ showsFace }) => showsFace);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.exam.subject.phantom).toBe(false);
    expect(shown[0]?.volumes[0]).toMatchObject({ nx: 48, nz: 48 });
  });
});
