import { z } from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadTerminology } from "@/lib/catalogue/load-terminology-store";
import { systemActor } from "@/lib/access/actor";
import { compareQuality } from "@/lib/harmonise/compare-quality";
import { linkageHash } from "@/lib/deid/identity";
import { parseDicom } from "@/lib/dicom/parse";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { describeInstance } from "@/lib/imaging/frames";
import { volumeManifestSchema } from "@/lib/imaging/manifest";
import { metricsOfRole } from "@/lib/harmonise/qc/metrics";
import { contentDigest } from "@/lib/ingest/content-digest";
import { db, inTransaction } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";
import { loadDemonstration } from "./load";

let database: TestDatabase;
const lines: string[] = [];
const options = {
  progress: (line: string) => void lines.push(line),
  share: 0.08,
  threads: 0,
  imaging: (jobs: Parameters<NonNullable<Parameters<typeof loadDemonstration>[0]["imaging"]>>[0]) =>
    jobs
      .filter(({ head, visitIndex }) => head === "stroke" && visitIndex === 0)
      .map((job) => ({ ...job, parts: job.parts.filter(({ sequence }) => sequence === "dwi") })),
};

beforeAll(async () => {
  database = await testDatabase();
  await inTransaction(loadTerminology);
  expect(await loadDemonstration(options)).toBe(true);
});
afterAll(() => database.stop());

describe("loadDemonstration", () => {
  it("fills the catalogue and does nothing the second time", async () => {
    expect(await db().site.count()).toBe(22);
    const exams = await db().exam.count();
    expect(exams).toBeGreaterThan(30);
    expect(await db().examClock.count()).toBe(exams);
    expect(await db().user.count()).toBe(4);
    expect(lines.at(-1)).toMatch(/demonstration loaded in \d+ s/);
    expect(await loadDemonstration(options)).toBe(false);
    expect(await db().exam.count()).toBe(exams);
  });

  it("finds a patient by hospital identifier, which is stored nowhere", async () => {
    const hash = linkageHash(secrets().linkageKey, "LILLE", "lille-000123");
    const link = await db().subjectLink.findUnique({
      where: { linkageHash: new Uint8Array(hash ?? []) },
      include: { subject: { include: { exams: true } } },
    });
    expect(link?.subject.exams).toHaveLength(2);
  });

  it("gives the clinician one site and the neuroscientist the network", async () => {
    const grants = await db().grant.findMany({ include: { user: true, site: true } });
    const scopes = grants
      .map(({ user, scope, site }) => `${user.email} ${scope} ${site?.code ?? "-"}`)
      .sort();
    expect(scopes).toEqual([
      "chercheuse@demo.ariane network -",
      "clinicienne@demo.ariane site LILLE",
      "donnees@demo.ariane network -",
    ]);
  });

  it("writes instances that our own reader assembles into the same volume", async () => {
    const series = await db().series.findMany({
      where: { hasPixels: true },
      include: { instances: true, volumes: true },
    });
    expect(series).toHaveLength(1);
    const [one] = series;
    const manifest = volumeManifestSchema.parse(one?.volumes[0]?.manifest);
    expect(one?.instances).toHaveLength(manifest.dimensions[2] * 2);
    const frames = [];
    for (const { uidHash, digest } of one?.instances ?? []) {
      const key = `instances/${one?.id}/${Buffer.from(uidHash).toString("hex")}.dcm`;
      const file = parseDicom(await objectStore().get(key));
      frames.push(...describeInstance(file, key));
      if (frames.length === 1) {
        const expected = await contentDigest(file);
        expect(Buffer.from(digest).toString("hex")).toBe(Buffer.from(expected.digest).toString("hex"));
      }
    }
    const [plan, ...rest] = assembleVolumes(frames);
    expect(rest).toEqual([]);
    expect(plan?.kind).toBe("volume");
    expect(plan?.dimensions).toEqual(manifest.dimensions);
    expect(plan?.fourthAxis).toEqual(manifest.fourthAxis);
    expect(plan?.direction.map(Math.round)).toEqual(manifest.direction);
    plan?.originMm.forEach((value, axis) => expect(value).toBeCloseTo(manifest.originMm[axis] ?? NaN, 4));
    plan?.voxelSizeMm.forEach((value, axis) =>
      expect(value).toBeCloseTo(manifest.voxelSizeMm[axis] ?? NaN, 6),
    );
    expect(await objectStore().has(`volumes/${one?.volumes[0]?.id}/thumbnail.webp`)).toBe(true);
  });

  it("says so where an exam has no pixels", async () => {
    expect(
      await db().series.count({
        where: { hasPixels: false, OR: [{ instances: { some: {} } }, { instanceCount: { gt: 0 } }] },
      }),
    ).toBe(0);
  });

  it("says which series are outliers as the job does, and measures what was imaged", async () => {
    const states = () =>
      db().series.findMany({ orderBy: { id: "asc" }, select: { id: true, qcState: true } });
    const before = await states();
    expect(new Set(before.map(({ qcState }) => qcState)).size).toBeGreaterThan(1);
    await db().seriesQc.updateMany({ where: { failure: null }, data: { comparedAt: null } });
    while ((await compareQuality(systemActor("test"))) > 0);
    expect(await states()).toEqual(before);
    const imaged = await db().series.findFirstOrThrow({
      where: { hasPixels: true },
      select: { role: true, qc: true, qcMetrics: true },
    });
    const absent = z.record(z.string(), z.string()).parse(imaged.qc?.absences);
    expect(absent).toMatchObject({ snrB0: "b0-too-few" });
    // Each metric of its role has a value, or a reason for having none.
    const told = [...imaged.qcMetrics.map(({ name }) => name), ...Object.keys(absent)];
    expect(told.sort()).toEqual([...metricsOfRole(imaged.role)].sort());
    expect(imaged.qcMetrics.map(({ name }) => name)).toContain("snrForeground");
  });
});
