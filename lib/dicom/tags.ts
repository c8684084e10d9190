import dictionary from "./dictionary.json";

/** A data element tag as one number, 0xGGGGEEEE. */
export type Tag = number;

/** Keyword of a standard attribute (PS3.6). */
export type Keyword = keyof typeof dictionary;

const tags = new Map<string, Tag>();
const entries = new Map<Tag, { keyword: Keyword; vr: string }>();
for (const [keyword, entry] of Object.entries(dictionary)) {
  const tag = Number.parseInt(entry.slice(0, 8), 16);
  tags.set(keyword, tag);
  entries.set(tag, { keyword: keyword as Keyword, vr: entry.slice(8) });
}

/** Tags by standard keyword: `TAG.RepetitionTime` is 0x00180080. */
export const TAG = Object.freeze(Object.fromEntries(tags)) as Readonly<Record<Keyword, Tag>>;

/** Makes a tag from its group and element numbers. */
export function tagOf(group: number, element: number): Tag {
  return group * 0x10000 + element;
}

export function groupOf(tag: Tag): number {
  return Math.floor(tag / 0x10000);
}

export function elementOf(tag: Tag): number {
  return tag % 0x10000;
}

/** True for the odd groups, which belong to implementers. */
export function isPrivate(tag: Tag): boolean {
  return groupOf(tag) % 2 === 1;
}

/** True for (gggg,0010-00FF) of an odd group, which names the owner of a private block (PS3.5 7.8.1). */
export function isPrivateCreator(tag: Tag): boolean {
  const element = elementOf(tag);
  return isPrivate(tag) && element >= 0x10 && element <= 0xff;
}

/** `(0018,0080)`, as the standard writes it. */
export function formatTag(tag: Tag): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** Keyword of a standard tag, undefined for private and unknown ones. */
export function keywordOf(tag: Tag): Keyword | undefined {
  return entries.get(tag)?.keyword;
}

/**
 * VR of a tag by the dictionary (PS3.6), undefined where it has none. Ambiguous ones come as `xs` (US or SS),
 * `ox` (OB or OW), `lt` (US, SS or OW) and `px` (pixel data).
 */
export function dictionaryVr(tag: Tag): string | undefined {
  const known = entries.get(tag)?.vr;
  if (known !== undefined) return known;
  if (isPrivateCreator(tag)) return "LO";
  if (elementOf(tag) === 0) return "UL";
  if (groupOf(tag) >= 0x6000 && groupOf(tag) <= 0x60ff) return REPEATING_OVERLAY[elementOf(tag)];
  return undefined;
}

/** Overlay planes (PS3.3 C.9.2), which repeat over groups 6000-60FF. */
const REPEATING_OVERLAY: Readonly<Record<number, string>> = {
  0x0010: "US",
  0x0011: "US",
  0x0015: "IS",
  0x0022: "LO",
  0x0040: "CS",
  0x0045: "LO",
  0x0050: "SS",
  0x0051: "US",
  0x0100: "US",
  0x0102: "US",
  0x1500: "LO",
  0x3000: "OW",
};
