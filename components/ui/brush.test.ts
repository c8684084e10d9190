import { describe, expect, it } from "vitest";
import { binAt, moveHandle, rangeBetween } from "./brush";

describe("histogram brush", () => {
  it("finds the bin under a point, ends included", () => {
    expect(binAt(0, 10)).toBe(0);
    expect(binAt(0.1, 10)).toBe(1);
    expect(binAt(1, 10)).toBe(9);
    expect(binAt(-0.5, 10)).toBe(0);
  });

  it("accepts a drag in either direction", () => {
    expect(rangeBetween(7, 2)).toEqual({ first: 2, last: 7 });
  });

  it("moves a handle by keys without crossing the other", () => {
    const range = { first: 3, last: 5 };
    expect(moveHandle(range, "first", "ArrowRight", 10)).toEqual({ first: 4, last: 5 });
    expect(moveHandle(range, "first", "PageUp", 10)).toEqual({ first: 5, last: 5 });
    expect(moveHandle(range, "last", "Home", 10)).toEqual({ first: 3, last: 3 });
    expect(moveHandle(range, "last", "End", 10)).toEqual({ first: 3, last: 9 });
    expect(moveHandle(range, "first", "PageDown", 10)).toEqual({ first: 0, last: 5 });
  });

  it("leaves the range alone for other keys", () => {
    const range = { first: 3, last: 5 };
    expect(moveHandle(range, "first", "Enter", 10)).toBe(range);
  });
});
