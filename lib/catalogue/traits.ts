import { createHmac } from "node:crypto";
import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";

/**
 * Kinds that name a person well enough to ask whether two subjects are one. `birth-sex-initials` fits hundreds of
 * people of a region: it is told beside the others and never opens a match by itself.
 */
export const STRONG_TRAITS = ["name-birth-sex", "name-birth", "first-name-birth-sex"] as const;
export const SHARED_TRAITS = [...STRONG_TRAITS, "birth-sex-initials"] as const;
export type SharedTrait = (typeof SHARED_TRAITS)[number];

/**
 * Kinds that can be compared under one PatientID only (it is part of the hash): they tell two people under one number
 * apart, and say nothing across patients.
 */
export const OWN_TRAITS = ["own-name", "own-birth"] as const;
export type TraitKind = SharedTrait | (typeof OWN_TRAITS)[number];

export interface Trait {
  kind: TraitKind;
  /** Shared: HMAC-SHA256. Own: 8 bytes that stand for the PatientID, 24 of the HMAC. */
  hash: Uint8Array<ArrayBuffer>;
}

const OWN_PREFIX_BYTES = 8;
const HASH_BYTES = 32;

/** A person has a name, a name at birth and perhaps a few more; a header with a hundred is not about one person. */
const MOST_NAMES = 4;

/** Titles and what stands between two family names, in French and English; never part of a name. */
const TITLES = /^(?:mr|mme|mlle|mrs|ms|miss|dr|pr|m|monsieur|madame|mademoiselle)$/;
const OTHER_NAME_FOLLOWS = /\b(?:epouse|ep|nee|ne|veuve|vve|alias|dite|dit)\b/;
/** Words that are written apart, joined, with an apostrophe or not at all, by whoever types. */
const PARTICLES =
  /^(?:de la|de l|de|du|des|d|la|le|les|l|van der|van den|van de|van|von der|von|der|den|el|al|da|do|dos|della|di|mac|mc|o) /;
/** What consoles and anonymisers write for a name. */
const NOT_A_NAME =
  /^(?:anon\w*|patient\w*|test\w*|unknown|inconnu\w*|none|null|nan|na|xx+|x|phantom\w*|fantome\w*|dummy|volunteer\w*|volontaire\w*|sujet|subject|removed|deidentified|nom|prenom|sans)$/;

interface PersonName {
  /** Words of the family name and of the given names, normalised. */
  family: string;
  given: string;
}

/** Letters without case, accents and ligatures; everything else separates words. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/ß/g, "ss")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/[đð]/g, "d")
    .replace(/ı/g, "i")
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
}

function words(text: string): string[] {
  return fold(text)
    .split(" ")
    .filter((word) => word !== "" && !TITLES.test(word));
}

/** A name as one word: particles go, where it has other words; hyphens and blanks mean nothing. */
function familyKey(family: string): string {
  let rest = family;
  for (;;) {
    const shorter = rest.replace(PARTICLES, "");
    if (shorter === rest || shorter === "") return rest.replaceAll(" ", "");
    rest = shorter;
  }
}

/** The names of one PN value (PS3.5 6.2.1): its first group that says something, and names at birth said within it. */
function namesOf(value: string): PersonName[] {
  const group = value.split("=").find((text) => /\p{L}/u.test(text));
  if (group === undefined) return [];
  let [family = "", given = ""] = group.split("^");
  if (!/\p{L}/u.test(given)) {
    // Typed as one text: "DUPONT, Marie" or, as hospitals write, family name first.
    const text = family;
    const comma = text.indexOf(",");
    if (comma >= 0) [family, given] = [text.slice(0, comma), text.slice(comma + 1)];
    else {
      const all = words(text);
      given = all.at(-1) ?? "";
      family = all.slice(0, -1).join(" ");
    }
  }
  const givenWords = words(given).join(" ");
  return words(family)
    .join(" ")
    .split(OTHER_NAME_FOLLOWS)
    .map((part) => ({ family: part.trim(), given: givenWords }))
    .filter(
      (name) => isName(name.family) && isName(name.given) && name.family.replaceAll(" ", "").length > 1,
    );
}

function isName(text: string): boolean {
  return text !== "" && !text.split(" ").every((word) => NOT_A_NAME.test(word));
}

/** In either order: families and given names are swapped at every other console. */
function fullNameKey({ family, given }: PersonName): string {
  return [familyKey(family), familyKey(given)].sort().join("|");
}

function firstNameKey({ family, given }: PersonName): string {
  return [familyKey(family), given.split(" ")[0] ?? ""].sort().join("|");
}

function initials({ family, given }: PersonName): string {
  return [familyKey(family), familyKey(given)]
    .map((text) => [...text][0] ?? "")
    .sort()
    .join("");
}

