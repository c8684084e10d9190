import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "./errors";
import { readTable } from "./read-table";

function faultOf(text: string): unknown {
  try {
    readTable(text);
    return "read";
  } catch (error) {
    if (error instanceof AppError) return error.details;
    throw error;
  }
}

describe("readTable", () => {
  it("reads commas, semicolons and tabs, and counts lines as an editor does", () => {
    expect(readTable('a,b\n"1, one","say ""hi"""\r\n"two\nlines",3\n4,5')).toEqual({
      columns: ["a", "b"],
      rows: [
        { line: 2, cells: ["1, one", 'say "hi"'] },
        { line: 3, cells: ["two\nlines", "3"] },
        { line: 5, cells: ["4", "5"] },
      ],
    });
    expect(readTable("\uFEFFa;b\n1;2,5\n").rows).toEqual([{ line: 2, cells: ["1", "2,5"] }]);
    expect(readTable('a\tb\n5" tall\tx\n\n').rows).toEqual([{ line: 2, cells: ['5" tall', "x"] }]);
  });

  it.each([
    ["", { reason: "empty", line: 1 }],
    ["\n \n", { reason: "empty", line: 1 }],
    ["a,b\n1\n", { reason: "cell-count", line: 2 }],
    ["a,b\n1,2,3\n", { reason: "cell-count", line: 2 }],
    ['a,b\n1,"2\n', { reason: "quote-open", line: 2 }],
    ['a,b\n1,2"3\n', { reason: "quote-stray", line: 2 }],
    ['a,b\n1,"2"3\n', { reason: "quote-stray", line: 2 }],
    ["a,,b\n", { reason: "column-unnamed", line: 1 }],
    ["a,A\n", { reason: "column-twice", line: 1 }],
    ["a,b\n1,\uFFFD\n", { reason: "not-text", line: 1 }],
  ])("refuses %j", (text, details) => {
    expect(faultOf(text)).toEqual(details);
  });

  it("reads back every table that is written as RFC 4180 says", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", "é", " ", ";", "\t") });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), (rows) => {
        const text = [["x", "y"], ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
        expect(readTable(text).rows.map(({ cells }) => cells)).toEqual(
          rows.map((row) => row.map((value) => value.trim())),
        );
      }),
    );
  });
});
