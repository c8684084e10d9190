import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { originalKey } from "@/lib/catalogue/instance-key";
import { getExam } from "@/lib/catalogue/get-exam";
import { getSeries } from "@/lib/catalogue/get-series";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { readNifti } from "@/lib/imaging/nifti";
import { inPieces, syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { db } from "@/lib/platform/db/client";
import { env, overrideEnv } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { drainQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { expireQuarantine } from "../expire-quarantine";
import { ingestFiles } from "../ingest-files";
import { syntheticInstance } from "../testing/synthetic-instance";
import { attachNifti } from "./attach-nifti";
import { buildNifti } from "./build-nifti";
import type { NiftiContent } from "./content";
import { readNiftiFate } from "./read-nifti-fate";
import {
  system,
  SLICES,
  SIZE,
  handlers,
  give,
  attach,
  sourceManifest,
  valuesOf,
  onGrid,
  leftovers,
  NOTHING,
  account,
  check,
  own,
  ownStudy,
  withOwnSeries,
} from "./testing/given-niftis-store";

withOwnSeries();

describe("a NIfTI file given to a series", () => {
  test("is a series of the same exam, on the volume's very grid, listed at both, with its account and its events", async () => {
    const mask = onGrid({ datatype: 16 });
    const id = await give(gzipSync(mask), { content: "segmentation", ontoOrdinal: 0 });
    expect(await readNiftiFate(own.manager, id)).toEqual({ state: "waiting", reason: null, seriesId: null });
    expect(await account(id)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(await check()).toEqual([]);
    await drainQueue(handlers);
    const fate = await readNiftiFate(own.manager, id);
    expect(fate).toMatchObject({ state: "stored", reason: "none" });
    expect(await account(id)).toEqual([1, 0, 1, 0, 0, 0]);

    const made = await getSeries(own.manager, fate.seriesId ?? "");
    const source = await getSeries(own.manager, own.seriesId);
    expect(made.exam.id).toBe(source.exam.id);
    expect(made.series).toMatchObject({
      derived: true,
      state: "complete",
      sequence: { role: "unknown", map: "SEG" },
      voxelSizeMm: [2, 2, 2],
    });
    expect(made.volumes).toMatchObject([{ id, dimensions: [SIZE, SIZE, SLICES, 1], hasImages: true }]);
    const target = await sourceManifest();
    const manifest = await getVolumeManifest(own.manager, id);
    for (const field of [
      "dimensions",
      "originMm",
      "direction",
      "voxelSizeMm",
      "frameOfReferenceUid",
    ] as const)
      expect(manifest[field]).toEqual(target[field]);
    expect(await valuesOf(id, manifest)).toEqual(
      Array.from({ length: SIZE * SIZE * SLICES }, (_, i) => i % 3),
    );

    const expected = [
      { id, kind: "niftiVolume", labels: ["SEG"], sources: [{ id: own.seriesId }], awaited: 0 },
    ];
    expect(source.derived).toMatchObject(expected);
    expect((await getExam(own.manager, source.exam.id)).derived).toMatchObject(expected);
    const events = await db().auditEvent.findMany({
      where: { type: { startsWith: "nifti." }, detail: { path: ["niftiId"], equals: id } },
      orderBy: { at: "asc" },
    });
    expect(events.map(({ type }) => type)).toEqual(["nifti.received", "nifti.attached"]);
    expect(await check()).toEqual([]);
    expect((await leftovers()).archives).toBe(0);
  });

  test("keeps its role, takes the unit of its map, and lies on a grid of its own where that is said", async () => {
    const rows = [
      [0, 0, 1.5, -9],
      [1.25, 0, 0, 4],
      [0, -3, 0, 60],
    ];
    const values = Array.from({ length: 60 }, (_, i) => i / 7);
    const map = syntheticNifti({ datatype: 16, sides: [3, 4, 5], values, sform: { code: 2, rows } });
    const fate = await attach(map, { content: "t1-ms" });
    expect(fate).toMatchObject({ state: "stored" });
    const { series, volumes } = await getSeries(own.manager, fate.seriesId ?? "");
    expect(series.sequence).toMatchObject({ role: "T1w", map: "T1" });
    expect(volumes).toMatchObject([{ dimensions: [3, 4, 5, 1], voxelSizeMm: [1.25, 3, 1.5] }]);
    const manifest = await getVolumeManifest(own.manager, fate.id);
    expect(manifest).toMatchObject({ rescale: { unit: "ms" }, frameOfReferenceUid: null });
    const found = (await valuesOf(fate.id, manifest)).sort((a, b) => a - b);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(values[i] ?? Number.NaN, 3);
    });
    const [derived] = (await getSeries(own.manager, own.seriesId)).derived;
    expect(derived?.labels).toEqual(["T1", "ms"]);
  });

  test("is kept without a word of its header", async () => {
    const canary = "DUPONT^JEAN 1970";
    const bytes = onGrid({
      text: canary,
      extension: `${canary} the neighbour`.padEnd(40),
      slope: 2,
      intercept: 1,
    });
    const { id } = await attach(gzipSync(bytes, { level: 1 }));
    const kept = gunzipSync(await objectStore().get(originalKey(id)));
    expect(kept.includes("DUPONT")).toBe(false);
    expect(kept.includes("neighbour")).toBe(false);
    const image = await readNifti(inPieces(bytes, bytes.length));
    expect(await readNifti(inPieces(kept, kept.length))).toEqual(image);
    const rows = JSON.stringify(
      await db().series.findMany({ where: { derived: true }, include: { volumes: true } }),
      (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    );
    expect(rows).not.toContain("DUPONT");
  });

  test("given again it is a duplicate, also twice at once; another meaning or space is another volume", async () => {
    const bytes = onGrid();
    const first = await attach(bytes, { ontoOrdinal: 0 });
    const [second, third] = [
      await give(bytes, { ontoOrdinal: 0 }),
      await give(gzipSync(bytes), { ontoOrdinal: 0 }),
    ];
    await Promise.all([buildNifti(system, second), buildNifti(system, third), buildNifti(system, second)]);
    for (const id of [second, third]) {
      expect(await readNiftiFate(own.manager, id)).toEqual({
        state: "duplicate",
        reason: "none",
        seriesId: first.seriesId,
      });
      expect(await account(id)).toEqual([1, 0, 0, 1, 0, 0]);
    }
    expect(await attach(bytes)).toMatchObject({ state: "stored" });
    expect(await attach(bytes, { content: "fa", ontoOrdinal: 0 })).toMatchObject({ state: "stored" });
    expect(await leftovers()).toEqual({ archives: 0, strays: 0, niftis: 3 });
    expect(await check()).toEqual([]);
  });

  test("a fine whole head shows a face, as a mask too; a phantom has none", async () => {
    const sides = [90, 90, 90];
    const head = syntheticNifti({
      datatype: 2,
      sides,
      values: new Array<number>(90 ** 3).fill(1),
      sform: { code: 1, rows: [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0]] }, // prettier-ignore
    });
    const showsFace = async (content: NiftiContent) => {
      const { seriesId: made } = await attach(gzipSync(head), { content });
      return (await db().series.findUniqueOrThrow({ where: { id: made ?? "" } })).showsFace;
    };
    expect(await showsFace("segmentation")).toBe(true);
    await db().subject.updateMany({
      where: { exams: { some: { series: { some: { id: own.seriesId } } } } },
      data: { phantom: true },
    });
    expect(await showsFace("image")).toBe(false);
    const small = await attach(onGrid());
    expect(await db().series.findUnique({ where: { id: small.seriesId ?? "" } })).toMatchObject({
      showsFace: false,
    });
  });
});

describe("a NIfTI file that is not taken says why and leaves nothing", () => {
  const bomb = () => gzipSync(Buffer.concat([onGrid(), Buffer.alloc(64 * 2 ** 20)]));
  const CASES: readonly [string, () => Uint8Array][] = [
    ["empty", () => new Uint8Array()],
    ["nifti-not-nifti", () => Buffer.from("Dear colleague")],
    ["nifti-not-nifti", () => syntheticInstance()],
    ["nifti-not-nifti", () => gzipSync(Buffer.from("Dear colleague"))],
    ["nifti-not-gzip", () => gzipSync(onGrid()).subarray(0, -12)],
    ["nifti-not-gzip", () => Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(1000, 7)])],
    ["nifti-two-files", () => onGrid({ magic: "ni1\0" })],
    ["nifti-truncated", () => onGrid({ cutTo: 1000 })],
    ["nifti-truncated", () => gzipSync(onGrid({ cutTo: 1000 }))],
    ["nifti-datatype", () => onGrid({ datatype: 1024 })],
    ["nifti-dimensions", bomb],
    ["too-large", () => onGrid({ sides: [4096, 4096, 4096] })],
    ["nifti-flat", () => onGrid({ sides: [SIZE, SIZE] })],
    ["nifti-no-geometry", () => onGrid({ sform: { code: 0, rows: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]] } })], // prettier-ignore
    ["nifti-sheared", () => onGrid({ sform: { code: 1, rows: [[1, 0.5, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]] } })], // prettier-ignore
    ["nifti-values", () => onGrid({ slope: 1, intercept: Number.NaN })],
  ];

  test("each fault by its name", async () => {
    for (const [reason, bytes] of CASES) {
      const fate = await attach(bytes());
      expect(fate).toMatchObject({ state: "refused", reason, seriesId: null });
      expect(await account(fate.id)).toEqual([1, 0, 0, 0, 0, 1]);
      expect(await leftovers()).toEqual(NOTHING);
    }
    expect(new Set(CASES.map(([reason]) => reason)).size).toBe(12);
  });

  test("off the grid it is refused there, and taken as a derived volume", async () => {
    const moved = onGrid({ sform: { code: 1, rows: [[-2, 0, 0, 0.5], [0, -2, 0, 0], [0, 0, 2, 2]] } }); // prettier-ignore
    expect(await attach(moved, { ontoOrdinal: 0 })).toMatchObject({
      state: "refused",
      reason: "nifti-grid-differs",
    });
    expect(await leftovers()).toEqual(NOTHING);
    expect(await attach(moved)).toMatchObject({ state: "stored" });
  });

  test("no such volume, no such series, too many bytes, a sender who stalls or goes: nothing is received", async () => {
    const runs = await db().ingestRun.count();
    const refused = async (promise: Promise<unknown>) => {
      const error: unknown = await promise.then(
        () => "taken",
        (thrown: unknown) => thrown,
      );
      return error instanceof AppError ? error.code : error;
    };
    const given = { series: own.seriesId, ontoOrdinal: null, content: "image" } as const;
    async function* gone() {
      yield onGrid().subarray(0, 500);
      throw new Error("connection reset");
    }
    async function* stalled() {
      yield onGrid().subarray(0, 500);
      await new Promise(() => undefined);
    }
    expect(await refused(give(onGrid(), { ontoOrdinal: 3 }))).toBe("invalid-input");
    expect(await refused(give(onGrid(), { series: randomUUID() }))).toBe("not-found");
    expect(await refused(give(onGrid(), { series: "../../etc" }))).toBe("not-found");
    const limits = { maxBytes: 1000, idleMs: 50 };
    expect(
      await refused(attachNifti(own.manager, { ...given, bytes: inPieces(onGrid(), 500), limits })),
    ).toBe("too-large");
    expect(await refused(attachNifti(own.manager, { ...given, bytes: stalled(), limits }))).toBe(
      "invalid-input",
    );
    overrideEnv({ ARIANE_MIN_FREE_BYTES: String(Number.MAX_SAFE_INTEGER) });
    expect(await refused(give(onGrid()))).toBe("storage-full");
    overrideEnv({ ARIANE_MIN_FREE_BYTES: "0" });
    expect(await refused(attachNifti(own.manager, { ...given, bytes: gone() }))).toMatchObject({
      message: "connection reset",
    });
    expect(await leftovers()).toEqual(NOTHING);
    expect(await db().ingestRun.count()).toBe(runs);
  });

  test("sealed bytes that were altered or lost while they waited are refused as unreadable", async () => {
    const [altered, lost] = [await give(onGrid()), await give(onGrid())];
    const path = (id: string) => join(env().dataDir, "objects", "archives", id);
    const sealed = readFileSync(path(altered));
    sealed[100] = (sealed[100] ?? 0) ^ 1;
    writeFileSync(path(altered), sealed);
    rmSync(path(lost));
    await drainQueue(handlers);
    for (const id of [altered, lost])
      expect(await readNiftiFate(own.manager, id)).toMatchObject({ state: "refused", reason: "unreadable" });
    expect(await leftovers()).toEqual(NOTHING);
  });

  test("dropped where DICOM is given, it is told where NIfTI belongs; a file that is both is DICOM", async () => {
    const fates: string[] = [];
    const both = Buffer.from(own.slices[0] ?? []);
    both.writeInt32LE(348, 0);
    async function* items() {
      yield { label: "", bytes: onGrid() };
      yield {
        label: "",
        bytes: syntheticNifti({ version: 2, isBigEndian: true, values: [], sides: [2, 2, 2] }),
      };
      yield { label: "", bytes: new Uint8Array(both) };
    }
    const onFate = (_: unknown, { fate, reason }: { fate: string; reason: string }) =>
      fates.push(`${fate} ${reason}`);
    await ingestFiles(system, { items, door: "folder", siteCode: "LOCAL", onFate });
    expect(fates.sort()).toEqual(["duplicate none", "refused nifti-elsewhere", "refused nifti-elsewhere"]);
  });
});

