import { describe, expect, it } from "vitest";
import { across, linkOf, offsetBetween } from "./link";

const frame = (frameOfReferenceUid: string | null) => ({ frameOfReferenceUid });

describe("link of two volumes", () => {
  it("is exact within one frame of reference, where no offset applies", () => {
    const link = linkOf(frame("2.25.1"), frame("2.25.1"), [5, 0, 0]);
    expect(link).toEqual({ basis: "frame-of-reference", offsetMm: [0, 0, 0] });
    expect(across(link, "a", [1, 2, 3])).toEqual([1, 2, 3]);
  });

  it("is by position otherwise, and when neither names its frame", () => {
    expect(linkOf(frame("2.25.1"), frame("2.25.2")).basis).toBe("patient-position");
    expect(linkOf(frame(null), frame(null)).basis).toBe("patient-position");
  });

  it("carries the manual offset there and back", () => {
    const offset = offsetBetween([10, 20, 30], [12, 19, 35]);
    const link = linkOf(frame("2.25.1"), frame("2.25.2"), offset);
    expect(across(link, "a", [10, 20, 30])).toEqual([12, 19, 35]);
    expect(across(link, "b", [12, 19, 35])).toEqual([10, 20, 30]);
  });
});
