import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Relative luminance of "#rrggbb", WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--color-([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function token(name: string): { light: string; dark: string } {
  const found = tokens.get(name);
  if (!found) throw new Error(`no token ${name} in globals.css`);
  return found;
}

/** Every pair of text and background that components use. */
const TEXT_PAIRS: [text: string, background: string][] = [
  ...["ink", "muted", "thread", "compliant", "minor", "major", "undetermined"].flatMap((text) =>
    ["paper", "surface", "hover"].map((background): [string, string] => [text, background]),
  ),
  ["ink", "data-1"],
  ["ink", "data-2"],
  ["on-ink", "ink"],
  ["on-thread", "thread"],
];

/** Outlines and marks that tell where a control is or what a picture says (1.4.11). */
const SHAPE_PAIRS: [shape: string, background: string][] = [
  ["control", "paper"],
  ["control", "surface"],
  ["control", "hover"],
  ["thread", "paper"],
  ["thread", "surface"],
  ["data-3", "paper"],
  ["data-3", "surface"],
  ["data-4", "paper"],
  ["data-4", "surface"],
];

describe.each(["light", "dark"] as const)("contrast of the %s theme", (theme) => {
  it.each(TEXT_PAIRS)("%s on %s reads (AA: 4.5)", (text, background) => {
    expect(contrast(token(text)[theme], token(background)[theme])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPE_PAIRS)("%s on %s is seen (AA: 3)", (shape, background) => {
    expect(contrast(token(shape)[theme], token(background)[theme])).toBeGreaterThanOrEqual(3);
  });
});
