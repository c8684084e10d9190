import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/access/actor";
import { acknowledgeNotice } from "@/lib/network/acknowledge-notice";
import { addHardwareEpoch } from "@/lib/network/add-hardware-epoch";
import { addScanner } from "@/lib/network/add-scanner";
import { addSite } from "@/lib/network/add-site";
import { editScanner } from "@/lib/network/edit-scanner";
import { listNetwork } from "@/lib/network/list-network";
import { listNotices } from "@/lib/network/list-notices";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { migrateQueue } from "@/lib/platform/queue";
import { listDays } from "./list-days";
import { openRun } from "./open-run";
import { receiveObject } from "./receive-object";
import { settleSpool } from "./settle-spool";
import { type SyntheticInstance, syntheticInstance } from "./testing/synthetic-instance";

const actor = systemActor("test");
const PLAIN = {
  manufacturer: "Siemens",
  model: "Prisma_fit",
  fieldStrengthTesla: 3,
  label: null,
  silentAfterHours: null,
} as const;
let database: TestDatabase;
let next = 0;
let siteId: string;
let code: string;

beforeAll(async () => {
  database = await testDatabase();
  await migrateQueue();
});
afterAll(() => database?.stop());
beforeEach(async () => {
  next += 1;
  code = `REG${next}`;
  ({ siteId } = await addSite(actor, { code, name: `Registry ${next}`, city: "Douai" }));
});

/** Gives instances one after another, each settled before the next comes. */
async function give(...instances: SyntheticInstance[]): Promise<void> {
  for (const instance of instances) {
    const run = await openRun(actor, { door: "folder", siteCode: code });
    const content = syntheticInstance({ serial: `REG-${next}`, patientId: `REG-${next}`, ...instance });
    await receiveObject(actor, run, { content });
    await settleSpool(actor, { run });
  }
}

const noticesHere = async () =>
  (await listNotices(actor)).filter(({ siteName }) => siteName === `Registry ${next}`);

