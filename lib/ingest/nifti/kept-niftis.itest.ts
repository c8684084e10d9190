import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { originalKey } from "@/lib/catalogue/instance-key";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";
import { readNifti, writeNifti, type NiftiImage } from "@/lib/imaging/nifti";
import { inPieces } from "@/lib/imaging/testing/synthetic-nifti";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { drainQueue } from "@/lib/platform/queue";
import { objectStore } from "@/lib/platform/store";
import { checkFixity } from "../operations/check-fixity";
import { findObjectsAfter } from "../operations/fixity-store";
import {
  system,
  handlers,
  attach,
  sourceManifest,
  valuesOf,
  onGrid,
  SIZE,
  SLICES,
  check,
  own,
  withOwnSeries,
} from "./testing/given-niftis-store";

withOwnSeries();

describe("what is kept of a NIfTI file", () => {
  const options = { periodDays: 1e-6, everySeconds: 60, mostMs: 600_000 };
  const path = (key: string) => join(env().dataDir, "objects", key);
  const pass = async () => {
    // The rest of the pass that is under way, then a whole new one.
    for (let i = 0; i < 2; i++) await checkFixity(system, options);
  };

  test("lost, altered or stray, it is found by fsck and by fixity, and its view is made again from it", async () => {
    const { id, seriesId: made } = await attach(onGrid({ datatype: 16 }), { ontoOrdinal: 0 });
    expect(await check()).toEqual([]);
    const manifest = await getVolumeManifest(own.manager, id);
    const before = await valuesOf(id, manifest);
    rmSync(path(`volumes/${id}/frames.htj2k`));
    expect(await check(true)).toEqual(["missing-view"]);
    await drainQueue(handlers);
    expect(await check()).toEqual([]);
    expect(await valuesOf(id, await getVolumeManifest(own.manager, id))).toEqual(before);

    const original = readFileSync(path(originalKey(id)));
    const altered = Buffer.from(original);
    altered[40] = (altered[40] ?? 0) ^ 1;
    writeFileSync(path(originalKey(id)), altered);
    expect(await check()).toEqual(["altered-object"]);
    await pass();
    expect(await db().fixityFailure.findMany({ where: { mendedAt: null } })).toMatchObject([
      { seriesId: made, kind: "altered" },
    ]);
    rmSync(path(originalKey(id)));
    expect(await check(true)).toEqual(["missing-object"]);
    expect(await db().series.findUnique({ where: { id: made ?? "" } })).toMatchObject({
      state: "failed",
      failure: "object-missing",
    });
    writeFileSync(path(originalKey(id)), original);
    await pass();
    expect(await db().fixityFailure.count({ where: { mendedAt: null } })).toBe(0);
    expect(await db().series.findUnique({ where: { id: made ?? "" } })).toMatchObject({
      state: "complete",
      failure: null,
    });
    mkdirSync(path(`volumes/${randomUUID()}`), { recursive: true });
    const stray = originalKey(randomUUID());
    await objectStore().put(stray, original);
    await objectStore().put(`archives/${randomUUID()}`, original);
    expect(await check(true)).toEqual(["orphan-held", "orphan-object"]);
    expect(existsSync(path(stray))).toBe(false);
    expect(await check()).toEqual([]);
  });

  test("instances and NIfTI files are read again in one order, each once, wherever a part of the pass ends", async () => {
    for (let value = 1; value <= 6; value++)
      await attach(onGrid({ values: new Array<number>(SIZE * SIZE * SLICES).fill(value) }));
    const all =
      (await db().instance.count()) + (await db().derivedObject.count({ where: { kind: "niftiVolume" } }));
    expect(all).toBeGreaterThanOrEqual(11);
    for (const most of [1, 2, 5]) {
      const seen: string[] = [];
      let cursor: Uint8Array | null = null;
      for (;;) {
        const part = await findObjectsAfter(db(), cursor, most);
        expect(part.length).toBeLessThanOrEqual(most);
        if (part.length === 0) break;
        seen.push(...part.map(({ uidHash }) => Buffer.from(uidHash).toString("hex")));
        cursor = part.at(-1)?.uidHash ?? null;
      }
      expect(seen).toEqual([...new Set(seen)].sort());
      expect(seen).toHaveLength(all);
    }
  });
});

const dcm2niix = ["/usr/bin/dcm2niix", "/usr/local/bin/dcm2niix"].find((at) => existsSync(at));

describe.skipIf(!dcm2niix)("what dcm2niix makes of the series", () => {
  /** All the ways to store the same picture along its axes. */
  const turned = (image: NiftiImage, order: readonly number[], flips: number): NiftiImage => {
    const strides = [1, image.dimensions[0], image.dimensions[0] * image.dimensions[1]];
    const sides = order.map((axis) => image.dimensions[axis] ?? 1);
    const along = (axis: number, step: number) =>
      flips & (1 << axis) ? (sides[axis] ?? 1) - 1 - step : step;
    const samples = new Int16Array(image.samples.length);
    let at = 0;
    for (let k = 0; k < (sides[2] ?? 1); k++)
      for (let j = 0; j < (sides[1] ?? 1); j++)
        for (let i = 0; i < (sides[0] ?? 1); i++)
          samples[at++] =
            image.samples[[i, j, k].reduce((sum, step, axis) => sum + along(axis, step) * (strides[order[axis] ?? 0] ?? 0), 0)] ?? 0; // prettier-ignore
    const affineRas = image.affineRas.map((row) => [
      ...order.map((axis, i) => (row[axis] ?? 0) * (flips & (1 << i) ? -1 : 1)),
      order.reduce(
        (sum, axis, i) => sum + (flips & (1 << i) ? (row[axis] ?? 0) * ((sides[i] ?? 1) - 1) : 0),
        row[3] ?? 0,
      ),
    ]);
    const [nx = 1, ny = 1, nz = 1] = sides;
    return { ...image, dimensions: [nx, ny, nz, 1], samples, affineRas };
  };

  test("lands on the Volume's own grid with equal voxel values, whichever way its axes are stored", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ariane-nifti-"));
    try {
      own.slices.forEach((bytes, i) => {
        writeFileSync(join(folder, `${i}.dcm`), bytes);
      });
      execFileSync(dcm2niix ?? "", ["-b", "n", "-z", "n", "-f", "out", "-o", folder, folder], {
        stdio: "ignore",
      });
      const name = readdirSync(folder).find((file) => file.endsWith(".nii")) ?? "";
      const converted = readFileSync(join(folder, name));
      const target = await sourceManifest();
      const source = await db().volume.findFirstOrThrow({ where: { seriesId: own.seriesId } });
      const expected = await valuesOf(source.id, target);
      const straight = await attach(converted, { ontoOrdinal: 0 });
      expect(straight).toMatchObject({ state: "stored" });
      const image = await readNifti(inPieces(converted, 4096));
      const ids = [straight.id];
      for (const order of [
        [0, 1, 2],
        [2, 0, 1],
        [1, 2, 0],
        [2, 1, 0],
      ])
        // prettier-ignore
        for (const flips of [1, 6, 7]) {
          const bytes = Buffer.concat([...writeNifti(turned(image, order, flips))]);
          const fate = await attach(bytes, { ontoOrdinal: 0 });
          expect(fate, `${order.join()} ${flips}`).toMatchObject({ state: "stored" });
          ids.push(fate.id);
        }
      for (const id of ids) {
        const manifest = await getVolumeManifest(own.manager, id);
        expect(manifest.originMm).toEqual(target.originMm);
        expect(manifest.direction).toEqual(target.direction);
        expect(await valuesOf(id, manifest)).toEqual(expected);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
