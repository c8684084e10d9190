import { expect, it } from "vitest";
import { findScannerFindings, type ScannerObservations } from "@/lib/harmonise/lifeline/scanner-changes";
import { type DemoNetwork, generateNetwork } from "./generate";
import { DEMO_SITES } from "./sites";

/** What the watch reads of a scanner, from the rows of the demonstration. */
function observationsOf(network: DemoNetwork, scannerId: string): ScannerObservations {
  const verdictOf = new Map(network.verdicts.map((verdict) => [verdict.seriesId, verdict]));
  const clockOf = new Map(network.clocks.map(({ examId, acquiredAt }) => [examId, acquiredAt]));
  const exams = new Set(network.exams.filter((exam) => exam.scannerId === scannerId).map(({ id }) => id));
  const judged = network.series
    .filter(({ id, examId }) => exams.has(examId) && verdictOf.has(id))
    .map(({ id, examId, role }) => ({ id, examId, role, at: clockOf.get(examId) ?? new Date(0) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const once = new Map(judged.map((row) => [`${row.examId} ${row.role}`, row]));
  return {
    boundaries: network.epochs
      .filter((epoch) => epoch.scannerId === scannerId)
      .map(({ id, startedAt }) => ({ epochId: id, at: startedAt.getTime() }))
      .slice(1),
    metrics: [],
    judged: [...once.values()],
    parameters: judged.flatMap(({ id, ...exam }) =>
      (verdictOf.get(id)?.findings ?? []).map((finding) => ({
        ...exam,
        parameter: finding.parameter,
        missing: finding.verdict === "undetermined",
        expected: null,
        observed: null,
        unit: finding.unit,
      })),
    ),
  };
}

it("every scanner whose software drifts is found, by the epoch that brought it, and no other", () => {
  const network = generateNetwork();
  const drifting = DEMO_SITES.filter(({ scanners }) =>
    scanners.some(({ epochs }) => epochs.some(({ drift }) => drift)),
  ).map(({ code }) => code);
  const found = network.scanners.flatMap((scanner) => {
    const site = network.sites.find(({ id }) => id === scanner.siteId)?.code ?? "";
    const last = network.epochs.filter(({ scannerId }) => scannerId === scanner.id).at(-1)?.id;
    return findScannerFindings(observationsOf(network, scanner.id)).map(({ role, body, epochId }) => ({
      site,
      what: `${role} ${body.subject}`,
      byLast: epochId === last,
    }));
  });
  expect([...new Set(found.map(({ site }) => site))].sort()).toEqual([...drifting].sort());
  expect(found.every(({ byLast }) => byLast)).toBe(true);
  // What the drifting releases change (protocols.ts): as far as a scanner has the exams to tell it from chance.
  expect([...new Set(found.map(({ what }) => what))].sort()).toEqual([
    "FLAIR inversionTimeMs",
    "T1w echoTimesMs",
  ]);
});
