import { randomUUID } from "node:crypto";
import { findHeldGroups } from "@/lib/ingest/held-files-store";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import type { ActiveGrant, Actor, GrantLevel, Role } from "../actor";

/** What one site of the fixture owns: one of everything a service can disclose. */
export interface SiteFixture {
  siteId: string;
  siteCode: string;
  subjectId: string;
  pseudonym: string;
  examId: string;
  laterExamId: string;
  seriesId: string;
  volumeId: string;
  runId: string;
  quarantineId: string;
}

export interface TwoSites {
  ours: SiteFixture;
  theirs: SiteFixture;
  projectId: string;
}

/** Two sites with the same things in each; the exams of `theirs` also belong to a project. */
export async function writeTwoSites(): Promise<TwoSites> {
  const project = await db().project.create({ data: { code: "STUDY", name: "A study" } });
  const ours = await writeSite("OURS", null);
  const theirs = await writeSite("THEIRS", project.id);
  return { ours, theirs, projectId: project.id };
}

async function writeSite(code: string, projectId: string | null): Promise<SiteFixture> {
  const site = await db().site.create({ data: { code, name: `Hospital ${code}`, city: "Lille" } });
  const scanner = await db().scanner.create({
    data: { siteId: site.id, manufacturer: "Siemens", model: "Prisma", fieldStrengthTesla: 3 },
  });
  const epoch = await db().scannerEpoch.create({
    data: { scannerId: scanner.id, softwareVersions: "XA30", startedAt: new Date("2024-01-01T00:00:00Z") },
  });
  const subject = await db().subject.create({ data: { pseudonym: `ARI-${code}`, synthetic: true } });
  const exam = async (examAt: Date) => {
    const visit = await db().visit.create({
      data: { subjectId: subject.id, scannerId: scanner.id, startedAt: examAt },
    });
    return db().exam.create({
      data: {
        subjectId: subject.id,
        visitId: visit.id,
        siteId: site.id,
        scannerId: scanner.id,
        epochId: epoch.id,
        studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`,
        examAt,
        fieldStrengthTesla: 3,
        ...(projectId === null ? {} : { projects: { create: { projectId } } }),
      },
    });
  };
  const first = await exam(new Date("2150-01-01T08:00:00Z"));
  const later = await exam(new Date("2151-01-01T08:00:00Z"));
  const { seriesId, volumeId } = await writeVolume(first.id);
  await writeVolume(later.id);
  const run = await db().ingestRun.create({
    data: { door: "folder", siteId: site.id, received: 1, quarantined: 1, finishedAt: new Date() },
  });
  const held = await db().quarantine.create({
    data: {
      runId: run.id,
      siteId: site.id,
      reason: "burned-in-annotation",
      attributes: ["BurnedInAnnotation"],
      byteCount: 2048,
      digest: new Uint8Array(Buffer.from(randomUUID())),
    },
  });
  await writeNotice(site.id);
  return {
    siteId: site.id,
    siteCode: code,
    subjectId: subject.id,
    pseudonym: subject.pseudonym,
    examId: first.id,
    laterExamId: later.id,
    seriesId,
    volumeId,
    runId: run.id,
    quarantineId: held.id,
  };
}

/** A site without anything. */
export async function writeSiteAlone(): Promise<string> {
  const site = await db().site.create({ data: { code: randomUUID(), name: "Alone", city: "" } });
  return site.id;
}

/** Something announced at a site. */
export async function writeNotice(siteId: string): Promise<string> {
  const { id } = await db().notice.create({ data: { siteId, kind: "scanner-registered" } });
  return id;
}

/** Something found about a new scanner of a site. */
export async function writeScannerFinding(siteId: string): Promise<string> {
  const scanner = {
    create: { siteId, manufacturer: "GE" as const, model: "Premier", fieldStrengthTesla: 3 },
  };
  const { id } = await db().scannerFinding.create({
    data: { scanner, kind: "metric-shift", subject: "snrForeground", sinceOn: new Date("2024-01-01") },
  });
  return id;
}

/** One more held file of a site, alone in its group. @returns the name of the group */
export async function writeHeld(
  site: Pick<SiteFixture, "siteId" | "runId">,
  reason: string,
  context: Record<string, string | string[]> = {},
): Promise<{ siteId: string; groupKey: string }> {
  const attribute = randomUUID();
  const { siteId, runId } = site;
  await db().quarantine.create({
    data: {
      runId,
      siteId,
      reason,
      attributes: [attribute],
      context,
      byteCount: 1n,
      digest: new Uint8Array(Buffer.from(randomUUID())),
    },
  });
  await db().ingestOutcome.upsert({
    where: { runId_fate_reason: { runId, fate: "quarantined", reason } },
    create: { runId, fate: "quarantined", reason, count: 1 },
    update: { count: { increment: 1 } },
  });
  await db().ingestRun.update({
    where: { id: runId },
    data: { received: { increment: 1 }, quarantined: { increment: 1 } },
  });
  const groups = await findHeldGroups(db(), [siteId], 1000);
  const groupKey = groups.find(({ attributes }) => attributes[0] === attribute)?.groupKey ?? "";
  return { siteId, groupKey };
}

async function writeVolume(examId: string): Promise<{ seriesId: string; volumeId: string }> {
  const series = await db().series.create({
    data: {
      examId,
      seriesInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`,
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      state: "complete",
      role: "T1w",
      hasPixels: true,
      instanceCount: 1,
      frameCount: 1,
    },
  });
  const volume = await db().volume.create({
    data: {
      seriesId: series.id,
      ordinal: 0,
      kind: "volume",
      role: "T1w",
      nx: 2,
      ny: 2,
      nz: 1,
      hasThumbnail: true,
      viewByteCount: 4n,
      manifest: MANIFEST,
    },
  });
  await objectStore().put(`volumes/${volume.id}/frames.htj2k`, new Uint8Array([1, 2, 3, 4]));
  await objectStore().put(`volumes/${volume.id}/thumbnail.webp`, new Uint8Array([5]));
  return { seriesId: series.id, volumeId: volume.id };
}

const MANIFEST = {
  version: 1,
  kind: "volume",
  stackReason: null,
  dimensions: [2, 2, 1, 1],
  voxelSizeMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  frameOfReferenceUid: null,
  sample: { type: "uint16", samplesPerPixel: 1, bitsStored: 12 },
  valueRange: { min: 0, max: 1 },
  rescale: { slope: 1, intercept: 0, unit: null },
  frameRescales: null,
  window: { centre: 0.5, width: 1 },
  fourthAxis: { kind: "none", values: [], unit: null },
  codec: "htj2k",
  frameByteEnds: [4],
  framePositionsMm: null,
  gaps: [],
};

/** A person with roles and no grant, as current-actor.ts would give her. */
export async function writePerson(name: string, roles: Role[]): Promise<Actor> {
  const user = await db().user.create({
    data: { email: `${name}@example.org`, name, passwordHash: "-", roles },
  });
  return { userId: user.id, agent: "user", roles, grants: [], locale: null };
}

/** The same person holding one grant. */
export function holding(
  actor: Actor,
  level: GrantLevel,
  scope: { siteId: string } | { projectId: string } | "network",
): Actor {
  const siteId = scope !== "network" && "siteId" in scope ? scope.siteId : null;
  const projectId = scope !== "network" && "projectId" in scope ? scope.projectId : null;
  const grant: ActiveGrant = {
    id: randomUUID(),
    scope: siteId !== null ? "site" : projectId !== null ? "project" : "network",
    siteId,
    projectId,
    level,
    trueDates: false,
  };
  return { ...actor, grants: [...actor.grants, grant] };
}
