import { beforeAll, describe, expect, it } from "vitest";
import { findScannerFindings } from "@/lib/harmonise/lifeline/scanner-changes";
import { metricsOfRole, QC_METRIC_NAMES } from "@/lib/harmonise/qc/metrics";
import { type DemoNetwork, generateNetwork } from "./generate";
import { judgeQuality, PLANTED_DRIFT } from "./qc";

let network: DemoNetwork;
beforeAll(() => {
  network = generateNetwork();
  judgeQuality(network);
});

describe("quality in the demonstration network", () => {
  it("every series is measured, or says why not; every metric has a value or a reason", () => {
    const series = new Map(network.series.map((row) => [row.id, row]));
    const values = new Map<string, string[]>();
    for (const { seriesId, name, value } of network.qcMetrics) {
      expect(QC_METRIC_NAMES).toContain(name);
      expect(Number.isFinite(value)).toBe(true);
      values.set(seriesId, [...(values.get(seriesId) ?? []), name]);
    }
    expect(network.seriesQc).toHaveLength(network.series.length);
    for (const { seriesId, failure, absences } of network.seriesQc) {
      const row = series.get(seriesId);
      if (!row) throw new Error("quality of no series");
      const all = [...(values.get(seriesId) ?? []), ...Object.keys(absences)].sort();
      expect(all).toEqual(failure === null ? metricsOfRole(row.role).sort() : []);
    }
  });

  it("few series are outliers, and some of each large role", () => {
    const judged = network.series.filter(({ qcState }) => qcState !== "unmeasured");
    const outliers = judged.filter(({ qcState }) => qcState === "outlier");
    expect(outliers.length / judged.length).toBeGreaterThan(0.01);
    expect(outliers.length / judged.length).toBeLessThan(0.06);
    expect(outliers.map(({ role }) => role)).toEqual(expect.arrayContaining(["T1w", "FLAIR", "DWI"]));
  });

  it("the life line finds the planted drift of the T1w, at its release, and no other metric that moved", () => {
    const clocks = new Map(network.clocks.map(({ examId, acquiredAt }) => [examId, acquiredAt]));
    const series = new Map(network.series.map((row) => [row.id, row]));
    const found = network.scanners.flatMap((scanner) => {
      const site = network.sites.find(({ id }) => id === scanner.siteId)?.code;
      const epochs = network.epochs.filter(({ scannerId }) => scannerId === scanner.id);
      const own = new Set(
        network.exams.filter(({ scannerId }) => scannerId === scanner.id).map(({ id }) => id),
      );
      const metrics = network.qcMetrics.flatMap(({ seriesId, name, value }) => {
        const row = series.get(seriesId);
        if (!row || !own.has(row.examId)) return [];
        const { role, is3D, examId } = row;
        return [{ role, is3D, name, value, at: clocks.get(examId) ?? new Date(0) }];
      });
      metrics.sort((a, b) => a.at.getTime() - b.at.getTime());
      return findScannerFindings({
        boundaries: epochs.slice(1).map(({ id, startedAt }) => ({ epochId: id, at: startedAt.getTime() })),
        metrics,
        judged: [],
        parameters: [],
      }).map(({ role, body, epochId }) => ({
        site,
        role,
        metric: body.subject,
        software: epochs.find(({ id }) => id === epochId)?.softwareVersions,
      }));
    });
    const { siteCode, role, softwareVersions, factors } = PLANTED_DRIFT;
    expect(found.sort((a, b) => (a.metric < b.metric ? -1 : 1))).toEqual(
      Object.keys(factors)
        .sort()
        .map((metric) => ({ site: siteCode, role, metric, software: softwareVersions })),
    );
  });
});
