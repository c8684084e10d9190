import fc from "fast-check";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG, tagOf } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { deidentify } from "./deidentify";
import { shiftStoredObject } from "./shift-stored";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";

const data = sharedData();

function objectWith(date: string, time: string): Uint8Array {
  const inner = new Dataset();
  inner.set(TAG.FrameAcquisitionDateTime, "DT", `${date}${time}.5`);
  inner.set(TAG.ContextGroupVersion, "DT", "20020904");
  const outer = new Dataset();
  outer.set(TAG.FrameContentSequence, "SQ", [inner]);
  const dataset = new Dataset();
  dataset.set(TAG.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.4.1");
  dataset.set(TAG.SOPInstanceUID, "UI", "2.25.1");
  dataset.set(TAG.StudyDate, "DA", date);
  dataset.set(TAG.SeriesDate, "DA", "");
  dataset.set(TAG.DateOfLastCalibration, "DA", [date, date]);
  dataset.set(TAG.StudyTime, "TM", time);
  dataset.set(TAG.PatientName, "PN", "ARI-0000-00");
  dataset.set(TAG.PatientID, "LO", "ARI-0000-00");
  dataset.set(tagOf(0x2001, 0x10), "LO", "Some creator");
  dataset.set(tagOf(0x2001, 0x1001), "DA", date);
  dataset.set(tagOf(0x2001, 0x1002), "DT", `${date}${time}`);
  dataset.set(TAG.PerFrameFunctionalGroupsSequence, "SQ", [outer]);
  return writeDicom({
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset,
  });
}

const shiftBytes = (bytes: Uint8Array, days: number, pseudonym: string) =>
  writeDicom(shiftStoredObject(parseDicom(bytes), days, pseudonym));

const compact = (date: Date) => date.toISOString().slice(0, 10).replaceAll("-", "");

describe("moving a stored object", () => {
  test("moves every date at every depth, private ones too, by whole days; times of day and versions stay", () => {
    const days = fc.integer({ min: -36_525, max: 36_525 });
    const date = fc.date({ min: new Date("2100-01-01"), max: new Date("2230-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(date, days, (at, delta) => {
        const moved = shiftBytes(objectWith(compact(at), "101500"), delta, "ARI-1111-11");
        const expected = objectWith(compact(new Date(at.getTime() + delta * 86_400_000)), "101500");
        const named = shiftBytes(expected, 0, "ARI-1111-11");
        expect(Buffer.compare(moved, named)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("is undone by the opposite", () => {
    fc.assert(
      fc.property(fc.integer({ min: -36_525, max: 36_525 }), (delta) => {
        const before = objectWith("21500228", "235959");
        const moved = shiftBytes(before, delta, "ARI-1111-11");
        expect(Buffer.compare(shiftBytes(moved, -delta, "ARI-0000-00"), before)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test.skipIf(!data)(
    "gives what de-identification for the other subject gives, byte by byte, for every vendor",
    () => {
      const uidKey = "key of the test";
      const one = { pseudonym: "ARI-AAAA-AA", dateOffsetDays: 40_000, uidKey };
      const other = { pseudonym: "ARI-BBBB-BB", dateOffsetDays: 71_234, uidKey };
      let compared = 0;
      for (const folder of READABLE_CASES) {
        const images = mrImagesOf(join(data ?? "", folder));
        // Some of each case, first and last among them.
        const step = Math.max(1, Math.floor(images.length / 8));
        const chosen = images.filter((_, index) => index % step === 0 || index === images.length - 1);
        for (const { file } of chosen) {
          const stored = writeDicom(deidentify(file, one).file);
          const moved = shiftBytes(stored, other.dateOffsetDays - one.dateOffsetDays, other.pseudonym);
          const direct = writeDicom(deidentify(file, other).file);
          expect(Buffer.compare(moved, direct), folder).toBe(0);
          expect(
            Buffer.compare(
              shiftBytes(moved, one.dateOffsetDays - other.dateOffsetDays, one.pseudonym),
              stored,
            ),
          ).toBe(0);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(60);
    },
  );
});
