import { dictionaryVr, groupOf, TAG, type Tag } from "@/lib/dicom/tags";

import { attributeType } from "./attribute-types";
import { DEVIATION_BY_TAG, type DeviationAction } from "./deviations";
import { type BasicAction, profileRow, type ProfileRow } from "./profile-table";
import { REQUIRED, TEXT_RULE_BY_TAG, type TextRule } from "./text-rules";

/**
 * What is tried on a standard attribute. Where nothing may pass (the value is not what it should be, no word is known),
 * the rule's basic action is taken.
 * - `keep`: checked by VR: numbers are numbers, code strings are terms, times are times
 * - `uid`, `date`, `age`: remapped, shifted, grouped over 89
 * - the text rules: cut down to a vocabulary
 * - `hash`: replaced by a keyed hash
 * - `creator`: kept when it names a known owner of private elements
 * - `descend`: a sequence whose items are de-identified by the same rules
 * - `pixels`: pixel data and the arrays that take its place
 * - `none`: nothing is tried
 */
export type Operation =
  "keep" | "uid" | "date" | "age" | TextRule | "hash" | "creator" | "descend" | "pixels" | "none";

export interface Rule {
  operation: Operation;
  basic: BasicAction;
}

/** A basic action when the attribute's type is known. */
export type SettledAction = "remove" | "empty" | "replace" | "remap";

const PIXELS: ReadonlySet<Tag> = new Set([TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData]);

const TEXT_VRS: ReadonlySet<string> = new Set(["LO", "SH", "ST", "LT", "UT", "UC"]);
/** VRs of which nothing passes when the table does not speak for the attribute. */
const UNKNOWN_VRS: ReadonlySet<string> = new Set(["AE", "PN", "UR", "UN"]);

const DEVIATION_OPERATIONS: Readonly<Record<DeviationAction, Operation>> = {
  basic: "none",
  removed: "none",
  hashed: "hash",
  references: "descend",
  creator: "creator",
};

function operationByVr(vr: string, isTyped: boolean): Operation {
  if (vr === "SQ") return "descend";
  if (vr === "UI") return "uid";
  if (vr === "DA" || vr === "DT") return "date";
  if (vr === "AS") return "age";
  if (TEXT_VRS.has(vr)) return isTyped ? "typed" : "plain";
  return UNKNOWN_VRS.has(vr) ? "none" : "keep";
}

/** What a row says under our options, in their order of strength: what is kept, then what is cleaned. */
function operationOfRow(tag: Tag, vr: string, { basic, options }: ProfileRow): Operation {
  if (options.graphics) return "none";
  if (options.characteristics === "K") return operationByVr(vr, true);
  if (options.dates) return vr === "TM" ? "keep" : operationByVr(vr, true) === "date" ? "date" : "none";
  if (options.structured) return "descend";
  if (options.descriptors || options.characteristics)
    return TEXT_RULE_BY_TAG.get(tag) ?? operationByVr(vr, true);
  return basic === "U" ? "uid" : "none";
}

function makeRule(tag: Tag): Rule {
  const deviation = DEVIATION_BY_TAG.get(tag);
  const row = profileRow(tag);
  if (deviation)
    return {
      operation: DEVIATION_OPERATIONS[deviation],
      basic: deviation === "removed" ? "X" : (row?.basic ?? "X"),
    };
  const vr = dictionaryVr(tag);
  if (row) return { operation: vr === undefined ? "none" : operationOfRow(tag, vr, row), basic: row.basic };
  const isRepeating = groupOf(tag) >= 0x5000 && groupOf(tag) <= 0x50ff;
  const isOverlay = groupOf(tag) >= 0x6000 && groupOf(tag) <= 0x60ff;
  if (vr === undefined || isRepeating || isOverlay) return { operation: "none", basic: "X" };
  // An empty text is allowed wherever a missing one is, and where only a missing one is not (type 2).
  const basic = REQUIRED.has(tag) ? "D" : TEXT_VRS.has(vr) ? "Z" : "X";
  if (PIXELS.has(tag)) return { operation: "pixels", basic };
  return { operation: TEXT_RULE_BY_TAG.get(tag) ?? operationByVr(vr, false), basic };
}

const known = new Map<Tag, Rule>();
/** Tags are few; a hostile file could still name any of four thousand million. */
const MAX_KNOWN = 20_000;

/** The rule of a standard attribute: our deviation, else the table's row with our options, else what its VR allows. */
export function ruleOf(tag: Tag): Rule {
  const cached = known.get(tag);
  if (cached) return cached;
  const rule = makeRule(tag);
  if (known.size < MAX_KNOWN) known.set(tag, rule);
  return rule;
}

/** The basic action as PS3.15 Table E.1-1a settles it: the mildest that the attribute's type in its IOD needs. */
export function settle(
  basic: BasicAction,
  tag: Tag,
  sopClassUid: string,
  parent: Tag | undefined,
): SettledAction {
  switch (basic) {
    case "X":
      return "remove";
    case "Z":
      return "empty";
    case "D":
      return "replace";
    case "U":
      return "remap";
    default: {
      const type = attributeType(tag, sopClassUid, parent);
      const [mild] = [basic.includes("X") ? "remove" : "empty"] as const;
      if (type === 1) return basic.includes("D") ? "replace" : "empty";
      if (type === 2) return basic.includes("Z") ? "empty" : "replace";
      return mild;
    }
  }
}
