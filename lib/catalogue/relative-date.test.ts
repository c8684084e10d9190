import { describe, expect, it } from "vitest";
import { UNDATED } from "./exam-date";
import { relativeTo } from "./relative-date";

const FIRST = new Date("2150-06-15T14:30:00Z");
const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

describe("relativeTo", () => {
  it("counts whole months from the first visit, before and after", () => {
    expect(relativeTo(FIRST, day("2151-06-20"))).toEqual({ fromMonth: 12, toMonth: 12, precision: "day" });
    expect(relativeTo(FIRST, day("2149-06-10"))?.fromMonth).toBe(-12);
  });

  it("gives a plain zero around the first visit", () => {
    expect(Object.is(relativeTo(FIRST, day("2150-06-10"))?.fromMonth, 0)).toBe(true);
  });

  it("spans a year when only the year is known", () => {
    expect(relativeTo(FIRST, day("2149-01-01"), "year")).toEqual({
      fromMonth: -17,
      toMonth: -5,
      precision: "year",
    });
  });

  it("is unknown without either date", () => {
    expect(relativeTo(null, day("2150-01-01"))).toBeNull();
    expect(relativeTo(FIRST, null)).toBeNull();
    expect(relativeTo(FIRST, UNDATED)).toBeNull();
  });
});