describe("a series is named", () => {
  test("by its id, its UID here, and the hospital's own UID", async () => {
    const { seriesInstanceUid } = await db().series.findUniqueOrThrow({ where: { id: own.seriesId } });
    const original = `1.2.826.0.1.3680043.9.7.1.${ownStudy()}.1`;
    for (const series of [own.seriesId, seriesInstanceUid, original]) {
      const id = await give(onGrid(), { series });
      expect(await db().givenNifti.findUnique({ where: { id } })).toMatchObject({
        sourceSeriesId: own.seriesId,
      });
    }
    await drainQueue(handlers);
  });
});

describe("a fate is its giver's", () => {
  test("another data manager of the same site does not find it", async () => {
    const { id } = await attach(onGrid());
    const other = holding(await writePerson(randomUUID(), ["dataManager"]), "view", "network");
    await expect(readNiftiFate(other, id)).rejects.toMatchObject({ code: "not-found" });
    await expect(readNiftiFate({ ...own.manager, grants: [] }, id)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("with time nothing says any more which delivery became which series; the counts stay", async () => {
    const { id, seriesId: made } = await attach(onGrid());
    const { runId } = await db().givenNifti.findUniqueOrThrow({ where: { id } });
    const longAgo = new Date(Date.now() - (env().quarantineDays + 1) * 86_400_000);
    await db().ingestRun.update({ where: { id: runId }, data: { startedAt: longAgo } });
    await expireQuarantine(system);
    expect(await db().givenNifti.findUnique({ where: { id } })).toBeNull();
    expect((await getSeries(own.manager, made ?? "")).volumes).toHaveLength(1);
    expect(await check()).toEqual([]);
  });
});
