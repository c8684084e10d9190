import { describe, expect, test } from "vitest";
import { ByteSearch } from "./byte-search";

const search = (texts: string[], content: string) => [...new ByteSearch(texts).search(Buffer.from(content))];

describe("byte search", () => {
  test("finds texts anywhere, whatever their case", () => {
    expect(search(["Dupont", "1.2.3.4"], "\0\0xxDUPONTxx 1.2.3.4")).toEqual(["Dupont", "1.2.3.4"]);
    expect(search(["Dupont"], "Dupond")).toEqual([]);
    expect(search(["Dupont"], "Dupon")).toEqual([]);
  });

  test("a short text counts as a word only", () => {
    expect(search(["9143"], "a39143b")).toEqual([]);
    expect(search(["9143"], "(9143)")).toEqual(["9143"]);
  });

  test("accents in either character set", () => {
    expect([...new ByteSearch(["Hélène"]).search(Buffer.from("xHélène", "latin1"))]).toEqual(["Hélène"]);
    expect(search(["Hélène"], "xHélène")).toEqual(["Hélène"]);
  });
});
