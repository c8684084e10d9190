import { describe, expect, it } from "vitest";
import { negotiateLocale } from "./locales";

describe("negotiateLocale", () => {
  it.each([
    ["en-GB,en;q=0.9,fr;q=0.8", "en"],
    ["fr-FR,fr;q=0.9,en;q=0.8", "fr"],
    ["de-DE,en;q=0.5", "en"],
    ["en;q=0.3, fr;q=0.7", "fr"],
    ["en;q=0, fr;q=0.1", "fr"],
    ["de, es", "fr"],
    ["", "fr"],
    [null, "fr"],
  ])("%s gives %s", (header, expected) => {
    expect(negotiateLocale(header)).toBe(expected);
  });
});
