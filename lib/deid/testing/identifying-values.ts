import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { isPrivate, tagOf } from "@/lib/dicom/tags";
import type { DumpedElement } from "@/lib/dicom/testing/dcmdump";

import { PRIVATE_ELEMENTS } from "../private-elements";
import { ruleOf } from "../rules";

const MIN_LENGTH = 4;

const profileSchema = z.array(
  z.object({
    id: z.string(),
    basicProfile: z.string(),
    cleanDescOpt: z.string().optional(),
    rtnPatCharsOpt: z.string().optional(),
    rtnLongModifDatesOpt: z.string().optional(),
  }),
);

/** What PS3.15 Table E.1-1 says of an attribute: it goes whatever we do, or an option that we claim may clean it. */
export type ProfileVerdict = "goes" | "may-be-cleaned";

/**
 * Attributes of PS3.15 Table E.1-1, an independent list of what identifies, by tag. Patient characteristics, which our
 * options keep, and times of day, which stay with modified dates, are not in it.
 */
export function profileVerdicts(sharedFolder: string): ReadonlyMap<string, ProfileVerdict> {
  const file = join(sharedFolder, "../ps3.15/confidentiality_profile_attributes.json");
  const rows = profileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return new Map(
    rows
      .filter((row) => row.rtnPatCharsOpt === undefined)
      .map((row) => {
        const isOptional = row.cleanDescOpt !== undefined || row.rtnLongModifDatesOpt !== undefined;
        return [row.id.toUpperCase(), isOptional ? "may-be-cleaned" : "goes"] as const;
      }),
  );
}

const privateKinds = new Set(PRIVATE_ELEMENTS.map((row) => `${row.group}|${row.element}`));

/** Whether the rules let something of an element pass (by tag as dcmdump writes it). */
export function mayBeKept(tag: string): boolean {
  const [group, element] = [Number.parseInt(tag.slice(0, 4), 16), Number.parseInt(tag.slice(4), 16)];
  if (isPrivate(tagOf(group, element))) return privateKinds.has(`${group}|${element % 0x100}`);
  return ruleOf(tagOf(group, element)).operation !== "none";
}

/**
 * Words that stand in identifying attributes of the given files and identify nobody, with the reason why the same letters
 * may be in a copy.
 */
const HARMLESS: Readonly<Record<string, string>> = {
  BRAIN: "in department and study names, and a body part",
  FMRI: "in department and study names, and a technique",
  GALAN: "a product, also given as station name",
  "GALAN 3T": "a product, also given as station name",
  RESEARCH: "in descriptions, and a purpose word",
  TOSHIBA: "an institution's name, and the maker",
  GRADIENT: "in comments, and a term of the standard",
  HEAD: "in department names, and a body part",
  MAGNETOM: "in station names, and a product line",
  NEURO: "in department names, and a protocol word",
  NONE: "written where nothing is known, and a term of the standard",
  PHANTOM: "in names of test objects, and a protocol word",
  PRISMA: "in an institution's name, and a product",
  SIEMENS: "in station names, and the maker",
  SIGNA: "in station names, and a product line",
  TEST: "in names of test objects, and a protocol word",
  HEALTH: "in an institution's name, part of HEALTHINEERS",
  MEDICAL: "in institutions' names, and in makers'",
  UNKNOWN: "written where nothing is known, and a term of the standard",
  DIAGNOSTIC: "in an institution's name, and a protocol word",
};

const SHORT = 6;

/**
 * Whether a text has a value: as it is, or, for short ones, not in the middle of another word or number (a serial's five
 * digits are in many a hash).
 */
export function hasValue(text: string, value: string): boolean {
  const [inText, wanted] = [text.toUpperCase(), value.toUpperCase()];
  for (let at = inText.indexOf(wanted); at >= 0; at = inText.indexOf(wanted, at + 1)) {
    if (wanted.length >= SHORT) return true;
    const around =
      inText.slice(Math.max(0, at - 1), at) + inText.slice(at + wanted.length, at + wanted.length + 1);
    if (!/[A-Z0-9]/.test(around)) return true;
  }
  return false;
}

function isHarmless(value: string): boolean {
  return value.length < MIN_LENGTH || value.toUpperCase() in HARMLESS || /^0+$/.test(value);
}

const MIN_PRIVATE_LENGTH = 6;

/** Text of an odd group, but for the owners of its blocks. */
function isPrivateText(tag: string, vr: string): boolean {
  const isOdd = /[13579BDF]$/.test(tag.slice(0, 4));
  return isOdd && !/^....00/.test(tag) && ["AE", "LO", "LT", "SH", "ST", "UT"].includes(vr);
}

/** Names, numbers and places are searched whole and word by word. */
function wordsOf(value: string): string[] {
  return [value, ...value.split(/[\s^=,;\\()]+/)];
}

/**
 * Values of one file, as an independent reader sees it, that may not be in its copy: names, identifiers, places, serials
 * by the profile's table; all dates; all UIDs but the standard's; text of private elements that the tables do not keep.
 * @param isKept whether the tables let an element pass (by tag as dcmdump writes it)
 */
export function identifyingValues(
  elements: readonly DumpedElement[],
  profile: ReadonlyMap<string, ProfileVerdict>,
  isKept: (tag: string) => boolean,
): string[] {
  const found = new Set<string>();
  // Enhanced files repeat most values in every frame.
  const distinct = [...new Map(elements.map((one) => [`${one.tag}${one.vr}${one.value}`, one])).values()];
  const keptText = distinct
    .filter((element) => isKept(element.tag))
    .map((element) => element.value.toUpperCase())
    .join("\n");
  for (const { tag, vr, value } of distinct) {
    if (value === "") continue;
    const verdict = profile.get(tag);
    const goes = verdict === "goes" || (verdict === "may-be-cleaned" && !isKept(tag));
    if (vr === "DA" || vr === "DT") {
      for (const date of value.match(/(?:18|19|20)\d{6}/g) ?? []) found.add(date);
    } else if (vr === "UI") {
      const uids = value.split("\\").filter((uid) => /^[0-9.]+$/.test(uid));
      for (const uid of uids) if (!uid.startsWith("1.2.840.10008.")) found.add(uid);
    } else if (vr === "PN" || (goes && !["TM", "SQ", "CS", "US"].includes(vr))) {
      for (const word of wordsOf(value)) found.add(word);
    } else if (tag.startsWith("0002") && (vr === "AE" || vr === "SH")) {
      found.add(value);
    } else if (isPrivateText(tag, vr) && !isKept(tag) && value.length >= MIN_PRIVATE_LENGTH) {
      // Private text counts where nothing that may pass says the same.
      if (!keptText.includes(value.toUpperCase())) found.add(value);
    }
  }
  return [...found].filter((value) => !isHarmless(value));
}
