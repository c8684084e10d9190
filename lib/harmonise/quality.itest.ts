import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { compareQuality } from "./compare-quality";
import { getSeriesQuality } from "./get-series-quality";
import { measureSeries } from "./measure-series";
import { sharedMeasurer } from "./qc/measurer";
import { spatialMetrics } from "./qc/spatial";
import { findHead } from "./qc/head";
import { headPhantom, withNoise } from "./qc/testing/phantoms";
import { rateSeries } from "./rate-series";
import {
  type QualityPlace,
  writeEpoch,
  writeMeasured,
  writePicture,
  writePlace,
  writeSeries,
} from "./testing/quality-fixture-store";
import { undoSeriesRating } from "./undo-series-rating";

const system = systemActor("test");
let database: TestDatabase;
let reader: Actor;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
  reader = holding(await writePerson("reader", ["neuroscientist"]), "view", "network");
});
afterAll(async () => {
  await sharedMeasurer().close();
  await database?.stop();
});

const stateOf = async (id: string) => (await db().series.findUniqueOrThrow({ where: { id } })).qcState;
const compareAll = async () => {
  while ((await compareQuality(system)) > 0);
};
/** Values a little apart around 20, as a steady scanner gives them. */
const usual = (n: number) => 20 + ((n * 7) % 11) / 10;
const fill = async (place: QualityPlace, count: number, shift = 0) => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++)
    ids.push(await writeMeasured(place, { snrForeground: usual(n) + shift, entropyFocus: 0.5 + n / 1000 }));
  return ids;
};

