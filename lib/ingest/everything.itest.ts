import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { instanceKey } from "@/lib/catalogue/instance-key";
import { remapUid, uidHash } from "@/lib/deid/identity";
import { deidReportSchema } from "@/lib/deid/report";
import { RULES_DIGEST } from "@/lib/deid/rules-digest";
import { READABLE_CASES } from "@/lib/deid/testing/real-files";
import { comparableSidecar, convertFolder, hasDcm2niix } from "@/lib/deid/testing/dcm2niix";
import {
  identifyingValues,
  mayBeKept,
  type ProfileVerdict,
  profileVerdicts,
} from "@/lib/deid/testing/identifying-values";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { type DumpedElement, dumpFiles, hasDcmdump } from "@/lib/dicom/testing/dcmdump";
import { GIVEN_VOLUMES } from "@/lib/harmonise/rules/testing/given-volumes";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { env } from "@/lib/platform/env";
import { drainQueue, migrateQueue } from "@/lib/platform/queue";
import { secrets } from "@/lib/platform/secrets";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { completeSeries } from "./complete-series";
import { givenItems } from "./doors/folder";
import { ingestFiles, type IngestResult } from "./ingest-files";
import type { FileFate } from "./rules/reasons";
import { ByteSearch } from "./testing/byte-search";
import { EXPECTED_FATES, expectedFateOf } from "./testing/expected-fates";
import { couldBeOfHash, keptFiles, keptRows, withoutHashes } from "./testing/kept-places";

const data = sharedData() ?? "";
const actor = systemActor("test");

interface Given {
  result: IngestResult;
  fates: Map<string, FileFate>;
}

async function ingestAll(): Promise<Given> {
  const fates = new Map<string, FileFate>();
  const result = await ingestFiles(actor, {
    items: () => givenItems([data]),
    door: "folder",
    siteCode: "LOCAL",
    onFate: (label, fate) => fates.set(label, fate),
  });
  return { result, fates };
}

/** What the originals of stored files say, by label. */
interface Original {
  label: string;
  key: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
}

function readOriginals(fates: ReadonlyMap<string, FileFate>): Original[] {
  return [...fates].flatMap(([label, { fate }]) => {
    if (fate !== "stored") return [];
    const { dataset } = parseDicom(new Uint8Array(readFileSync(join(data, label))));
    return [
      {
        label,
        key: `${dirname(label)}#${dataset.text(TAG.SeriesNumber) ?? ""}`,
        seriesInstanceUid: dataset.uid(TAG.SeriesInstanceUID) ?? "",
        sopInstanceUid: dataset.uid(TAG.SOPInstanceUID) ?? "",
      },
    ];
  });
}

/** Words of identifying values that are also words of the trade, each with its reason. */
const COLLISIONS: Readonly<Record<string, string>> = {
  CENTER: "in institutions' names, and in names of fields and functions",
  MEASURED: "in free text, and in technical comments of image histories",
  NATIONAL: "in a centre's name, and in the database's own catalogue",
};

/**
 * What must be nowhere, over all files together. Listed openly, what is left out and why: values without a letter or
 * digit; text of private elements that another file says in an element that may pass (the per-file test of lib/deid
 * searches it where it may not).
 */
function collectValues(
  dumps: readonly DumpedElement[][],
  profile: ReadonlyMap<string, ProfileVerdict>,
): Set<string> {
  const isPrivateGroup = ({ tag }: DumpedElement) => /[13579BDF]$/.test(tag.slice(0, 4));
  const values = new Set<string>();
  const privateOnly = new Set<string>();
  const kept = new Set<string>();
  for (const dump of dumps) {
    const standard = dump.filter((element) => !isPrivateGroup(element));
    for (const value of identifyingValues(standard, profile, mayBeKept)) values.add(value);
    for (const value of identifyingValues(dump, profile, mayBeKept)) privateOnly.add(value);
    for (const { tag, value, vr } of dump)
      if (mayBeKept(tag) && vr !== "UI" && vr !== "DA") kept.add(value.toUpperCase());
  }
  const passing = [...kept].filter((text) => text.length < 1024).join("\n");
  for (const value of privateOnly) if (!passing.includes(value.toUpperCase())) values.add(value);
  return new Set(
    [...values].filter((value) => /[\p{L}\p{N}]/u.test(value) && !(value.toUpperCase() in COLLISIONS)),
  );
}

