import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestAssignment } from "./best-assignment";
import { protocolContentSchema } from "./content";
import { examFindingSchema } from "./finding";
import { judgeExam, prepareProtocol } from "./judge-exam";
import type { Geometry, PlacedSeries } from "./judge-pairs";
import { factsOf, SCANNER } from "./testing/facts";

type Content = Parameters<typeof protocolContentSchema.parse>[0];

function judge(series: readonly PlacedSeries[], content: Content) {
  const verdict = judgeExam(series, prepareProtocol(protocolContentSchema.parse(content), SCANNER));
  for (const finding of verdict.findings) examFindingSchema.parse(finding);
  return verdict;
}

const tr = (value: number, severity = "major") => ({
  parameter: "repetitionTimeMs",
  expect: { value },
  severity,
});
const T1 = { name: "T1", role: "T1w", rules: [tr(2000)] };
const FLAIR = { name: "FLAIR", role: "FLAIR" };
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const t1 = (n: number, more: Partial<PlacedSeries> = {}) =>
  factsOf({ seriesId: id(n), seriesNumber: n, role: "T1w", repetitionTimeMs: 2000, ...more });
const flair = (n: number, more: Partial<PlacedSeries> = {}) => t1(n, { role: "FLAIR", ...more });

describe("an exam against a protocol", () => {
  it("is whole and compliant when each step is there as asked", () => {
    expect(judge([t1(1), flair(2)], { steps: [T1, FLAIR] })).toEqual({
      value: "compliant",
      isWhole: true,
      findings: [],
      series: [
        { seriesId: id(1), step: 0, value: "compliant", findings: [] },
        { seriesId: id(2), step: 1, value: "compliant", findings: [] },
      ],
    });
  });

  it("misses an expected series that is absent: a finding on the exam", () => {
    expect(judge([t1(1)], { steps: [T1, FLAIR] })).toMatchObject({
      value: "major",
      isWhole: false,
      findings: [{ kind: "missing", step: 1, present: 0, wanted: 1, severity: "major" }],
    });
  });

  it("does not miss what is optional, but what of it was begun and not finished", () => {
    const optional = { ...FLAIR, required: false, count: { min: 2, max: 3 } };
    expect(judge([t1(1)], { steps: [T1, optional] })).toMatchObject({ value: "compliant", isWhole: true });
    expect(judge([t1(1), flair(2)], { steps: [T1, optional] })).toMatchObject({
      value: "minor",
      isWhole: true,
      findings: [{ kind: "missing", present: 1, wanted: 2, severity: "minor" }],
    });
  });

  it("names series beyond the count as repeated, and judges them", () => {
    const verdict = judge([t1(3, { repetitionTimeMs: 1 }), t1(1)], { steps: [T1] });
    expect(verdict.findings).toEqual([{ kind: "repeated", step: 0, seriesIds: [id(1), id(3)] }]);
    expect(verdict.series.map(({ value }) => value)).toEqual(["compliant", "major"]);
    expect(verdict.value).toBe("major");
  });

  it("names series that no step asks for; they are no fault and get no verdict", () => {
    const verdict = judge([t1(1), flair(2), t1(3, { map: "T1" }), t1(4, { component: "phase" })], {
      steps: [T1],
    });
    expect(verdict.findings).toEqual([{ kind: "extra", seriesIds: [id(2), id(3), id(4)] }]);
    expect(verdict).toMatchObject({ value: "compliant", isWhole: true, series: [{ seriesId: id(1) }] });
  });

  it("does not judge derived, motion-corrected and localiser series, nor count them", () => {
    const none = [
      t1(1, { derived: true }),
      t1(2, { imageType: ["ORIGINAL", "PRIMARY", "M", "MOCO"] }),
      t1(3, { description: "MoCoSeries" }),
      t1(4, { role: "localiser" }),
    ];
    expect(judge(none, { steps: [T1, { name: "plan", role: "localiser", required: false }] })).toMatchObject({
      value: "major",
      isWhole: false,
      findings: [{ kind: "missing", step: 0 }],
      series: [],
    });
    expect(judge([t1(1, { description: "sommocolo" })], { steps: [T1] }).series).toHaveLength(1);
  });

  it("is undetermined when nothing could be judged", () => {
    expect(judge([], { steps: [{ ...T1, required: false }] }).value).toBe("undetermined");
  });

  it("lets a parameter that is not known make the exam undetermined, never compliant", () => {
    expect(judge([t1(1, { repetitionTimeMs: null })], { steps: [T1] }).value).toBe("undetermined");
  });

  it("takes what the header does not say neither for nor against a step", () => {
    const flat = { ...T1, name: "2D", is3D: false, required: false };
    const deep = { ...T1, name: "3D", is3D: true };
    expect(judge([t1(1)], { steps: [flat, deep] }).series).toMatchObject([{ step: 1 }]);
    expect(judge([t1(1, { is3D: false })], { steps: [flat, deep] }).series).toMatchObject([{ step: 0 }]);
    const before = { ...T1, contrastAgent: "no" };
    expect(judge([t1(1, { contrastAgent: "yes" })], { steps: [before] }).series).toEqual([]);
  });

  it("asks for an order by series number, where it matters", () => {
    const steps = [T1, { name: "between", role: "SWI", required: false }, FLAIR];
    expect(judge([t1(2), flair(1)], { steps }).findings).toEqual([]);
    expect(judge([t1(2), flair(1)], { steps, ordered: true })).toMatchObject({
      value: "minor",
      findings: [{ kind: "order", step: 2, after: 0, verdict: "minor" }],
    });
    expect(judge([t1(1), flair(2)], { steps, ordered: true }).value).toBe("compliant");
    expect(judge([t1(1), flair(2, { seriesNumber: null })], { steps, ordered: true }).value).toBe(
      "undetermined",
    );
  });
});

