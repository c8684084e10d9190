import { describe, expect, it } from "vitest";
import { findTerm } from "@/lib/terminology/terms";
import { generateNetwork } from "./generate";
import { PROTOCOLS } from "./protocols";

const network = generateNetwork();
const by = <T>(rows: readonly T[], key: (row: T) => string): Map<string, T> =>
  new Map(rows.map((row) => [key(row), row]));

describe("the demonstration network", () => {
  it("is the same for the same seed and another for another", () => {
    const text = (seed?: string) =>
      JSON.stringify(generateNetwork({ seed, share: 0.1 }), (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      );
    expect(text()).toBe(text());
    expect(text("other")).not.toBe(text());
  });

  it("has the size it promises", () => {
    expect(network.sites).toHaveLength(22);
    const at = (tesla: number) =>
      network.scanners.filter(({ fieldStrengthTesla }) => fieldStrengthTesla === tesla);
    expect(new Set(at(3).map(({ siteId }) => siteId)).size).toBe(22);
    expect(at(7)).toHaveLength(1);
    expect(new Set(network.scanners.map(({ manufacturer }) => manufacturer))).toEqual(
      new Set(["Siemens", "Philips", "GE", "Canon"]),
    );
    expect(network.subjects.length).toBeGreaterThanOrEqual(150);
    expect(network.exams.length).toBeGreaterThanOrEqual(400);
    expect(network.pixelExams.length).toBeGreaterThanOrEqual(12);
    expect(network.protocols).toHaveLength(Object.keys(PROTOCOLS).length);
  });

  it("gives every subject one to five visits at 3 T, and longitudinal pixels for several", () => {
    const visits = new Map<string, number>();
    for (const { subjectId } of network.visits) visits.set(subjectId, (visits.get(subjectId) ?? 0) + 1);
    expect(visits.size).toBe(network.subjects.length);
    expect(Math.max(...visits.values())).toBeLessThanOrEqual(6);
    const heads = new Map<string, number>();
    for (const { head } of network.pixelExams) heads.set(head, (heads.get(head) ?? 0) + 1);
    expect([...heads.values()].filter((count) => count >= 2).length).toBeGreaterThanOrEqual(5);
  });

  it("codes diagnoses with known terms; controls have none", () => {
    for (const { code } of network.diagnoses) expect(findTerm(code), code).toBeDefined();
    const sick = new Set(network.diagnoses.map(({ subjectId }) => subjectId));
    const controls = network.members.filter(({ status }) => status === "control");
    expect(controls.length).toBeGreaterThan(10);
    const withDisease = controls.filter(({ subjectId }) =>
      network.diagnoses.some(
        (d) => d.subjectId === subjectId && !["DOID:1470", "DOID:6364", "DOID:0112313"].includes(d.code),
      ),
    );
    expect(withDisease).toEqual([]);
    expect(sick.size).toBeGreaterThan(150);
  });

  it("keeps the two clocks apart: no shifted date equals, or is near, a true one", () => {
    const offsets = new Map(
      network.secrets.map(({ subjectId, dateOffsetDays }) => [subjectId, dateOffsetDays]),
    );
    const exams = by(network.exams, ({ id }) => id);
    const days = new Set(network.clocks.map(({ acquiredAt }) => acquiredAt.toISOString().slice(0, 10)));
    for (const { examId, acquiredAt, receivedAt } of network.clocks) {
      const exam = exams.get(examId);
      if (!exam) throw new Error("a clock without an exam");
      expect(exam.examAt.getTime() - acquiredAt.getTime()).toBe(
        (offsets.get(exam.subjectId) ?? 0) * 86_400_000,
      );
      expect(receivedAt > acquiredAt).toBe(true);
    }
    const shifted = [
      ...network.exams.map(({ examAt }) => examAt),
      ...network.visits.map(({ startedAt }) => startedAt),
      ...network.scores.map(({ takenOn }) => takenOn),
      ...network.diagnoses.map(({ assertedOn }) => assertedOn),
    ];
    for (const date of shifted) {
      expect(days.has(date.toISOString().slice(0, 10))).toBe(false);
      expect(date.getUTCFullYear()).toBeGreaterThan(2100);
    }
  });

  it("puts every exam into an epoch that had begun, on its own scanner", () => {
    const epochs = by(network.epochs, ({ id }) => id);
    const clocks = by(network.clocks, ({ examId }) => examId);
    for (const exam of network.exams) {
      const epoch = epochs.get(exam.epochId);
      expect(epoch?.scannerId).toBe(exam.scannerId);
      expect(clocks.get(exam.id)?.acquiredAt.getTime()).toBeGreaterThanOrEqual(
        epoch?.startedAt.getTime() ?? Infinity,
      );
    }
  });

  it("mostly follows its protocols and drifts where a software release changed timings", () => {
    const count = (value: string) => network.verdicts.filter((verdict) => verdict.value === value).length;
    expect(count("compliant") / network.verdicts.length).toBeGreaterThan(0.75);
    for (const value of ["minor", "major", "undetermined"]) expect(count(value)).toBeGreaterThan(3);
    for (const { value, findings } of network.verdicts)
      expect(findings.length > 0).toBe(value !== "compliant");
  });

  it("uses each identifier once", () => {
    const ids = [
      ...network.subjects,
      ...network.visits,
      ...network.exams,
      ...network.series,
      ...network.volumes,
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(network.subjects.map(({ pseudonym }) => pseudonym)).size).toBe(network.subjects.length);
    expect(new Set(network.series.map(({ seriesInstanceUid }) => seriesInstanceUid)).size).toBe(
      network.series.length,
    );
    for (const { ageAtExamYears } of network.exams) {
      expect(ageAtExamYears).toBeGreaterThanOrEqual(6);
      expect(ageAtExamYears).toBeLessThanOrEqual(90);
    }
  });
});