// Once, on the embedded database, whose files are searched; ingest-files.itest.ts runs the same code on both.
describe.skipIf(!data || env().testDatabase === "postgres")("everything that was given", () => {
  let database: TestDatabase;
  let first: Given;
  let originals: Original[];

  beforeAll(async () => {
    database = await testDatabase();
    await migrateQueue();
    first = await ingestAll();
    await drainQueue({ "series.complete": ({ seriesId }) => completeSeries(actor, seriesId) });
    originals = readOriginals(first.fates);
  }, 600_000);
  afterAll(() => database?.stop());

  test("meets the fate that the table says, file by file", () => {
    const wrong = [...first.fates].flatMap(([label, { fate, reason }]) => {
      const expected = expectedFateOf(label);
      return expected?.fate === fate && expected.reason === reason
        ? []
        : [`${label}: ${fate} ${reason}, not ${expected?.fate} ${expected?.reason}`];
    });
    expect(wrong).toEqual([]);
    const perRow = new Map(EXPECTED_FATES.map((row) => [row, 0]));
    for (const label of first.fates.keys()) {
      const row = expectedFateOf(label);
      if (row) perRow.set(row, (perRow.get(row) ?? 0) + 1);
    }
    for (const [row, files] of perRow) expect(`${row.path} ${files}`).toBe(`${row.path} ${row.files}`);
  });

  test("is accounted for: received = stored + duplicate + quarantined + refused", async () => {
    const run = await db().ingestRun.findUniqueOrThrow({
      where: { id: first.result.runId },
      include: { outcomes: true },
    });
    expect(run.received).toBe(first.fates.size);
    expect(run.received).toBe(run.stored + run.duplicate + run.quarantined + run.refused);
    expect(run.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(run.received);
    expect(await db().instance.count()).toBe(run.stored);
    expect(await db().quarantine.count()).toBe(run.quarantined);
  });

  test("has the volumes and roles of the hand-checked table", async () => {
    const { uidKey } = secrets();
    const seriesOfKey = new Map<string, string>();
    const derived = await db().derivedObject.findMany({
      select: { series: { select: { seriesInstanceUid: true, state: true, volumes: true } } },
    });
    // A segmentation is no picture: its series is complete without volumes.
    for (const { series } of derived) expect(series).toMatchObject({ state: "complete", volumes: [] });
    const withoutVolumes = new Set(derived.map(({ series }) => series?.seriesInstanceUid));
    for (const { key, seriesInstanceUid } of originals) {
      if (withoutVolumes.has(remapUid(uidKey, seriesInstanceUid))) continue;
      const known = [...seriesOfKey.values()].includes(seriesInstanceUid);
      if (!known) seriesOfKey.set(key, seriesInstanceUid);
    }
    expect([...seriesOfKey.keys()].sort()).toEqual([...GIVEN_VOLUMES.keys()].sort());
    for (const [key, uid] of seriesOfKey) {
      const series = await db().series.findUniqueOrThrow({
        where: { seriesInstanceUid: remapUid(uidKey, uid) },
        include: { volumes: { orderBy: { ordinal: "asc" } } },
      });
      expect(series.state, key).toBe("complete");
      const found = series.volumes.map(
        ({ nx, ny, nz, nt, kind, fourthAxis, role, map, component, derived }) => ({
          dimensions: [nx, ny, nz, nt],
          kind,
          fourthAxis,
          role,
          map,
          component,
          derived,
        }),
      );
      const expected = GIVEN_VOLUMES.get(key)?.map((volume) => ({
        dimensions: volume.dimensions,
        kind: volume.stackReason ? "stack" : "volume",
        fourthAxis: volume.fourthAxis,
        role: volume.role,
        map: volume.map,
        component: volume.component,
        derived: volume.derived,
      }));
      expect(found, key).toEqual(expected);
      expect(series.role, key).toBe(found[0]?.role);
    }
  });

  test("a subject's exams on one scanner within hours are one visit; unusable identifiers merge nobody", async () => {
    const visits = await db().visit.findMany({ include: { exams: true } });
    expect(visits.filter(({ exams }) => exams.length === 2)).toHaveLength(1);
    const unlinked = await db().subject.findMany({ where: { unlinked: true }, include: { exams: true } });
    // "DEV" of two scanners and "***" of one.
    expect(unlinked.map(({ exams }) => exams.length)).toEqual([1, 1, 1]);
    const undated = await db().exam.findMany({ where: { clock: null } });
    expect(undated.map(({ examAt }) => examAt.toISOString())).toEqual(["1900-01-01T00:00:00.000Z"]);
  });

  test.skipIf(!hasDcmdump())(
    "nothing identifying is in rows, files, objects, quarantine or temporary files",
    async () => {
      const profile = profileVerdicts(data);
      const labels = [...first.fates].filter(([, { fate }]) => fate === "stored").map(([label]) => label);
      const dumps = await dumpFiles(labels.map((label) => join(data, label)));
      const values = collectValues(dumps, profile);
      for (const label of first.fates.keys()) {
        const name = label.slice(label.lastIndexOf("/") + 1);
        if (/\d{6}/.test(name)) values.add(name);
      }
      expect(values.size).toBeGreaterThan(2_000);
      const isNumber = (value: string) => /^[\d.,\-+]+$/.test(value) && value.length < 8;
      const words = [...values].filter((value) => Buffer.from(value).length >= 4);
      const distinct = new ByteSearch(words.filter((value) => !couldBeOfHash(value)));
      const hexadecimal = new ByteSearch(words.filter(couldBeOfHash));
      const long = new ByteSearch(words.filter((value) => value.length >= 8));
      const plain = new ByteSearch(words.filter((value) => !isNumber(value)));

      const leaks = new Set<string>();
      const note = (place: string, found: Iterable<string>) => {
        // Values of real people stay out of test output: the kind of text and the place only.
        for (const value of found)
          leaks.add(`${place}: ${value.replace(/[a-z]/gi, "a").replace(/\d/g, "9")}`);
      };
      for await (const { place, bytes } of keptRows(database.url)) {
        note(place, distinct.search(bytes));
        note(place, hexadecimal.search(withoutHashes(bytes)));
      }
      const folders = [
        { path: join(database.dataDir, "objects/instances"), isDense: false },
        { path: join(database.dataDir, "objects/volumes"), isDense: true },
        { path: join(database.dataDir, "objects/held"), isDense: true },
        ...(database.kind === "embedded" ? [{ path: join(database.dataDir, "db"), isDense: false }] : []),
      ];
      for (const { path, isDense } of folders) {
        for (const kept of keptFiles(path, isDense)) {
          const place =
            kept.place.slice(database.dataDir.length).split("/").slice(0, 3).join("/") || kept.place;
          // Short numbers occur in any header and in any database file by chance; they are searched in the rows.
          const rule = kept.isDense ? long : plain;
          note(place, rule.search(kept.bytes));
        }
      }
      expect([...leaks].sort()).toEqual([]);
      const reports = await db().series.findMany({ select: { deidReport: true, deidRulesDigest: true } });
      for (const { deidReport, deidRulesDigest } of reports) {
        const keywords = deidReportSchema.parse(deidReport).flatMap(({ keyword }) => keyword ?? []);
        expect(keywords.length).toBeGreaterThan(20);
        expect(keywords.filter((keyword) => !(keyword in TAG))).toEqual([]);
        expect(Buffer.from(deidRulesDigest ?? []).toString("hex")).toBe(RULES_DIGEST);
      }
      expect(readdirSync(join(database.dataDir, "objects")).sort()).toEqual(["held", "instances", "volumes"]);
    },
  );

  test.skipIf(!hasDcmdump())(
    "no date that a neuroscientist can read is of the true century, but for scanners' epochs",
    async () => {
      // No digit or point touches them; a letter may (the T of a timestamp).
      const years = (text: string) =>
        [...text.matchAll(/(?<![\d.])(?:19\d\d|20[0-6]\d)(?:-[01]\d-[0-3]\d|[01]\d[0-3]\d)(?!\d)/g)].map(
          ([found]) => found,
        );
      const rows = await Promise.all([
        db().subject.findMany(),
        db().visit.findMany(),
        db().exam.findMany(),
        db().series.findMany(),
        db().volume.findMany({ omit: { manifest: true } }),
      ]);
      const text = JSON.stringify(rows, (_, value: unknown) =>
        typeof value === "bigint" ? Number(value) : value,
      );
      expect(new Set(years(text))).toEqual(new Set(["1900-01-01"]));
      const ids = [...text.matchAll(/"id":"([0-9a-f-]{36})"/g)].map(([, id]) => id ?? "");
      // Version 4: random, so that no order of arrival can be read from an id.
      expect(ids.every((id) => id[14] === "4")).toBe(true);

      const stored = [...first.result.seriesIds].map((id) => {
        const folder = join(database.dataDir, "objects/instances", id);
        return join(folder, readdirSync(folder)[0] ?? "");
      });
      for (const dump of await dumpFiles(stored)) {
        const dates = dump
          .filter(({ vr }) => vr === "DA" || vr === "DT")
          .flatMap(({ value }) => years(value));
        expect(dates).toEqual([]);
      }
      const offsets = await db().subjectSecret.findMany({ select: { dateOffsetDays: true } });
      expect(new Set(offsets.map(({ dateOffsetDays }) => dateOffsetDays)).size).toBe(offsets.length);
    },
  );

  test.skipIf(!hasDcm2niix())("an independent converter makes the same of the stored files", async () => {
    const { uidKey } = secrets();
    for (const folder of READABLE_CASES) {
      const root = mkdtempSync(join(tmpdir(), "ariane-stored-"));
      try {
        const own = originals.filter(({ label }) => label.startsWith(`${folder}/`));
        for (const side of ["originals", "stored"]) mkdirSync(join(root, side));
        for (const [index, { label, seriesInstanceUid, sopInstanceUid }] of own.entries()) {
          const instance = await db().instance.findUniqueOrThrow({
            where: {
              uidHash: new Uint8Array(uidHash(uidKey, sopInstanceUid)),
              series: { seriesInstanceUid: remapUid(uidKey, seriesInstanceUid) },
            },
            select: { uidHash: true, objectSha256: true, seriesId: true },
          });
          const name = `${String(index).padStart(5, "0")}.dcm`;
          symlinkSync(join(data, label), join(root, "originals", name));
          symlinkSync(
            join(database.dataDir, "objects", instanceKey(instance.seriesId, instance)),
            join(root, "stored", name),
          );
        }
        const before = await convertFolder(join(root, "originals"));
        const after = await convertFolder(join(root, "stored"));
        expect(before.length, folder).toBeGreaterThan(0);
        expect(
          after.map(({ key }) => key),
          folder,
        ).toEqual(before.map(({ key }) => key));
        before.forEach((original, index) => {
          const copy = after[index];
          expect(copy?.geometry, original.key).toEqual(original.geometry);
          expect([copy?.bval, copy?.bvec], original.key).toEqual([original.bval, original.bvec]);
          expect(comparableSidecar(copy?.sidecar ?? {}), original.key).toEqual(
            comparableSidecar(original.sidecar),
          );
          expect(Buffer.compare(copy?.voxels ?? new Uint8Array(), original.voxels), original.key).toBe(0);
        });
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    }
  });

  test("a second time stores nothing new", async () => {
    const before = await Promise.all([
      db().subject.count(),
      db().exam.count(),
      db().series.count(),
      db().instance.count(),
      db().quarantine.count(),
      db().scanner.count(),
      db().scannerEpoch.count(),
    ]);
    const { counts } = (await ingestAll()).result;
    expect(counts.stored).toBe(0);
    expect(counts.duplicate).toBe(first.result.counts.stored + first.result.counts.duplicate);
    expect(counts.quarantined).toBe(first.result.counts.quarantined);
    const after = await Promise.all([
      db().subject.count(),
      db().exam.count(),
      db().series.count(),
      db().instance.count(),
      db().quarantine.count(),
      db().scanner.count(),
      db().scannerEpoch.count(),
    ]);
    expect(after).toEqual(before);
  }, 300_000);
});