describe("which series answers which step", () => {
  const long = { name: "long", role: "T1w", rules: [tr(3000)] };
  const short = { name: "short", role: "T1w", rules: [tr(2000)] };

  it("is the one that fits best, whichever came first", () => {
    const verdict = judge([t1(1, { repetitionTimeMs: 3000 }), t1(2)], { steps: [short, long] });
    expect(verdict.value).toBe("compliant");
    expect(verdict.series).toMatchObject([
      { seriesId: id(1), step: 1 },
      { seriesId: id(2), step: 0 },
    ]);
  });

  it("rather answers two steps with one finding than one step twice with none", () => {
    const any = { name: "any", role: "T1w", required: false };
    const verdict = judge([t1(1), t1(2)], { steps: [short, any] });
    expect(verdict.findings).toEqual([]);
    expect(new Set(verdict.series.map(({ step }) => step))).toEqual(new Set([0, 1]));
    // A required step before an optional one.
    expect(judge([t1(1, { repetitionTimeMs: 9 })], { steps: [any, short] }).series).toMatchObject([
      { step: 1, value: "major" },
    ]);
  });

  it("lets a series that fits one step only have it", () => {
    const deep = { ...short, name: "3D", is3D: true };
    const any = { name: "any", role: "T1w" };
    const verdict = judge([t1(1, { is3D: false }), t1(2, { is3D: true })], { steps: [any, deep] });
    expect(verdict.isWhole).toBe(true);
    expect(verdict.series).toMatchObject([{ step: 0 }, { step: 1 }]);
  });

  it("does not depend on the order in which series are given", () => {
    const steps = [
      short,
      long,
      { name: "any", role: "T1w", required: false, count: { min: 1, max: 2 } },
      FLAIR,
    ];
    const series = fc.array(
      fc.record({
        seriesNumber: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
        role: fc.constantFrom("T1w" as const, "FLAIR" as const, "SWI" as const),
        repetitionTimeMs: fc.option(fc.constantFrom(2000, 3000, 4000), { nil: null }),
        is3D: fc.option(fc.boolean(), { nil: null }),
        derived: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(
        series
          .map((list) => list.map((one, index) => factsOf({ ...one, seriesId: id(index) })))
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          const content = { steps, ordered: true };
          expect(judge(shuffled, content)).toEqual(judge(list, content));
        },
      ),
    );
  });

  it("widening a tolerance never worsens a verdict on the exam, with steps that compete", () => {
    const within = (absolute: number) => ({
      steps: [
        { ...short, rules: [{ ...tr(2000, "minor"), tolerance: { absolute } }] },
        { ...long, rules: [{ ...tr(3000), tolerance: { absolute } }] },
      ],
    });
    const worst = ["compliant", "undetermined", "minor", "major"];
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 1500, max: 3500 }), { nil: null }), { maxLength: 5 }),
        fc.nat(600),
        fc.nat(600),
        (times, absolute, more) => {
          const series = times.map((repetitionTimeMs, index) => t1(index + 1, { repetitionTimeMs }));
          const [before, after] = [judge(series, within(absolute)), judge(series, within(absolute + more))];
          expect(worst.indexOf(after.value)).toBeLessThanOrEqual(worst.indexOf(before.value));
          expect(after.isWhole).toBe(before.isWhole);
        },
      ),
    );
  });

  it("is a cheapest assignment (against all of them)", () => {
    const matrix = fc.integer({ min: 1, max: 4 }).chain((rows) =>
      fc.integer({ min: rows, max: 5 }).chain((columns) =>
        fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      ),
    );
    const cheapest = (cost: number[][], taken: number[]): number => {
      const [row, ...rest] = cost;
      if (!row) return 0;
      return Math.min(
        ...row.map((price, place) =>
          taken.includes(place) ? Number.POSITIVE_INFINITY : price + cheapest(rest, [...taken, place]),
        ),
      );
    };
    fc.assert(
      fc.property(matrix, (cost) => {
        const places = bestAssignment(cost);
        expect(new Set(places).size).toBe(cost.length);
        const sum = places.reduce((total, place, worker) => total + (cost[worker]?.[place] ?? NaN), 0);
        expect(sum).toBe(cheapest(cost, []));
      }),
    );
  });
});

