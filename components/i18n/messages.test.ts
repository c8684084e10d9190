import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { AUDIT_TYPES } from "@/lib/access/audit";
import { LOCALES } from "./locales";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "messages");

/** "area.path.to.key" → text, for one language. */
function textsOf(locale: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (path: string, value: unknown) => {
    if (typeof value === "string") texts.set(path, value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(`${path}.${key}`, inner);
    } else throw new Error(`${path} is neither a text nor an object`);
  };
  for (const file of readdirSync(join(folder, locale))) {
    walk(file.replace(/\.json$/, ""), JSON.parse(readFileSync(join(folder, locale, file), "utf8")));
  }
  return texts;
}

/** Names of the arguments and tags of an ICU message, with the kind of each. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(`${element.value}:${element.type === TYPE.tag ? "tag" : "argument"}`);
      if (element.type === TYPE.tag) walk(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const option of Object.values(element.options)) walk(option.value);
      }
    }
  };
  walk(parse(message));
  return [...names].sort();
}

describe("messages", () => {
  const [french, english] = LOCALES.map(textsOf) as [Map<string, string>, Map<string, string>];

  it("have the same keys in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  it("are valid ICU messages with the same arguments in both languages", () => {
    const different = [...french].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(english.get(key) ?? "").join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it("name every event of the audit", () => {
    for (const locale of LOCALES) {
      const texts = textsOf(locale);
      expect(AUDIT_TYPES.filter((type) => !texts.has(`admin.audit.types.${type}`))).toEqual([]);
    }
  });

  it("have no empty text", () => {
    const empty = [...french, ...english].filter(([, text]) => text.trim() === "");
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it("keep French high punctuation with its word (a no-break space before : ; ! ? » and after «)", () => {
    const wrong = [...french].filter(([, text]) => /(?<=[^\s\u00a0\u202f]) [:;!?»](?!\w)|« /.test(text));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

/** Attributes whose words a person sees or hears. */
const SPOKEN_ATTRIBUTES = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-roledescription",
  "aria-valuetext",
  "body",
  "description",
  "hint",
  "label",
  "placeholder",
  "title",
]);

/** A text for people has at least two letters in a row; marks, digits and single keys are not language. */
const hasWords = (text: string) => /\p{L}{2}/u.test(text);

/** Literal words of a component: JSX text, and string literals given to spoken attributes or as JSX children. */
export function literalTexts(source: string, name = "component.tsx"): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const literalsIn = (node: ts.Node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (hasWords(node.text)) found.push(node.text);
    } else if (ts.isConditionalExpression(node)) {
      literalsIn(node.whenTrue);
      literalsIn(node.whenFalse);
    } else if (ts.isParenthesizedExpression(node)) literalsIn(node.expression);
    else if (ts.isBinaryExpression(node)) {
      literalsIn(node.left);
      literalsIn(node.right);
    } else if (ts.isTemplateExpression(node)) {
      for (const text of [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]) {
        if (hasWords(text)) found.push(text);
      }
    }
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && hasWords(node.text)) found.push(node.text.trim());
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      literalsIn(node.expression);
    if (ts.isJsxAttribute(node) && SPOKEN_ATTRIBUTES.has(node.name.getText(file)) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) literalsIn(node.initializer);
      else if (ts.isJsxExpression(node.initializer) && node.initializer.expression) {
        literalsIn(node.initializer.expression);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function componentFiles(): string[] {
  return ["app", "components"].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tsx"))
      .map((path) => join(root, top, path)),
  );
}

describe("components", () => {
  it("are found wanting when they hold words (the scan itself)", () => {
    expect(literalTexts("<p>Hello</p>")).toEqual(["Hello"]);
    expect(literalTexts('<img alt="A brain" />')).toEqual(["A brain"]);
    expect(literalTexts('<p>{ready ? "yes" : t("no")}</p>')).toEqual(["yes"]);
    expect(literalTexts("<Field label={`Name of ${x}`} />")).toEqual(["Name of "]);
    expect(literalTexts('<p className="text-ink">{t("hello")} · / {3}</p>')).toEqual([]);
  });

  it("hold no text: all of it is in messages/", () => {
    const texts = componentFiles().flatMap((path) =>
      literalTexts(readFileSync(path, "utf8"), path).map((text) => `${relative(root, path)}: ${text}`),
    );
    expect(texts).toEqual([]);
  });
});
