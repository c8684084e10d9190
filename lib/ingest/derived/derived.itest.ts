import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { getExam } from "@/lib/catalogue/get-exam";
import { getSeries } from "@/lib/catalogue/get-series";
import { searchCatalogue } from "@/lib/catalogue/search-catalogue";
import { DEFAULT_VIEW, EMPTY_QUERY } from "@/lib/catalogue/search-query";
import { linkageHash } from "@/lib/deid/identity";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";
import { TAG } from "@/lib/dicom/tags";
import { completeSeries } from "../complete-series";
import { ingestFiles } from "../ingest-files";
import { type SyntheticDerived, syntheticDerived } from "../testing/synthetic-derived";
import { syntheticInstance } from "../testing/synthetic-instance";

const actor = systemActor("test");
let database: TestDatabase;
let next = 0;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());

/** Every test has a patient and a study of its own. */
let own: { patientId: string; study: string };
beforeEach(() => {
  next += 1;
  own = { patientId: `DER-${next}000`, study: String(next * 100) };
});

async function give(...files: Uint8Array[]): Promise<string[]> {
  const fates: string[] = [];
  async function* items() {
    for (const bytes of files) yield { label: "", bytes };
  }
  await ingestFiles(actor, {
    items,
    door: "folder",
    siteCode: "LOCAL",
    onFate: (_, { fate, reason }) => fates.push(reason === "none" ? fate : `${fate} ${reason}`),
  });
  return fates;
}

const image = (series: string, slice: number) =>
  syntheticInstance({ ...own, serial: `66${own.study}`, series, slice });
const made = (given: SyntheticDerived) => syntheticDerived({ ...own, ...given });

async function objects() {
  const rows = await db().derivedObject.findMany({
    where: { series: { exam: { subject: { exams: { some: {} } } } } },
    include: {
      references: true,
      sources: { include: { series: true } },
      series: {
        include: { volumes: true, exam: { include: { scanner: true, clock: true, subject: true } } },
      },
    },
  });
  const subject = await subjectId();
  return rows.filter((row) => row.series?.exam.subjectId === subject);
}

/** The subject of this test's patient. */
async function subjectId(): Promise<string | undefined> {
  const hash = linkageHash(secrets().linkageKey, "LOCAL", own.patientId);
  const link = hash && (await db().subjectLink.findUnique({ where: { linkageHash: new Uint8Array(hash) } }));
  return link?.subjectId;
}

const sourceNumbers = async () =>
  (await objects()).map((row) => row.sources.map(({ series }) => series.seriesNumber).sort());
const waiting = async () =>
  (await objects()).map((row) => row.references.filter(({ linkedAt }) => linkedAt === null).length);

describe.each(["series", "instances"] as const)("a segmentation that names its %s", (pointing) => {
  const segmentation = () =>
    made({ kind: "segmentation", pointing, sources: [{ series: "1", slices: [1, 2] }] });

  test("waits, and is linked when its source comes", async () => {
    expect(await give(segmentation())).toEqual(["stored"]);
    expect(await sourceNumbers()).toEqual([[]]);
    expect(await waiting()).not.toEqual([0]);
    await give(image("1", 1), image("1", 2));
    expect(await sourceNumbers()).toEqual([[1]]);
    expect(await waiting()).toEqual([0]);
    const [row] = await objects();
    // The images told which scanner made the exam.
    expect(row?.series?.exam.scanner).toMatchObject({ manufacturer: "Siemens", fieldStrengthTesla: 3 });
    expect(row?.series?.exam.clock).not.toBeNull();
    // As the pages show it: at the exam, and at the series that it was made from.
    const { derived } = await getExam(actor, row?.series?.exam.id ?? "");
    expect(derived).toMatchObject([{ kind: "segmentation", sources: [{ seriesNumber: 1 }], awaited: 0 }]);
    const { derived: ofSource } = await getSeries(actor, derived[0]?.sources[0]?.id ?? "");
    expect(ofSource.map(({ id }) => id)).toEqual([row?.id]);
    expect(row?.labels).toEqual(["Left hippocampus"]);
  });

  test("is linked at once when its source is there", async () => {
    await give(image("1", 1), image("1", 2));
    await give(segmentation());
    expect(await sourceNumbers()).toEqual([[1]]);
    expect(await waiting()).toEqual([0]);
  });
});

test("an exam of which only a derived object came has no scanner and no field to choose by", async () => {
  await give(made({ kind: "segmentation" }));
  const id = await subjectId();
  const { pseudonym } = await db().subject.findUniqueOrThrow({ where: { id: id ?? "" } });
  const search = async () => {
    const result = await searchCatalogue(actor, { ...EMPTY_QUERY, text: pseudonym }, DEFAULT_VIEW);
    if (result.access === "nothing") throw new Error("no access");
    const { facets, counts, charts } = result;
    expect(counts).toMatchObject({ subjects: 1, exams: 1 });
    return { field: facets.field, scanner: facets.scanner, chart: charts.scanners };
  };
  expect(await search()).toEqual({ field: [], scanner: [], chart: [] });
  await give(image("1", 1));
  const known = await search();
  expect(known.field).toEqual([{ value: "3", count: 1 }]);
  expect(known.scanner.map(({ value }) => value.split("~")[0])).toEqual(["Siemens", "Siemens"]);
  expect(known.chart).toHaveLength(1);
});

