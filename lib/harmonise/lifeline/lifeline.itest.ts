import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { systemActor } from "@/lib/access/actor";
import { holding, writePerson } from "@/lib/access/testing/two-sites-store";
import { listNotices } from "@/lib/network/list-notices";
import { db } from "@/lib/platform/db/client";
import { testDatabase, type TestDatabase } from "@/lib/platform/db/testing";
import { acknowledgeFinding } from "./acknowledge-finding";
import { getScannerLifeline, lifelineQuerySchema } from "./get-scanner-lifeline";
import { listScannerStatus } from "./list-scanner-status";
import { type DriftingScanner, writeDriftingScanner } from "./testing/drifting-scanner-store";
import { watchScanners } from "./watch-scanners";
import { textWithoutIds } from "@/lib/platform/testing/without-ids";

let database: TestDatabase;
let ours: DriftingScanner;
let theirs: DriftingScanner;
let reader: Actor;
let manager: Actor;

const system = systemActor("test");
const query = (scannerId: string) => lifelineQuerySchema.parse({ scannerId });
const withDates = (actor: Actor): Actor => ({
  ...actor,
  grants: actor.grants.map((grant) => ({ ...grant, trueDates: true })),
});

beforeAll(async () => {
  database = await testDatabase();
  ours = await writeDriftingScanner("OURS");
  theirs = await writeDriftingScanner("THEIRS");
  reader = await writePerson("reader", ["neuroscientist"]);
  manager = holding(await writePerson("manager", ["dataManager"]), "browse", { siteId: ours.siteId });
});
afterAll(() => database.stop());

describe("the watch", () => {
  it("opens what moved, announces it once, and changes nothing the second time", async () => {
    expect(await watchScanners(system)).toEqual({ opened: 4, closed: 0 });
    const rows = await db().scannerFinding.findMany({
      where: { scannerId: ours.scannerId },
      orderBy: { kind: "asc" },
    });
    expect(rows.map(({ kind, role, subject, epochId }) => [kind, role, subject, epochId])).toEqual([
      ["metric-shift", "T1w", "snrForeground", ours.epochIds[1]],
      ["parameter-departs", "FLAIR", "inversionTimeMs", ours.epochIds[1]],
    ]);
    expect(rows.map(({ sinceOn }) => sinceOn.toISOString().slice(0, 10))).toEqual([
      ours.changedOn,
      ours.changedOn,
    ]);
    expect(rows[0]?.detail).toMatchObject({ examsBefore: 20, examsAfter: 20 });
    expect(rows[1]?.detail).toMatchObject({
      departingBefore: 0,
      departingAfter: 20,
      expected: 1800,
      observed: 1656,
      unit: "ms",
    });
    expect(await watchScanners(system)).toEqual({ opened: 0, closed: 0 });
    expect(await db().scannerFinding.count()).toBe(4);
    const notices = await listNotices(manager);
    expect(notices.map(({ kind, findings }) => [kind, findings])).toEqual([["scanner-drifts", 2]]);
  });
});