describe("measuring", () => {
  it("keeps what the voxels of the view object give, absences with their reason, and is done again the same", async () => {
    const place = await writePlace("Measured");
    const seriesId = await writeSeries(place);
    const picture = withNoise(headPhantom(), 10, 3);
    const superior = { axis: 2, sign: 1 } as const;
    const stored = { ...picture, data: picture.data.map(Math.round), superior };
    await writePicture(seriesId, stored);
    await measureSeries(system, seriesId);
    const head = findHead(stored);
    if (!head) throw new Error("no head in the phantom");
    const expected = spatialMetrics(stored, head, "T1w");
    const rows = await db().qcMetric.findMany({ where: { seriesId }, orderBy: { name: "asc" } });
    expect(rows.map(({ name, value }) => ({ name, value }))).toEqual(
      Object.entries(expected)
        .map(([name, measure]) => ({ name, value: "value" in measure ? measure.value : null }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
    await measureSeries(system, seriesId);
    expect(await db().qcMetric.findMany({ where: { seriesId }, orderBy: { name: "asc" } })).toEqual(rows);
    expect(await stateOf(seriesId)).toBe("unmeasured");

    const zeroed = await writeSeries(place);
    await writePicture(zeroed, headPhantom());
    await measureSeries(system, zeroed);
    const quality = await getSeriesQuality(reader, zeroed);
    expect(quality.metrics.find(({ name }) => name === "snrBackground")).toMatchObject({
      value: null,
      absent: "background-zeroed",
    });
  });

  it("says why a series has no metrics: another role, an unreadable view object; and leaves none of before", async () => {
    const place = await writePlace("Unmeasured");
    const seriesId = await writeMeasured(place, { snrForeground: 3 });
    const volumeId = await writePicture(seriesId, headPhantom());
    await objectStore().put(`volumes/${volumeId}/frames.htj2k`, new Uint8Array(100));
    await db().series.update({ where: { id: seriesId }, data: { qcState: "outlier" } });
    await measureSeries(system, seriesId);
    expect(await getSeriesQuality(reader, seriesId)).toMatchObject({
      measured: "frames-unreadable",
      metrics: [],
    });
    expect(await db().qcMetric.count({ where: { seriesId } })).toBe(0);
    expect(await stateOf(seriesId)).toBe("unmeasured");
    await db().volume.update({ where: { id: volumeId }, data: { role: "localiser" } });
    await measureSeries(system, seriesId);
    expect((await getSeriesQuality(reader, seriesId)).measured).toBe("not-measured");
  });

  it("another try is left to the queue where the file is missing", async () => {
    const seriesId = await writeSeries(await writePlace("Missing"));
    const volumeId = await writePicture(seriesId, headPhantom());
    await objectStore().remove(`volumes/${volumeId}/frames.htj2k`);
    await expect(measureSeries(system, seriesId)).rejects.toMatchObject({ code: "unavailable" });
    expect((await getSeriesQuality(reader, seriesId)).measured).toBe("waiting");
  });
});

describe("comparing", () => {
  it("finds the outlier of an epoch on the bad side only, and tells every series", async () => {
    const place = await writePlace("Compared");
    const ids = await fill(place, 12);
    const noisy = await writeMeasured(place, { snrForeground: 5, entropyFocus: 0.5 });
    const splendid = await writeMeasured(place, { snrForeground: 60, entropyFocus: 0.5 });
    const phantom = await writeMeasured(place, { snrForeground: 400, entropyFocus: 0.1 }, { phantom: true });
    await compareAll();
    expect(await stateOf(noisy)).toBe("outlier");
    expect(await stateOf(splendid)).toBe("typical");
    expect(await stateOf(phantom)).toBe("unmeasured");
    for (const id of ids) expect(await stateOf(id)).toBe("typical");
    const { metrics } = await getSeriesQuality(reader, noisy);
    const snr = metrics.find(({ name }) => name === "snrForeground");
    expect(snr).toMatchObject({ isOutlier: true, group: { scope: "epoch", count: 14, isCountExact: true } });
    expect(snr?.z).toBeLessThan(-3.5);
    expect(metrics.find(({ name }) => name === "entropyFocus")?.isOutlier).toBe(false);
  });

  it("is done again when the group changes: what was usual may no longer be", async () => {
    const place = await writePlace("Changing");
    await fill(place, 9);
    const one = await writeMeasured(place, { snrForeground: 12 });
    await compareAll();
    expect(await stateOf(one)).toBe("outlier");
    await fill(place, 12, -8);
    await compareAll();
    expect(await stateOf(one)).toBe("typical");
    expect(await compareQuality(system)).toBe(0);
  });

  it("takes the scanners of the model where the epoch is too small, and says so; nothing where both are", async () => {
    const place = await writePlace("Shared model");
    const [few] = await fill(place, 3);
    await compareAll();
    expect(await stateOf(few ?? "")).toBe("unmeasured");
    const elsewhere = await writePlace("Shared model");
    await fill(elsewhere, 9);
    const lonely = await writeMeasured(
      { ...place, epochId: await writeEpoch(place.scannerId) },
      { snrForeground: 4 },
    );
    await compareAll();
    expect(await stateOf(lonely)).toBe("outlier");
    // Its own series did not change: what it is compared with did.
    expect(await stateOf(few ?? "")).toBe("typical");
    const { metrics } = await getSeriesQuality(reader, lonely);
    expect(metrics[0]).toMatchObject({ name: "snrForeground", group: { scope: "model", count: 13 } });
  });

  it("does a bounded part in one run", async () => {
    const places = [await writePlace("A"), await writePlace("B"), await writePlace("C")];
    for (const place of places) await fill(place, 2);
    expect(await compareQuality(system, 2)).toBe(2);
    expect(await compareQuality(system, 2)).toBe(1);
    expect(await compareQuality(system, 2)).toBe(0);
  });

  it("tells nobody the exact number of series that she may not see", async () => {
    const place = await writePlace("Counted");
    const [seriesId = ""] = await fill(place, 9);
    await fill(await writePlace("Counted"), 9);
    const exam = await db().series.findUniqueOrThrow({ where: { id: seriesId }, select: { examId: true } });
    const project = await db().project.create({ data: { code: randomUUID(), name: "Study" } });
    await db().examProject.create({ data: { examId: exam.examId, projectId: project.id } });
    const bySite = holding({ ...reader, grants: [] }, "browse", { siteId: place.siteId });
    const byProject = holding({ ...reader, grants: [] }, "browse", { projectId: project.id });
    const told = async (actor: Actor) => (await getSeriesQuality(actor, seriesId)).metrics[0]?.group;
    expect(await told(bySite)).toMatchObject({ count: 9, isCountExact: true });
    expect(await told(byProject)).toMatchObject({ count: 0, isCountExact: false });
    await fill(place, 5);
    expect(await told(byProject)).toMatchObject({ count: 10, isCountExact: false });
  });

  it("no person without the right to every site starts either job", async () => {
    const seriesId = await writeSeries(await writePlace("Refused"));
    await expect(measureSeries(reader, seriesId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(compareQuality(reader)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("rating", () => {
  const ratingOf = async (id: string) => (await db().series.findUniqueOrThrow({ where: { id } })).rating;

  it("counts each person's latest, shows the worst, keeps all, and can be undone", async () => {
    const seriesId = await writeSeries(await writePlace("Rated"));
    await writePicture(seriesId, headPhantom());
    const other = holding(await writePerson("other", ["clinician"]), "view", "network");
    await rateSeries(reader, { seriesId, rating: "unusable", comments: ["motion"] });
    await rateSeries(other, { seriesId, rating: "good", comments: [] });
    expect(await ratingOf(seriesId)).toBe("unusable");
    await rateSeries(reader, { seriesId, rating: "usable", comments: ["ghosting", "motion"] });
    expect(await ratingOf(seriesId)).toBe("usable");
    const { ratings, canRate } = await getSeriesQuality(other, seriesId);
    expect(canRate).toBe(true);
    expect(ratings.map(({ raterName, isOwn, rating }) => ({ raterName, isOwn, rating }))).toEqual([
      { raterName: "reader", isOwn: false, rating: "usable" },
      { raterName: "other", isOwn: true, rating: "good" },
    ]);
    await undoSeriesRating(reader, seriesId);
    expect(await ratingOf(seriesId)).toBe("unusable");
    await undoSeriesRating(reader, seriesId);
    expect(await ratingOf(seriesId)).toBe("good");
    await expect(undoSeriesRating(reader, seriesId)).rejects.toMatchObject({ code: "conflict" });
    await undoSeriesRating(other, seriesId);
    expect(await ratingOf(seriesId)).toBeNull();
    expect(await db().seriesRating.count({ where: { seriesId } })).toBe(3);
    const types = await db().auditEvent.groupBy({
      by: ["type"],
      where: { detail: { path: ["seriesId"], equals: seriesId }, type: { startsWith: "series.rat" } },
      _count: true,
    });
    expect(Object.fromEntries(types.map(({ type, _count }) => [type, _count]))).toEqual({
      "series.rated": 3,
      "series.rating-undone": 3,
    });
  });

  it("two people at once: neither is lost, the worst is shown", async () => {
    const seriesId = await writeSeries(await writePlace("Both"));
    await writePicture(seriesId, headPhantom());
    const people = await Promise.all(
      Array.from({ length: 4 }, async () => holding(await writePerson(randomUUID(), []), "view", "network")),
    );
    await Promise.all(
      people.map((person, n) =>
        rateSeries(person, { seriesId, rating: n === 2 ? "unusable" : "good", comments: [] }),
      ),
    );
    expect(await ratingOf(seriesId)).toBe("unusable");
    expect((await getSeriesQuality(reader, seriesId)).ratings).toHaveLength(4);
  });

  it("what nobody can look at cannot be rated", async () => {
    const seriesId = await writeSeries(await writePlace("Described"));
    expect((await getSeriesQuality(reader, seriesId)).canRate).toBe(false);
    await expect(rateSeries(reader, { seriesId, rating: "good", comments: [] })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