test("in any order, five times over, at the same moment: the same links, once", async () => {
  const files = [
    () => image("1", 1),
    () => image("2", 1),
    () => made({ kind: "segmentation", series: "51", sources: [{ series: "1", slices: [1] }] }),
    () =>
      made({
        kind: "registration",
        series: "52",
        sources: [
          { series: "1", slices: [1] },
          { series: "2", slices: [1] },
        ],
      }),
    // A report on what the segmentation marks.
    () =>
      made({
        kind: "measurementReport",
        series: "53",
        sources: [
          { series: "2", slices: [1] },
          { series: "51", slices: [1] },
        ],
      }),
  ];
  for (let round = 0; round < 5; round++) {
    next += 1;
    own = { patientId: `DER-${next}000`, study: String(next * 100) };
    const order = files.map((_, index) => files[(index * 2 + round) % files.length]);
    await Promise.all([
      give(...order.slice(0, 2).flatMap((file) => (file ? [file()] : []))),
      give(...order.slice(2).flatMap((file) => (file ? [file()] : []))),
    ]);
    const linked = Object.fromEntries(
      (await objects()).map((row) => [row.kind, row.sources.map(({ series }) => series.seriesNumber).sort()]),
    );
    expect(linked).toEqual({ segmentation: [1], registration: [1, 2], measurementReport: [2, 51] });
    expect(await waiting()).toEqual([0, 0, 0]);
  }
});

test("a source of another subject is not tied to it", async () => {
  const study = Number(own.study);
  await give(image("1", 1));
  const theirs = { patientId: `${own.patientId}9`, study: String(study + 1) };
  const pointer = made({
    kind: "segmentation",
    ...theirs,
    change: (dataset) => {
      const [item] = dataset.items(TAG.ReferencedSeriesSequence);
      item?.set(TAG.SeriesInstanceUID, "UI", `1.2.826.0.1.3680043.9.7.1.${study}.1`);
    },
    sources: [{ series: "1", slices: [1] }],
  });
  expect(await give(pointer)).toEqual(["stored"]);
  own = theirs;
  expect(await sourceNumbers()).toEqual([[]]);
});

test("lies in a series of its own: complete, derived, without volumes or a job", async () => {
  await give(made({ kind: "parametricMap" }));
  const [row] = await objects();
  expect(row?.kind).toBe("parametricMap");
  expect(row?.series).toMatchObject({ state: "complete", derived: true, hasPixels: false, volumes: [] });
  await drainQueue({ "series.complete": ({ seriesId }) => completeSeries(actor, seriesId) });
  expect((await objects())[0]?.series).toMatchObject({ state: "complete", failure: null });
});

test("a segmentation put into the series that it marks leaves that series' volumes alone", async () => {
  await give(image("1", 1), image("1", 2), image("1", 3));
  await give(
    made({ kind: "segmentation", series: "1", instance: "77", sources: [{ series: "1", slices: [1] }] }),
  );
  await drainQueue({ "series.complete": ({ seriesId }) => completeSeries(actor, seriesId) });
  const [row] = await objects();
  expect(row?.series).toMatchObject({ state: "complete", hasPixels: true, instanceCount: 4 });
  expect(row?.series?.volumes.map(({ nz }) => nz)).toEqual([3]);
});

test("spectroscopy is a series of role MRS without volumes", async () => {
  expect(await give(made({ kind: "spectroscopy", series: "60" }))).toEqual(["stored"]);
  const subject = await subjectId();
  const series = await db().series.findMany({
    where: { exam: { subjectId: subject ?? "" } },
    include: { volumes: true, derivedObjects: true, exam: true },
  });
  expect(series).toMatchObject([
    { role: "MRS", state: "complete", hasPixels: false, derived: false, volumes: [], derivedObjects: [] },
  ]);
  expect(series[0]?.exam.fieldStrengthTesla).toBe(3);
});

describe("what is held, and why", () => {
  test("a report that measures nothing", async () => {
    expect(await give(made({ kind: "measurementReport", rootCode: "113701" }))).toEqual([
      "quarantined structured-report",
    ]);
  });

  test.each<[string, SyntheticDerived["kind"], number, string]>([
    ["a segmentation without pixels", "segmentation", TAG.PixelData, "missing-pixel-data"],
    ["a map without values", "parametricMap", TAG.FloatPixelData, "missing-pixel-data"],
    ["a spectroscopy without signal", "spectroscopy", TAG.SpectroscopyData, "missing-pixel-data"],
    ["a report without content", "measurementReport", TAG.ContentSequence, "missing-content"],
    ["a registration without a transform", "registration", TAG.RegistrationSequence, "missing-content"],
  ])("%s", async (_, kind, tag, reason) => {
    const without = made({ kind, change: (dataset) => void dataset.delete(tag) });
    expect(await give(without)).toEqual([`quarantined ${reason}`]);
  });

  test.each(["segmentation", "parametricMap", "measurementReport", "registration", "spectroscopy"] as const)(
    "%s: the same again is a duplicate, the same identifier with other content is held",
    async (kind) => {
      const sources = [{ series: "1", slices: [1] }];
      expect(await give(made({ kind, sources }))).toEqual(["stored"]);
      expect(await give(made({ kind, sources }))).toEqual(["duplicate"]);
      expect(await give(made({ kind, sources, value: 9 }))).toEqual(["quarantined conflicting-content"]);
    },
  );

  test("a segmentation of fewer bits than its header says", async () => {
    const short = made({ kind: "segmentation", change: (dataset) => dataset.set(TAG.Rows, "US", 500) });
    expect(await give(short)).toEqual(["quarantined undecodable-pixels"]);
  });
});
