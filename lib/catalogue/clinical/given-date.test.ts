import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastDayOf, parseGivenDate, shiftDay, trueDateOf, writeGivenDate } from "./given-date";

describe("given dates", () => {
  it.each([
    ["2023", "2023-01-01", "year", "2023-12-31"],
    ["2024-02", "2024-02-01", "month", "2024-02-29"],
    ["2024-02-29", "2024-02-29", "day", "2024-02-29"],
    [" 2024-02-29T23:59:00 ", "2024-02-29", "day", "2024-02-29"],
  ])("%s", (text, first, precision, last) => {
    const date = parseGivenDate(text);
    expect(date).toEqual({ firstDay: new Date(`${first}T00:00:00Z`), precision });
    expect(date && lastDayOf(date)).toEqual(new Date(`${last}T00:00:00Z`));
  });

  it.each([
    "",
    "23",
    "2023-13",
    "2023-00",
    "2023-02-29",
    "1899-12-31",
    "01/02/2023",
    "2023-1-1",
    "2023-01-01T1",
  ])("refuses %j", (text) => {
    expect(parseGivenDate(text)).toBeNull();
  });

  it("come back from what is kept as they were typed", () => {
    const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-12-31"), noInvalidDate: true });
    const length = fc.constantFrom(4, 7, 10);
    fc.assert(
      fc.property(day, length, fc.integer({ min: 36_525, max: 73_050 }), (instant, digits, offset) => {
        const text = instant.toISOString().slice(0, digits);
        const date = parseGivenDate(text);
        if (!date) throw new Error("not read");
        const kept = shiftDay(date.firstDay, offset);
        expect(writeGivenDate(trueDateOf(kept, date.precision, offset))).toBe(text);
      }),
    );
  });
});