/** A birth date as YYYYMMDD, whatever way it was written; null for none, an impossible one and a stock one. */
export function normaliseBirthDate(value: string | undefined): string | null {
  const text = value?.trim() ?? "";
  const separated = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(text);
  const joined = /^(\d{4})(\d{2})(\d{2})(?:\d{4,6})?$/.exec(text);
  const [, first = "", middle = "", last = ""] = joined ?? separated ?? [];
  const [year, month, day] =
    first.length === 4 ? [first, middle, last] : last.length === 4 ? [last, middle, first] : ["", "", ""];
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1880 || y > 2150) return null;
  const date = new Date(Date.UTC(y, m - 1, d));
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  const written = date.toISOString().slice(0, 10).replaceAll("-", "");
  // What consoles offer where the date is not known.
  return written === "19000101" || written === "19010101" ? null : written;
}

const SEXES: Readonly<Record<string, "F" | "M" | "O">> = {
  F: "F",
  FEMALE: "F",
  FEMME: "F",
  FEMININ: "F",
  M: "M",
  MALE: "M",
  H: "M",
  HOMME: "M",
  MASCULIN: "M",
  O: "O",
};

function normaliseSex(value: string | undefined): "F" | "M" | "O" | null {
  return SEXES[fold(value ?? "").toUpperCase()] ?? null;
}

/** What a header says of a person, as text; never leaves the memory of the process that parsed it. */
export interface PersonFacts {
  names: readonly string[];
  birthDate: string | undefined;
  sex: string | undefined;
  patientId: string | undefined;
}

/** The person of a data set as its header names her. */
export function personFacts(dataset: Dataset): PersonFacts {
  return {
    names: [TAG.PatientName, TAG.PatientBirthName, TAG.OtherPatientNames].flatMap((tag) =>
      dataset.texts(tag),
    ),
    birthDate: dataset.text(TAG.PatientBirthDate),
    sex: dataset.text(TAG.PatientSex),
    patientId: dataset.text(TAG.PatientID),
  };
}

/**
 * Keyed hashes of the normalised traits of a person. Only what is specific enough: no kind without a birth date leaves
 * the PatientID that it was seen under.
 */
export function traitsOf(linkageKey: Uint8Array | string, person: PersonFacts): Trait[] {
  const names = person.names.flatMap(namesOf).slice(0, MOST_NAMES);
  const birth = normaliseBirthDate(person.birthDate);
  const sex = normaliseSex(person.sex);
  const found = new Map<string, Trait>();
  // A leading NUL: no site code, and so no linkage hash, begins with one.
  const hmac = (...parts: string[]) =>
    createHmac("sha256", linkageKey)
      .update(`\0trait\0${parts.join("\0")}`, "utf8")
      .digest();
  const add = (kind: TraitKind, hash: Buffer) =>
    found.set(`${kind} ${hash.toString("hex")}`, { kind, hash: new Uint8Array(hash) });
  const shared = (kind: SharedTrait, ...parts: string[]) => add(kind, hmac(kind, ...parts));

  for (const name of names) {
    if (birth === null) break;
    shared("name-birth", fullNameKey(name), birth);
    if (sex === null) continue;
    shared("name-birth-sex", fullNameKey(name), birth, sex);
    shared("first-name-birth-sex", firstNameKey(name), birth, sex);
    shared("birth-sex-initials", initials(name), birth, sex);
  }
  const id = fold(person.patientId ?? "") + (person.patientId ?? "").replace(/\D/g, "");
  const prefix = hmac("own", id).subarray(0, OWN_PREFIX_BYTES);
  const own = (kind: TraitKind, value: string) =>
    add(kind, Buffer.concat([prefix, hmac(kind, id, value).subarray(0, HASH_BYTES - OWN_PREFIX_BYTES)]));
  for (const name of names) own("own-name", firstNameKey(name));
  if (birth !== null) own("own-birth", birth);
  return [...found.values()];
}

/** Whether two hashes of an own trait were made under one PatientID. */
function isUnderOneId(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a.subarray(0, OWN_PREFIX_BYTES), b.subarray(0, OWN_PREFIX_BYTES)) === 0;
}

/**
 * Whether a header under a PatientID is about somebody else than the headers before it: name and birth date both
 * disagree. A name changes with a marriage and a date is corrected; both at once is another person.
 */
export function isSomebodyElse(known: readonly Trait[], given: readonly Trait[]): boolean {
  return OWN_TRAITS.every((kind) => {
    const now = given.filter((trait) => trait.kind === kind);
    const before = known.filter(
      (trait) => trait.kind === kind && now.some(({ hash }) => isUnderOneId(hash, trait.hash)),
    );
    if (now.length === 0 || before.length === 0) return false;
    return !now.some(({ hash }) => before.some((trait) => Buffer.compare(trait.hash, hash) === 0));
  });
}

export function isStrongTrait(kind: string): boolean {
  return STRONG_TRAITS.some((strong) => strong === kind);
}
