import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Dataset } from "@/lib/dicom/dataset";
import { parseDicom, type DicomFile } from "@/lib/dicom/parse";
import { TAG, type Tag } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { shiftDate, shiftDateTime } from "./dates";
import { deidentify } from "./deidentify";
import { dayOf, daysOfNumber, daysOfText } from "./testing/date-attack";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";

const data = sharedData();
const uidKey = "key of the test";
const copyOf = (file: DicomFile, dateOffsetDays: number) =>
  deidentify(file, { pseudonym: "ARI-TEST-00", dateOffsetDays, uidKey }).file;
const bytesOf = (file: DicomFile) => Buffer.from(writeDicom(file));

/** Every DA and DT element at every depth. */
function dated(dataset: Dataset): { dataset: Dataset; tag: Tag; vr: string }[] {
  return [...dataset.elements].flatMap(([tag, { vr, items }]) =>
    items ? items.flatMap(dated) : vr === "DA" || vr === "DT" ? [{ dataset, tag, vr }] : [],
  );
}

/** Moves every date of a data set by whole days. */
function move(dataset: Dataset, days: number): void {
  for (const { dataset: owner, tag, vr } of dated(dataset)) {
    const values = owner.texts(tag).map((value) => (vr === "DA" ? shiftDate : shiftDateTime)(value, days));
    if (values.every((value) => value !== null)) owner.set(tag, vr, values);
  }
}

function trueDaysOf(dataset: Dataset): Set<number> {
  const days = new Set<number>();
  for (const { dataset: owner, tag } of dated(dataset))
    for (const value of owner.texts(tag)) {
      const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(value) ?? [];
      const found = dayOf(Number(year), Number(month), Number(day));
      if (found !== null) days.add(found);
    }
  return days;
}

/** Everything in a data set that may be read as a number or a text, with where it is. */
function* readings(dataset: Dataset, path = ""): Generator<{ where: string; days: number[] }> {
  for (const [tag, { items, bytes }] of dataset.elements) {
    const where = `${path}${tag.toString(16).padStart(8, "0")}`;
    if (tag === TAG.PixelData) continue;
    if (items) for (const item of items) yield* readings(item, `${where}.`);
    yield { where, days: [...dataset.numbers(tag).flatMap(daysOfNumber)] };
    if (bytes) yield { where, days: daysOfText(Buffer.from(bytes).toString("latin1")) };
  }
}

/** Some images of a case: the first, the last, and what lies between. */
function sample<T>(images: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(images.length / 4));
  return images.filter((_, index) => index % step === 0);
}

describe("the attack itself", () => {
  it.each([
    ["20180918"],
    ["2018-09-18"],
    ["18/09/2018"],
    ["18 Sep 2018"],
    ["1537228800"],
    ["1537228800000"],
    ["2018261"],
    ["1.3.12.2.1107.5.20180918101112.7"],
    ["180918"],
    ["2458379.5"],
    ["43361"],
  ])("reads %s", (text) => {
    expect(daysOfText(text)).toContain(dayOf(2018, 9, 18));
  });
});

describe.skipIf(data === null)("a subject's date offset is not in the copy", () => {
  it.each(READABLE_CASES)("%s", (name) => {
    let read = 0;
    const told = new Set<string>();
    for (const { file } of sample(mrImagesOf(join(data ?? "", name)))) {
      const copy = copyOf(file, 40_000);
      // Dates moved one way and the offset the other: the same bytes, so that all the copy depends on is their sum.
      const moved = parseDicom(writeDicom(file));
      move(moved.dataset, 1_000);
      expect(bytesOf(copyOf(moved, 39_000)).equals(bytesOf(copy))).toBe(true);
      // Of the offset, only the dates know.
      const other = copyOf(file, 50_000);
      for (const { dataset, tag } of dated(other.dataset)) dataset.delete(tag);
      const undated = copyOf(file, 40_000);
      for (const { dataset, tag } of dated(undated.dataset)) dataset.delete(tag);
      expect(bytesOf(other).equals(bytesOf(undated))).toBe(true);
      // And nothing else in it tells a true day, from which the shifted ones would give the offset.
      const trueDays = trueDaysOf(file.dataset);
      for (const { where, days } of readings(copy.dataset)) {
        read += 1;
        if (days.some((day) => trueDays.has(day))) told.add(where);
      }
    }
    expect(read).toBeGreaterThan(50);
    expect([...told]).toEqual([]);
  });
});