describe("scanners and their epochs", () => {
  test.each([
    ["in order", [0, 1, 2, 3, 4, 5]],
    ["backwards", [5, 4, 3, 2, 1, 0]],
    ["mixed", [3, 0, 5, 1, 4, 2]],
  ])("exams that come %s fall into their epochs, and new software is announced once", async (_, order) => {
    const exams = ["E11", "E11", "XA30", "XA30", "XA60", "XA60"].map((software, index) => ({
      software: `syngo MR ${software}`,
      study: String(next * 1000 + index),
      studyDate: `202${index}0310`,
    }));
    for (const index of order) await give(exams[index] as SyntheticInstance);
    const epochs = await db().scannerEpoch.findMany({
      where: { scanner: { siteId } },
      orderBy: { startedAt: "asc" },
      select: {
        softwareVersions: true,
        startedAt: true,
        exams: { select: { clock: { select: { acquiredAt: true } } } },
      },
    });
    expect(
      epochs.map(({ softwareVersions, startedAt }) => [softwareVersions, startedAt.getUTCFullYear()]),
    ).toEqual([
      ["syngo MR E11", 2020],
      ["syngo MR XA30", 2022],
      ["syngo MR XA60", 2024],
    ]);
    for (const [index, epoch] of epochs.entries())
      expect(epoch.exams.map(({ clock }) => clock?.acquiredAt.getUTCFullYear()).sort()).toEqual([
        2020 + 2 * index,
        2021 + 2 * index,
      ]);
    const told = await noticesHere();
    expect(told.map(({ kind }) => kind).sort()).toEqual([
      "epoch-opened",
      "epoch-opened",
      "scanner-registered",
    ]);
    const opened = told.filter(({ kind }) => kind === "epoch-opened");
    expect(new Set(opened.map(({ softwareVersions }) => softwareVersions)).size).toBe(2);
    for (const { id } of told) await acknowledgeNotice(actor, id);
    await expect(acknowledgeNotice(actor, told[0]?.id ?? "")).rejects.toMatchObject({ code: "not-found" });
    expect(await noticesHere()).toEqual([]);
  });

  test("one that was entered by hand is found by its first file, and keeps its serial for the next", async () => {
    const { scannerId } = await addScanner(actor, { ...PLAIN, model: "MAGNETOM Prisma Fit", siteId });
    await give({ study: `${next}1` }, { study: `${next}2`, studyDate: "20240301" });
    expect(await db().exam.count({ where: { scannerId } })).toBe(2);
    expect(await noticesHere()).toEqual([]);
  });

  test("an exam keeps its scanner at its site; what else is known can be changed", async () => {
    await give({ study: `${next}1` });
    const scanner = await db().scanner.findFirstOrThrow({ where: { siteId } });
    const other = await addSite(actor, { code: `${code}X`, name: "Elsewhere", city: "" });
    const change = { ...PLAIN, scannerId: scanner.id, fieldStrengthTesla: 7, label: "Room 2", retired: true };
    await expect(editScanner(actor, { ...change, siteId: other.siteId })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "scanner-has-exams" },
    });
    await editScanner(actor, { ...change, siteId });
    const exam = await db().exam.findFirstOrThrow({ where: { siteId } });
    expect(exam.fieldStrengthTesla).toBe(7);
    await expect(addSite(actor, { code, name: "Twice", city: "" })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "site-code-taken" },
    });
  });

  test("a hardware event stands beside the software, once a day, and never in the future", async () => {
    await give({ study: `${next}1` });
    const { id: scannerId } = await db().scanner.findFirstOrThrow({ where: { siteId } });
    await addHardwareEpoch(actor, { scannerId, on: "2024-05-06", note: "gradient coil" });
    await expect(
      addHardwareEpoch(actor, { scannerId, on: "2024-05-06", note: "again" }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      addHardwareEpoch(actor, { scannerId, on: "2999-01-01", note: "to come" }),
    ).rejects.toMatchObject({ code: "invalid-input" });
    // A later exam of the same software is still in its software epoch.
    await give({ study: `${next}2`, studyDate: "20240601" });
    const site = (await listNetwork(actor)).find(({ id }) => id === siteId);
    expect(site?.scanners[0]?.epochs).toMatchObject([
      { kind: "software", startedOn: "2024-01-15", note: null },
      { kind: "hardware", startedOn: "2024-05-06", note: "gradient coil" },
    ]);
    expect(await db().scannerEpoch.count({ where: { scannerId } })).toBe(2);
  });

  test("today's arrivals are told by scanner, and each day by door and site", async () => {
    await give(
      { study: `${next}1`, series: "1" },
      { study: `${next}1`, series: "2" },
      { study: `${next}2`, studyDate: "20230102" },
      { study: `${next}1`, series: "1" },
      { study: `${next}3`, burnedIn: "YES" },
    );
    const { id: scannerId } = await db().scanner.findFirstOrThrow({ where: { siteId } });
    await db().scanner.update({ where: { id: scannerId }, data: { silentAfterHours: 1 } });
    const find = async () =>
      (await listNetwork(actor)).find(({ id }) => id === siteId)?.scanners[0]?.traffic ?? null;
    expect(await find()).toMatchObject({
      examsToday: 2,
      seriesToday: 3,
      examsThisMonth: 2,
      seriesThisMonth: 3,
      silent: false,
    });
    await db().scanner.update({
      where: { id: scannerId },
      data: { lastReceivedAt: new Date(Date.now() - 2 * 3_600_000) },
    });
    expect((await find())?.silent).toBe(true);

    const { days, today } = await listDays(actor, { until: null });
    expect(days.filter((day) => day.siteId === siteId)).toMatchObject([
      {
        day: today,
        door: "folder",
        deliveries: 5,
        received: 5,
        waiting: 0,
        stored: 3,
        duplicate: 1,
        quarantined: 1,
        refused: 0,
        reasons: [{ fate: "quarantined", reason: "burned-in-annotation", count: 1 }],
      },
    ]);
    expect((await listDays(actor, { until: "2001-01-01" })).days).toEqual([]);
  });
});
