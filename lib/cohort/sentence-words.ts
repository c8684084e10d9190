import type { IntervalUnit } from "./criteria";

// Names, numbers and lists in the sentence of a question. Browser-safe.

/** The texts of messages/{fr,en}/criteria.json, as next-intl gives them: `useTranslations("criteria")` on a page. */
export type CriteriaTranslator = (key: string, values?: Record<string, string | number>) => string;

/** Labels of codes in the reader's language; a code without one is said as it is. */
export interface CriteriaNames {
  diagnosis: Readonly<Record<string, string>>;
  project: Readonly<Record<string, string>>;
  site: Readonly<Record<string, string>>;
  protocol: Readonly<Record<string, string>>;
}
export type NamedKind = keyof CriteriaNames;

export const NO_NAMES: CriteriaNames = { diagnosis: {}, project: {}, site: {}, protocol: {} };

/** What the sentence is told in: the texts, the labels, and whether it speaks of one exam or of many. */
export interface Telling {
  t: CriteriaTranslator;
  names: CriteriaNames;
  number: "one" | "many";
}

/** Words that join the parts of a sentence: a name that holds one could be taken for them. */
const JOINING =
  /(?:^|[\s'’-])(?:ou|et|à|pas|code|or|and|at|of|not|in|exam(?:en)?s?|sujets?|subjects?|dates?|jours?|days?|moment|time)(?:$|[\s'’-])/iu;

function quoted(t: CriteriaTranslator, text: string): string {
  // A closing mark inside is doubled, so that two names never read alike.
  const closing = t("join.closing");
  return t("join.quotes", { text: text.replaceAll(closing, closing + closing) });
}

/** A text from the data: bare when all its words are names (a capital or a digit first), else in quotation marks. */
export function properName(t: CriteriaTranslator, text: string): string {
  const isBare = /^[\p{Lu}\p{N}][\p{L}\p{N}._*-]*(?: [\p{Lu}\p{N}][\p{L}\p{N}._*-]*)*$/u.test(text);
  return isBare && !JOINING.test(text) ? text : quoted(t, text);
}

/** A diagnosis reads as common words, as long as they cannot be taken for the sentence's own. */
function commonName(t: CriteriaTranslator, text: string): string {
  const isBare = /^[\p{L}\p{N}][\p{L}\p{N}'’-]*(?: [\p{L}\p{N}'’-]+)*$/u.test(text);
  return isBare && !JOINING.test(text) ? text : quoted(t, text);
}

/** The name of a code; with the code where another one bears the same name. */
export function nameOf({ t, names }: Telling, kind: NamedKind, code: string): string {
  const labels = names[kind];
  const label = Object.hasOwn(labels, code) ? labels[code] : undefined;
  if (label === undefined) return t("join.code", { code });
  const said = kind === "diagnosis" ? commonName(t, label) : properName(t, label);
  const shared = Object.entries(labels).some(([other, text]) => other !== code && text === label);
  return shared ? t("join.both", { label: said, code }) : said;
}

/** Digits in groups of three, from five digits on. */
function grouped(t: CriteriaTranslator, digits: string, from = 5): string {
  if (digits.length < from) return digits;
  return t("number.grouped", { high: grouped(t, digits.slice(0, -3), 4), low: digits.slice(-3) });
}

/** A number to its last digit, so that two numbers never read alike. */
export function numberText(t: CriteriaTranslator, value: number): string {
  const [, sign = "", whole = "", fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === "") return String(value);
  const text = fraction === undefined ? "" : `${t("number.decimal")}${fraction}`;
  return `${sign === "" ? "" : "\u2212"}${grouped(t, whole)}${text}`;
}

function joined(parts: readonly string[], comma: string, last: string): string {
  const end = parts.at(-1) ?? "";
  return parts.length < 2 ? end : `${parts.slice(0, -1).join(comma)}${last}${end}`;
}

/** Alternatives among values: "A, B or C". */
export const either = (t: CriteriaTranslator, parts: readonly string[]) =>
  joined(parts, t("join.comma"), t("join.or"));
/** Things that are all there: "A, B and C". */
export const together = (t: CriteriaTranslator, parts: readonly string[]) =>
  joined(parts, t("join.comma"), t("join.and"));
/** Conditions that all hold: "A, B, and C". */
export const all = (t: CriteriaTranslator, parts: readonly string[]) =>
  joined(parts, t("join.comma"), t("join.allLast"));
/** Conditions one of which holds: "A, B, or C". */
export const any = (t: CriteriaTranslator, parts: readonly string[]) =>
  joined(parts, t("join.comma"), t("join.anyLast"));
export const bracketed = (t: CriteriaTranslator, text: string) => t("join.brackets", { text });

/** Bounds in words, with the key of the family of texts that has from, to, between and exactly. */
export function rangeText(
  t: CriteriaTranslator,
  family: "range" | "measure" | "age",
  { min, max }: { min: number | null; max: number | null },
  write: (value: number) => string,
  values: Record<string, string> = {},
): string {
  const from = min === null ? "" : write(min);
  const to = max === null ? "" : write(max);
  if (min === null) return t(`${family}.to`, { ...values, to });
  if (max === null) return t(`${family}.from`, { ...values, from });
  return min === max
    ? t(`${family}.exactly`, { ...values, from })
    : t(`${family}.between`, { ...values, from, to });
}

/** "9 to 15 months". */
export function intervalText(
  t: CriteriaTranslator,
  { min, max, unit }: { min: number; max: number; unit: IntervalUnit },
): string {
  const from = numberText(t, min);
  const to = numberText(t, max);
  const value = min === max ? to : t("pair.between", { from, to });
  return t(`pair.${unit}`, { value, count: max });
}
