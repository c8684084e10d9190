import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { holding, type TwoSites, writePerson, writeTwoSites } from "@/lib/access/testing/two-sites-store";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { deleteMeasurement } from "./delete-measurement";
import { getVolumeManifest } from "./get-volume-manifest";
import { getVolumeThumbnail } from "./get-volume-thumbnail";
import { listMeasurements } from "./list-measurements";
import type { NewMeasurement } from "./measurement";
import { openExamComparison } from "./open-exam-comparison";
import { openExamViewer } from "./open-exam-viewer";
import { openVolumeFrames } from "./open-volume-frames";
import { saveMeasurement } from "./save-measurement";

let database: TestDatabase;
let sites: TwoSites;
let anne: Actor;
let viewer: Actor;
let browser: Actor;

beforeAll(async () => {
  database = await testDatabase();
  sites = await writeTwoSites();
  anne = await writePerson("anne", ["clinician"]);
  viewer = holding(anne, "view", { siteId: sites.ours.siteId });
  browser = holding(await writePerson("bruno", ["neuroscientist"]), "browse", "network");
});
afterAll(() => database.stop());

const notFound = expect.objectContaining({ code: "not-found" });
const eventsOf = async (actor: Actor, type: string) =>
  db().auditEvent.findMany({ where: { actorId: actor.userId, type } });
const bytesOf = async (stream: ReadableStream<Uint8Array>) => [
  ...new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer()),
];
const length = (volumeId: string): NewMeasurement => ({
  kind: "length",
  volumeId,
  pointsMm: [
    [0, 0, 0],
    [3, 4, 12],
  ],
});

describe("reading a volume", () => {
  it("gives manifest and bytes, and is one event however many requests it takes", async () => {
    const { volumeId, examId } = sites.ours;
    expect((await getVolumeManifest(viewer, volumeId)).dimensions).toEqual([2, 2, 1, 1]);
    const frames = await openVolumeFrames(viewer, volumeId);
    expect(frames.sizeBytes).toBe(4);
    expect(await bytesOf(frames.stream())).toEqual([1, 2, 3, 4]);
    expect(await bytesOf(frames.stream({ start: 1, end: 3 }))).toEqual([2, 3]);
    await getVolumeManifest(viewer, volumeId);
    expect((await eventsOf(viewer, "volume.read")).map(({ detail }) => detail)).toEqual([
      { volumeId, examId },
    ]);
  });

  it("is recorded even when only the bytes are asked for", async () => {
    const direct = holding(await writePerson("chloe", ["neuroscientist"]), "view", "network");
    await openVolumeFrames(direct, sites.ours.volumeId);
    await openVolumeFrames(direct, sites.theirs.volumeId);
    expect(await eventsOf(direct, "volume.read")).toHaveLength(2);
  });

  it("does not exist outside the actor's scope, below its level, or at all", async () => {
    for (const read of [getVolumeManifest, openVolumeFrames]) {
      await expect(read(viewer, sites.theirs.volumeId)).rejects.toEqual(notFound);
      await expect(read(browser, sites.ours.volumeId)).rejects.toEqual(notFound);
      await expect(read(anne, sites.ours.volumeId)).rejects.toEqual(notFound);
      await expect(read(viewer, randomUUID())).rejects.toEqual(notFound);
    }
    expect(await eventsOf(browser, "volume.read")).toEqual([]);
  });

  it("shows the thumbnail to whoever may browse the row", async () => {
    expect([...(await getVolumeThumbnail(browser, sites.ours.volumeId))]).toEqual([5]);
    await expect(getVolumeThumbnail(viewer, sites.theirs.volumeId)).rejects.toEqual(notFound);
  });
});

describe("opening an exam", () => {
  it("lists its volumes and the subject's other exams, and is recorded", async () => {
    const exam = await openExamViewer(viewer, sites.ours.examId);
    expect(exam.volumes.map(({ id }) => id)).toEqual([sites.ours.volumeId]);
    expect(exam.others.map(({ id }) => id)).toEqual([sites.ours.laterExamId]);
    expect(exam).not.toHaveProperty("subjectId");
    expect(await eventsOf(viewer, "exam.viewed")).toHaveLength(1);
    await expect(openExamViewer(viewer, sites.theirs.examId)).rejects.toEqual(notFound);
    await expect(openExamViewer(browser, sites.ours.examId)).rejects.toEqual(notFound);
  });

  it("compares two exams of one subject only", async () => {
    const { ours, theirs } = sites;
    const pair = await openExamComparison(viewer, ours.examId, ours.laterExamId);
    expect(pair.map(({ id }) => id)).toEqual([ours.examId, ours.laterExamId]);
    await expect(openExamComparison(viewer, ours.examId, theirs.examId)).rejects.toEqual(notFound);
    const everywhere = holding(anne, "view", "network");
    const invalid = expect.objectContaining({ code: "invalid-input" });
    await expect(openExamComparison(everywhere, ours.examId, theirs.examId)).rejects.toEqual(invalid);
    await expect(openExamComparison(viewer, ours.examId, ours.examId)).rejects.toEqual(invalid);
  });
});

describe("measuring", () => {
  it("keeps a length for its author, computes it, and lets her delete it", async () => {
    const { examId, volumeId } = sites.ours;
    const saved = await saveMeasurement(viewer, examId, length(volumeId));
    expect(saved.lengthMm).toBe(13);
    expect(await listMeasurements(viewer, examId)).toEqual([saved]);
    expect(await eventsOf(viewer, "measurement.created")).toHaveLength(1);

    const colleague = holding(await writePerson("denis", ["clinician"]), "view", {
      siteId: sites.ours.siteId,
    });
    expect(await listMeasurements(colleague, examId)).toEqual([]);
    await expect(deleteMeasurement(colleague, saved.id)).rejects.toEqual(notFound);

    await expect(deleteMeasurement(anne, saved.id)).rejects.toEqual(notFound);
    await deleteMeasurement(viewer, saved.id);
    expect(await listMeasurements(viewer, examId)).toEqual([]);
    expect(await eventsOf(viewer, "measurement.deleted")).toHaveLength(1);
  });

  it("needs the view level, and a volume of that exam", async () => {
    const { ours, theirs } = sites;
    await expect(saveMeasurement(browser, ours.examId, length(ours.volumeId))).rejects.toEqual(notFound);
    await expect(saveMeasurement(viewer, theirs.examId, length(theirs.volumeId))).rejects.toEqual(notFound);
    await expect(saveMeasurement(viewer, ours.laterExamId, length(ours.volumeId))).rejects.toEqual(notFound);
    await expect(listMeasurements(browser, ours.examId)).rejects.toEqual(notFound);
    expect(await db().measurement.count()).toBe(0);
  });
});