describe("pairs of series", () => {
  const geometry = (more: Partial<Geometry> = {}): Geometry => ({
    frameOfReferenceUid: "2.25.1",
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    voxelSizeMm: [2, 2, 3],
    dimensions: [10, 10, 10],
    ...more,
  });
  const tilted = (degrees: number) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return [1, 0, 0, 0, c, s, 0, -s, c];
  };
  const steps = [
    { name: "map", role: "fieldmap", required: false },
    { name: "rest", role: "BOLD", count: { min: 1, max: 4 } },
  ];
  const pair = (relation: string, more = {}) => ({
    steps,
    pairs: [{ first: "map", second: "rest", relation, severity: "major", ...more }],
  });
  const map = (n: number, place: Geometry | null, more: Partial<PlacedSeries> = {}) =>
    t1(n, { role: "fieldmap", geometry: place, ...more });
  const rest = (n: number, place: Geometry | null, more: Partial<PlacedSeries> = {}) =>
    t1(n, { role: "BOLD", geometry: place, ...more });
  const findings = (series: PlacedSeries[], content: Content) =>
    judge(series, content).findings.filter(({ kind }) => kind === "pair");

  it("lie the same way within a degree, or within what is allowed; the sense of the normal does not matter", () => {
    const by = (degrees: number) => [map(1, geometry()), rest(2, geometry({ direction: tilted(degrees) }))];
    expect(findings(by(0.9), pair("sameOrientation"))).toEqual([]);
    expect(findings(by(180), pair("sameOrientation"))).toEqual([]);
    expect(findings(by(5), pair("sameOrientation", { tolerance: { absolute: 5 } }))).toEqual([]);
    expect(findings(by(4), pair("sameOrientation"))).toMatchObject([
      {
        firstSeriesId: id(1),
        secondSeriesId: id(2),
        delta: expect.closeTo(4, 6) as number,
        verdict: "major",
      },
    ]);
  });

  it("cover each other within a voxel of the first, or within what is allowed", () => {
    const at = (mm: number) => [map(1, geometry()), rest(2, geometry({ originMm: [0, 0, mm] }))];
    expect(findings(at(3), pair("covers"))).toEqual([]);
    expect(findings(at(3.5), pair("covers"))).toMatchObject([{ delta: 3.5, verdict: "major" }]);
    expect(findings(at(3.5), pair("covers", { tolerance: { absolute: 4 } }))).toEqual([]);
    expect(findings(at(-1), pair("covers", { tolerance: { absolute: 0 } }))).toMatchObject([{ delta: 1 }]);
    const small = geometry({ dimensions: [4, 4, 4], originMm: [4, 4, 4] });
    expect(findings([map(1, geometry()), rest(2, small)], pair("covers"))).toEqual([]);
    expect(findings([map(1, small), rest(2, geometry())], pair("covers"))).toHaveLength(1);
  });

  it("are undetermined where geometry is not known or of another frame of reference", () => {
    for (const other of [null, geometry({ frameOfReferenceUid: "2.25.2" })]) {
      for (const relation of ["covers", "sameOrientation"]) {
        const verdict = judge([map(1, geometry()), rest(2, other)], pair(relation));
        expect(verdict.value).toBe("undetermined");
        expect(verdict.findings).toMatchObject([{ kind: "pair", delta: null, verdict: "undetermined" }]);
      }
    }
    const nowhere = geometry({ frameOfReferenceUid: null });
    expect(findings([map(1, nowhere), rest(2, nowhere)], pair("covers"))).toHaveLength(1);
  });

  it("have one parameter in common", () => {
    const content = pair("sameParameter", { parameter: "voxelSizeZMm", tolerance: { relative: 0.1 } });
    const sized = (z: number | null) => [
      map(1, null, { voxelSizeZMm: 3 }),
      rest(2, null, { voxelSizeZMm: z }),
    ];
    expect(findings(sized(3.3), content)).toEqual([]);
    expect(findings(sized(3.5), content)).toMatchObject([{ delta: 0.5, verdict: "major" }]);
    expect(findings(sized(null), content)).toMatchObject([{ delta: null, verdict: "undetermined" }]);
  });

  it("encode phase in opposite senses", () => {
    const content = pair("oppositePhaseEncoding");
    const sense = (a: string | null, b: string | null) =>
      findings(
        [map(1, null, { phaseEncodingDirection: a }), rest(2, null, { phaseEncodingDirection: b })],
        content,
      );
    expect(sense("PA", "AP")).toEqual([]);
    expect(sense("AP", "AP")).toMatchObject([{ verdict: "major" }]);
    expect(sense("LR", "AP")).toMatchObject([{ verdict: "major" }]);
    expect(sense(null, "AP")).toMatchObject([{ verdict: "undetermined" }]);
  });

  it("need one that fits for each; what is absent is a matter of counts", () => {
    const far = geometry({ originMm: [100, 0, 0] });
    const content = pair("covers");
    const maps = { ...content, steps: [{ ...steps[0], count: { min: 1, max: 2 } }, steps[1]] };
    expect(findings([map(1, far), map(2, geometry()), rest(3, geometry())], maps)).toEqual([]);
    expect(findings([map(1, far), rest(2, geometry()), rest(3, far)], content)).toMatchObject([
      { secondSeriesId: id(2) },
    ]);
    expect(findings([rest(1, geometry())], content)).toEqual([]);
  });
});
