import { describe, expect, it } from "vitest";
import { monthsBetween } from "@/lib/harmonise/lifeline/bins";
import type { Bin } from "@/lib/harmonise/lifeline/lifeline";
import { binMiddle, epochStart, monthTicks, positionOfDay } from "./bin-axis";

const months = (first: string, last: string): Bin[] =>
  monthsBetween(first, last).map((month) => ({ kind: "month", month }));
const epoch = (id: string, startedOn: string | null) => ({
  id,
  kind: "software" as const,
  softwareVersions: id,
  startedOn,
  note: null,
});

describe("the axis of a life line", () => {
  const bins = months("2023-11", "2024-02");

  it("goes over the turn of a year", () => {
    expect(bins).toHaveLength(4);
    expect(monthTicks(bins).map(({ month, isYear }) => [month, isYear])).toEqual([["2024-01", true]]);
  });

  it("places days inside their month, by its length", () => {
    expect(positionOfDay("2023-11-01", bins)).toBe(0);
    expect(positionOfDay("2024-02-15", bins)).toBeCloseTo((3 + 14 / 29) / 4, 10);
    expect(positionOfDay("2022-02-15", bins)).toBeNull();
    expect(binMiddle(1, bins)).toBe(0.375);
  });

  it("places epochs by date, or by order where there is none", () => {
    expect(epochStart(epoch("a", "2021-01-04"), bins)).toBe(0);
    expect(epochStart(epoch("b", "2024-01-01"), bins)).toBe(0.5);
    expect(epochStart(epoch("b", null), bins)).toBeNull();
    const ordered: Bin[] = [
      { kind: "epoch", epochId: "a" },
      { kind: "epoch", epochId: "b" },
    ];
    expect(epochStart(epoch("b", null), ordered)).toBe(0.5);
  });
});
