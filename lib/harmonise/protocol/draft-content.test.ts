import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { protocolContentSchema } from "./content";
import { draftContent, type DraftExam } from "./draft-content";
import { judgeExam, prepareProtocol } from "./judge-exam";
import type { ScannerFacts, SeriesFacts } from "./parameters";
import { factsOf, SCANNER } from "./testing/facts";

const SIEMENS = SCANNER;
const GE: ScannerFacts = { ...SIEMENS, scannerId: randomUUID(), manufacturer: "GE", model: "Premier" };

const series = (given: Partial<SeriesFacts>): SeriesFacts =>
  factsOf({ seriesNumber: 1, contrastAgent: "no", is3D: true, description: "T1", ...given });

const exam = (scanner: ScannerFacts, ...all: Partial<SeriesFacts>[]): DraftExam => ({
  scanner,
  series: all.map(series),
});
const repetitionTimes = (...values: number[]) =>
  values.map((repetitionTimeMs) => exam(SIEMENS, { repetitionTimeMs }));

describe("a drafted protocol", () => {
  it("judges the exam that it was drafted from compliant and whole", () => {
    const one = exam(
      SIEMENS,
      { repetitionTimeMs: 2300, echoTimesMs: [2.98], inversionTimeMs: 900, flipAngleDeg: 9, voxelSizeXMm: 1 },
      { role: "localiser" },
      { role: "T1w", contrastAgent: "yes", repetitionTimeMs: 2300 },
      { role: "DWI", is3D: false, bValuesSPerMm2: [0, 1000], directionCount: 64, repetitionTimeMs: 4000 },
      { role: "BOLD", is3D: false, repetitionTimeMs: 800, phaseEncodingDirection: "AP" },
      { role: "BOLD", is3D: false, repetitionTimeMs: 800, phaseEncodingDirection: "PA" },
      { role: "DWI", is3D: false, map: "ADC", derived: true },
    );
    const { content, leftOut } = draftContent([one]);
    expect(protocolContentSchema.parse(content)).toEqual(content);
    expect(content.steps.map(({ name, contrastAgent, count }) => [name, contrastAgent, count.max])).toEqual([
      ["T1w 3D", "no", 1],
      ["T1w 3D contrast", "yes", 1],
      ["DWI 2D", undefined, 1],
      ["BOLD 2D", undefined, 2],
    ]);
    expect(leftOut).toEqual([{ step: "BOLD 2D", parameter: "phaseEncodingDirection", vendor: null }]);
    const placed = one.series.map((each) => ({ ...each, geometry: null }));
    const verdict = judgeExam(placed, prepareProtocol(content, SIEMENS));
    expect(verdict).toMatchObject({ value: "compliant", isWhole: true });
    expect(verdict.series).toHaveLength(5);
  });

  it("takes a group's dominant value, and infers nothing from a tie", () => {
    const ruleOf = (exams: DraftExam[]) => draftContent(exams).content.steps[0]?.rules;
    expect(ruleOf(repetitionTimes(2300, 2300, 2400))).toMatchObject([
      { parameter: "repetitionTimeMs", expect: { value: 2300 } },
    ]);
    const tie = draftContent(repetitionTimes(2300, 2300, 2400, 2400));
    expect(tie.content.steps[0]?.rules).toEqual([]);
    expect(tie.leftOut).toEqual([{ step: "T1w 3D", parameter: "repetitionTimeMs", vendor: null }]);
    // All different: nobody is dominant.
    expect(ruleOf(repetitionTimes(1, 2, 3))).toEqual([]);
  });

  it("has variants where vendors differ, and one rule where they agree", () => {
    const settings = (flipAngleDeg: number) => ({ repetitionTimeMs: 2300, flipAngleDeg });
    const exams = [
      exam(SIEMENS, settings(9)),
      exam(SIEMENS, settings(9)),
      exam(GE, settings(11)),
      exam(GE, settings(11)),
    ];
    const [step] = draftContent(exams).content.steps;
    expect(step?.rules.map(({ parameter }) => parameter)).toEqual(["repetitionTimeMs"]);
    expect(step?.variants).toMatchObject([
      { scope: { vendor: "GE" }, rules: [{ parameter: "flipAngleDeg", expect: { value: 11 } }] },
      { scope: { vendor: "Siemens" }, rules: [{ parameter: "flipAngleDeg", expect: { value: 9 } }] },
    ]);
  });

  it("leaves out what somebody did once, and requires what is always there", () => {
    const usual = Array.from({ length: 9 }, () => exam(SIEMENS, {}, { role: "FLAIR" }));
    const { content } = draftContent([...usual, exam(SIEMENS, {}, { role: "DIR" })]);
    expect(content.steps.map(({ role, required }) => [role, required])).toEqual([
      ["T1w", true],
      ["FLAIR", true],
    ]);
    const half = draftContent([exam(SIEMENS, {}), exam(SIEMENS, {}, { role: "SWI" })]);
    expect(half.content.steps.map(({ role, required }) => [role, required])).toEqual([
      ["T1w", true],
      ["SWI", false],
    ]);
  });
});
