import { join } from "node:path";
import { describe, expect, it } from "vitest";

import type { Dataset, DicomElement } from "@/lib/dicom/dataset";
import {
  elementOf,
  formatTag,
  groupOf,
  isPrivate,
  isPrivateCreator,
  keywordOf,
  TAG,
  type Tag,
} from "@/lib/dicom/tags";
import { dictionaryVr } from "@/lib/dicom/tags";
import { sharedData } from "@/lib/platform/testing/shared-data";

import {
  checkDeviceName,
  cleanComments,
  cleanDeviceText,
  cleanPlainText,
  cleanProtocolText,
  type IdentityWords,
} from "./clean-text";
import { deidentify } from "./deidentify";
import { DEVIATION_BY_TAG } from "./deviations";
import { remapUid } from "./identity";
import { collectIdentityWords } from "./identity-words";
import { privateBlock } from "./private-elements";
import table from "./table-e1-1.json";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";
import { TEXT_RULE_BY_TAG } from "./text-rules";

const data = sharedData();
const OFFSET_DAYS = 40_000;
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: OFFSET_DAYS, uidKey: "key of the test" };

const rows = new Map(table.rows.map(([tag = "", action = "", options = ""]) => [tag, { action, options }]));
/** Pixels are compared elsewhere; these two are written anew. */
const NOT_COMPARED: ReadonlySet<Tag> = new Set([
  TAG.PixelData,
  TAG.ICCProfile,
  TAG.SpecificCharacterSet,
  TAG.PatientIdentityRemoved,
  TAG.DeidentificationMethod,
  TAG.DeidentificationMethodCodeSequence,
  TAG.LongitudinalTemporalInformationModified,
  TAG.PatientAge,
]);
const TEXTS = new Set(["LO", "SH", "ST", "LT", "UT", "UC"]);
const NEVER = new Set(["AE", "PN", "UR", "UN", "OB", "OW", "OF", "OD", "OL", "OV"]);

interface Tally {
  present: number;
  right: number;
  wrong: Map<string, number>;
}

/** Whether the table with our options, or its silence, lets the attribute stay. */
function stays(tag: Tag, element: DicomElement): boolean {
  if (elementOf(tag) === 0 || NOT_COMPARED.has(tag) || DEVIATION_BY_TAG.has(tag)) return false;
  const vr = dictionaryVr(tag);
  if (vr === undefined || groupOf(tag) >= 0x5000) return false;
  const row = rows.get(tag.toString(16).toUpperCase().padStart(8, "0"));
  if (!row) return !NEVER.has(element.vr);
  return row.action === "U" || /characteristics|dates|descriptors|structured/.test(row.options);
}

/** Null where it is no date: nothing of it may stay. */
function shift(value: string): string | null {
  const [, year, month, day, rest = ""] = /^(\d{4})(\d{2})(\d{2})(.*)$/.exec(value) ?? [];
  if (day === undefined) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)) + OFFSET_DAYS * 86_400_000);
  return date.toISOString().slice(0, 10).replaceAll("-", "") + rest.replace(/[+-]\d{4}$/, "");
}

function cleanerOf(tag: Tag): (text: string, identity: IdentityWords) => string {
  const isTyped = rows.has(tag.toString(16).toUpperCase().padStart(8, "0"));
  switch (TEXT_RULE_BY_TAG.get(tag)) {
    case "device":
      return cleanDeviceText;
    case "name":
      return checkDeviceName;
    case "comments":
      return cleanComments;
    case "typed":
      return cleanProtocolText;
    case "code":
      return (text) => text;
    default:
      return isTyped ? cleanProtocolText : cleanPlainText;
  }
}

/** Whether what stayed is what the rule says: the value itself, shifted, remapped, or the words that are known. */
function isRight(tag: Tag, source: Dataset, copy: Dataset, identity: IdentityWords): boolean {
  const [before, after] = [source.texts(tag), copy.texts(tag)];
  const { vr } = source.get(tag) ?? { vr: "" };
  if (vr === "UI") return before.every((uid, index) => after[index] === remapUid(CONTEXT.uidKey, uid));
  if (vr === "DA" || vr === "DT")
    return before.every((value, index) => (after[index] ?? null) === shift(value));
  if (TEXTS.has(vr)) {
    const clean = cleanerOf(tag);
    const expected = before.map((value) => clean(value, identity).trim()).join("\\");
    return (
      after.join("\\") === expected || (/^\\*$/.test(expected) && ["", "REMOVED"].includes(after.join("")))
    );
  }
  if (before.length > 0) return before.join("\\") === after.join("\\");
  return Buffer.compare(source.get(tag)?.bytes ?? Buffer.of(), copy.get(tag)?.bytes ?? Buffer.of(1)) === 0;
}

function compare(source: Dataset, copy: Dataset, identity: IdentityWords, tally: Tally): void {
  const note = (tag: Tag, right: boolean): void => {
    tally.present += 1;
    if (right) tally.right += 1;
    else
      tally.wrong.set(
        keywordOf(tag) ?? formatTag(tag),
        (tally.wrong.get(keywordOf(tag) ?? formatTag(tag)) ?? 0) + 1,
      );
  };
  for (const [tag, element] of source.elements) {
    if (isPrivate(tag)) {
      if (isPrivateCreator(tag)) continue;
      const row = privateBlock(source.privateCreatorOf(tag) ?? "", groupOf(tag)).get(elementOf(tag) % 0x100);
      if (row?.action !== "number" || !element.bytes?.length) continue;
      note(tag, Buffer.compare(element.bytes, copy.get(tag)?.bytes ?? Buffer.of(1)) === 0);
    } else if (!stays(tag, element)) continue;
    else if (element.items) {
      const items = copy.get(tag)?.items;
      note(tag, items?.length === element.items.length);
      element.items.forEach((item, index) => {
        const kept = items?.[index];
        if (kept) compare(item, kept, identity, tally);
      });
    } else if (element.bytes && element.bytes.some((byte) => byte !== 0x20 && byte !== 0))
      note(tag, isRight(tag, source, copy, identity));
  }
}

describe.skipIf(data === null)("what the table keeps or cleans stays with the right value", () => {
  it("99.5 % of all such attributes of all readable given files", () => {
    const tally: Tally = { present: 0, right: 0, wrong: new Map() };
    let files = 0;
    for (const name of READABLE_CASES) {
      for (const { file } of mrImagesOf(join(data ?? "", name))) {
        files += 1;
        const identity = collectIdentityWords(file.dataset);
        compare(file.dataset, deidentify(file, CONTEXT).file.dataset, identity, tally);
      }
    }
    const share = tally.right / tally.present;
    const wrong = [...tally.wrong].sort((a, b) => b[1] - a[1]);
    // Keywords and counts only: nothing of what the files say.
    process.stdout.write(
      `retained ${(share * 100).toFixed(3)} % of ${tally.present} attributes in ${files} files; not: ${JSON.stringify(wrong.slice(0, 12))}\n`,
    );
    expect(files).toBeGreaterThan(1700);
    expect(tally.present).toBeGreaterThan(100_000);
    expect(share).toBeGreaterThanOrEqual(0.995);
  });
});
