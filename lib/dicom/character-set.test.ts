import { describe, expect, it } from "vitest";

import { decodeText } from "./character-set";

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

/** The examples of PS3.5 annexes H, I, J and K. */
describe("character sets", () => {
  it.each([
    ["ISO_IR 100", "Buc^J\xe9r\xf4me", "Buc^Jérôme"],
    ["ISO-IR 100", "\xe9", "é"],
    ["ISO_IR 192", "\xc3\xa9", "é"],
    [
      "ISO_IR 144",
      "\xbb\xee\xda\xe1\xd5\xdc\xd1\xe3\xe0\xd3",
      "Люкceмбypг".replace("ce", "се").replace("y", "у").replace("p", "р"),
    ],
    ["GB18030", "\xcd\xf5^\xd0\xa1\xb6\xab", "王^小东"],
    ["", "abc", "abc"],
  ])("%s", (set, raw, text) => {
    expect(decodeText(bytes(raw), [set])).toBe(text);
  });

  it("switches by escape sequences", () => {
    const japanese = "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B";
    expect(decodeText(bytes(japanese), ["", "ISO 2022 IR 87"])).toBe("Yamada^Tarou=山田^太郎");
    const korean = "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7";
    expect(decodeText(bytes(korean), ["", "ISO 2022 IR 149"])).toBe("Hong^Gildong=洪^吉洞");
  });

  it("never throws", () => {
    expect(decodeText(bytes("\xff\xfe\x1b$B\xff"), ["ISO_IR 192"])).toBeTypeOf("string");
    expect(decodeText(bytes("\xe9"), ["KLINGON"])).toBe("é");
  });
});
