import { describe, expect, it } from "vitest";
import { parseByteRange } from "./byte-range";

describe("Range header", () => {
  it.each([
    [null, { kind: "whole" }],
    ["bytes=0-99", { kind: "part", start: 0, end: 100 }],
    ["bytes=10-", { kind: "part", start: 10, end: 1000 }],
    ["bytes=990-5000", { kind: "part", start: 990, end: 1000 }],
    ["bytes=-10", { kind: "part", start: 990, end: 1000 }],
    ["bytes=-5000", { kind: "part", start: 0, end: 1000 }],
    ["bytes=1000-1001", { kind: "unsatisfiable" }],
    ["bytes=-0", { kind: "unsatisfiable" }],
    ["bytes=5-4", { kind: "whole" }],
    ["bytes=-", { kind: "whole" }],
    ["bytes=0-1,5-6", { kind: "whole" }],
    ["items=0-1", { kind: "whole" }],
  ])("%s", (header, answer) => {
    expect(parseByteRange(header, 1000)).toEqual(answer);
  });
});
