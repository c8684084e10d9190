import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GROUPED, groupParameters, type GroupValues, type ParameterRow } from "./group-parameters";

const UNKNOWN = Object.fromEntries(GROUPED.map((name) => [name, null])) as unknown as GroupValues;

function row(
  seriesCount: number,
  values: Partial<GroupValues>,
  scannerId = "a",
  month: string | null = null,
): ParameterRow {
  return {
    values: { ...UNKNOWN, repetitionTimeMs: 2000, echoTimesMs: [30], flipAngleDeg: 9, ...values },
    scannerId,
    month,
    seriesCount,
    exampleExamId: `exam-${scannerId}`,
  };
}

describe("groupParameters", () => {
  it("names the dominant group and in what the others differ", () => {
    const { groups, hasDominant } = groupParameters([
      row(3, { inversionTimeMs: 2100 }, "b"),
      row(10, { inversionTimeMs: 1800 }, "a"),
      row(4, { inversionTimeMs: 1800 }, "b"),
      row(1, { inversionTimeMs: 1800, echoTimesMs: [30, 60] }, "c"),
    ]);
    expect(hasDominant).toBe(true);
    expect(groups.map(({ seriesCount, differs }) => [seriesCount, differs])).toEqual([
      [14, []],
      [3, ["inversionTimeMs"]],
      [1, ["echoTimesMs"]],
    ]);
    expect(groups[0]?.cells).toEqual([
      { scannerId: "a", month: null, seriesCount: 10 },
      { scannerId: "b", month: null, seriesCount: 4 },
    ]);
  });

  it("infers nothing from a tie", () => {
    const { groups, hasDominant } = groupParameters([
      row(5, { flipAngleDeg: 8 }),
      row(5, { flipAngleDeg: 12 }),
    ]);
    expect(hasDominant).toBe(false);
    expect(groups.map(({ differs }) => differs)).toEqual([[], []]);
  });

  it("takes what a scanner adjusts by itself for the same setting, and shows its most frequent value", () => {
    const { groups } = groupParameters([
      row(2, { repetitionTimeMs: 2000 }),
      row(9, { repetitionTimeMs: 2003 }),
      row(1, { repetitionTimeMs: 2090 }),
    ]);
    expect(groups.map(({ seriesCount, values }) => [seriesCount, values.repetitionTimeMs])).toEqual([
      [11, 2003],
      [1, 2090],
    ]);
  });

  it("does not let a chain of small steps make one group", () => {
    const steps = Array.from({ length: 40 }, (_, step) => row(1, { repetitionTimeMs: 2000 + step * 10 }));
    const { groups } = groupParameters(steps);
    expect(groups.length).toBeGreaterThan(10);
  });

  it("keeps what is not known, zero and other lengths apart", () => {
    const { groups } = groupParameters([
      row(4, { inversionTimeMs: null }),
      row(3, { inversionTimeMs: 0 }),
      row(2, { echoTimesMs: [30, 60] }),
      row(1, { echoTimesMs: [] }),
    ]);
    expect(groups.map(({ seriesCount }) => seriesCount)).toEqual([4, 3, 2, 1]);
  });

  it("is the same whatever the order of rows, loses no series, and groups equal rows together", () => {
    const rows = fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 9 }),
        tr: fc.constantFrom(null, 0, 2000, 2001, 2014, 2500),
        te: fc.constantFrom<number[]>([], [30], [30.02], [30, 60]),
        coil: fc.constantFrom(null, "Head|64", "Head 32"),
        scanner: fc.constantFrom("a", "b", "c"),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (specs, randoms) => {
        const made = specs.map(({ count, tr, te, coil, scanner }) =>
          row(count, { repetitionTimeMs: tr, echoTimesMs: te, receiveCoil: coil }, scanner),
        );
        const shuffled = made
          .map((one) => ({ one, by: randoms.next().value ?? 0 }))
          .sort((a, b) => a.by - b.by)
          .map(({ one }) => one);
        const plain = ({ groups, hasDominant }: ReturnType<typeof groupParameters>) => ({
          hasDominant,
          groups: groups.map(({ cells, ...group }) => ({
            ...group,
            cells: cells.toSorted((a, b) => (a.scannerId < b.scannerId ? -1 : 1)),
          })),
        });
        const result = groupParameters(made);
        expect(plain(groupParameters(shuffled))).toEqual(plain(result));
        const total = result.groups.reduce((sum, { seriesCount }) => sum + seriesCount, 0);
        expect(total).toBe(specs.reduce((sum, { count }) => sum + count, 0));
        for (const group of result.groups) expect(group.cells.length).toBeGreaterThan(0);
      }),
    );
  });
});