describe("a life line", () => {
  it("is told by month to whoever runs the site: exams, arrivals, verdicts, coils, metrics; phantoms apart", async () => {
    const { chart, findings, contact, epochs } = await getScannerLifeline(manager, query(ours.scannerId));
    expect(contact).toEqual({ lastReceivedAt: null, silent: false });
    expect(epochs.map(({ startedOn }) => startedOn)).toEqual(["2024-01-08", ours.changedOn]);
    expect(chart?.bins[0]).toEqual({ kind: "month", month: "2024-01" });
    const sum = (values: readonly number[] = []) => values.reduce((a, b) => a + b, 0);
    expect(sum(chart?.exams)).toBe(40);
    expect(sum(chart?.phantoms)).toBe(7);
    expect(sum(chart?.arrivals ?? [])).toBe(47);
    expect(sum(chart?.compliance.map(({ compliant }) => compliant))).toBe(20);
    expect(sum(chart?.compliance.map(({ major }) => major))).toBe(20);
    expect(chart?.coils.map(({ name, series }) => [name, sum(series)])).toEqual([["HeadNeck_64", 80]]);
    expect(chart?.protocols).toEqual([{ code: "P-OURS", name: "Protocol OURS" }]);
    const medians = chart?.metrics[0]?.bins.flatMap((bin) => bin?.median ?? []) ?? [];
    expect(Math.max(...medians)).toBeLessThan(22);
    expect(findings.map(({ sinceOn, epoch }) => [sinceOn, epoch])).toEqual([
      [ours.changedOn, "XA60"],
      [ours.changedOn, "XA60"],
    ]);
  });

  it("has no date for whoever holds none: epochs in order, with their counts", async () => {
    const own = holding(reader, "browse", { siteId: ours.siteId });
    const view = await getScannerLifeline(own, query(ours.scannerId));
    expect(view.chart?.bins).toEqual(ours.epochIds.map((epochId) => ({ kind: "epoch", epochId })));
    expect(view.chart?.exams).toEqual([20, 20]);
    expect(view.chart?.compliance.map(({ compliant, major }) => [compliant, major])).toEqual([
      [20, 0],
      [0, 20],
    ]);
    expect(view.chart?.arrivals).toBeNull();
    expect(textWithoutIds(view)).not.toMatch(/20\d\d-/);
  });

  it("has no count for whoever may not browse the whole site, nor what a count could be told from", async () => {
    for (const actor of [
      holding(reader, "count", { siteId: ours.siteId }),
      holding(reader, "export", { siteId: theirs.siteId }),
    ]) {
      const view = await getScannerLifeline(actor, query(ours.scannerId));
      expect(view.chart).toBeNull();
      expect(view.findings.map(({ kind, body }) => [kind, body])).toEqual([
        ["metric-shift", null],
        ["parameter-departs", null],
      ]);
      expect(textWithoutIds(view)).not.toMatch(/20\d\d-|"p":|exams/);
    }
  });

  it("judges by one protocol when one is named, and by all when it is another scanner's", async () => {
    const one = await getScannerLifeline(manager, { ...query(ours.scannerId), protocol: "P-OURS" });
    expect(one.chart?.protocol).toBe("P-OURS");
    const other = await getScannerLifeline(manager, { ...query(ours.scannerId), protocol: "P-THEIRS" });
    expect(other.chart?.protocol).toBeNull();
  });

  it("is nothing to somebody without any grant, and nothing where there is no scanner", async () => {
    await expect(getScannerLifeline(reader, query(ours.scannerId))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(getScannerLifeline(manager, query(ours.siteId))).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("the status of scanners", () => {
  it("says which drifts, since when, by what, and how compliant it is to whoever runs its site", async () => {
    const rows = await listScannerStatus(manager);
    const row = rows.find(({ scannerId }) => scannerId === ours.scannerId);
    expect(row).toMatchObject({ status: "drifts", sinceOn: ours.changedOn, sinceEpoch: "XA60" });
    expect(row?.findings.map(({ role, subject }) => `${role} ${subject}`)).toEqual([
      "T1w snrForeground",
      "FLAIR inversionTimeMs",
    ]);
    expect(row?.compliance).toHaveLength(24);
    const other = rows.find(({ scannerId }) => scannerId === theirs.scannerId);
    expect(other).toMatchObject({ status: "drifts", sinceOn: null, compliance: null });
  });

  it("gives no month to whoever may browse without dates", async () => {
    const undated = await listScannerStatus(holding(reader, "export", "network"));
    expect(undated.every(({ compliance, sinceOn }) => compliance === null && sinceOn === null)).toBe(true);
    const dated = await listScannerStatus(withDates(holding(reader, "export", "network")));
    expect(dated.every(({ compliance }) => compliance !== null)).toBe(true);
    await expect(listScannerStatus(reader)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("does not know a scanner without judged exams", async () => {
    const { id } = await db().scanner.create({
      data: {
        siteId: ours.siteId,
        manufacturer: "GE",
        model: "New",
        fieldStrengthTesla: 3,
        silentAfterHours: 1,
      },
    });
    await db().scanner.update({ where: { id }, data: { createdAt: new Date("2024-01-01") } });
    const statusFor = async (actor: Actor) =>
      (await listScannerStatus(actor)).find(({ scannerId }) => scannerId === id)?.status;
    expect(await statusFor(manager)).toBe("silent");
    expect(await statusFor(holding(reader, "export", "network"))).toBe("unknown");
  });
});

describe("acknowledging", () => {
  it("is done once, by whoever runs the site, and what no longer holds closes by itself", async () => {
    const [finding] = await db().scannerFinding.findMany({
      where: { scannerId: ours.scannerId, kind: "parameter-departs" },
    });
    const id = finding?.id ?? "";
    await acknowledgeFinding(manager, id);
    await expect(acknowledgeFinding(manager, id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(acknowledgeFinding(system, id)).rejects.toMatchObject({ code: "not-found" });
    await db().verdict.updateMany({
      where: { series: { exam: { scannerId: ours.scannerId } } },
      data: { current: false },
    });
    expect(await watchScanners(system)).toEqual({ opened: 0, closed: 1 });
    expect((await db().scannerFinding.findUnique({ where: { id } }))?.closedAt).toBeInstanceOf(Date);
    await db().verdict.updateMany({
      where: { series: { exam: { scannerId: ours.scannerId } } },
      data: { current: true },
    });
    expect(await watchScanners(system)).toEqual({ opened: 1, closed: 0 });
    const again = await db().scannerFinding.findUnique({ where: { id } });
    expect([again?.closedAt, again?.acknowledgedAt]).toEqual([null, null]);
  });
});
