import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deidentify } from "@/lib/deid/deidentify";
import { hasDciodvfy, iodErrors } from "@/lib/deid/testing/dciodvfy";
import type { Dataset } from "@/lib/dicom/dataset";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { codeOf, datasetOf, type SyntheticDerived, syntheticDerived } from "../testing/synthetic-derived";

const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };
const SOURCES: SyntheticDerived["sources"] = [{ series: "1", slices: [1, 2] }];
const PERSON = "Canari^Vert";

function fill(dataset: Dataset, fields: Dataset): void {
  for (const [tag, element] of fields.elements) dataset.elements.set(tag, element);
}

/** What every kind has, and what of it names people, places and days. */
function fillCommon(dataset: Dataset): void {
  const fields = datasetOf(
    [TAG.SpecificCharacterSet, "CS", "ISO_IR 192"],
    [TAG.ContentDate, "DA", "20240115"],
    [TAG.ContentTime, "TM", "101500"],
    [TAG.StudyID, "SH", "CANARI-7"],
    [TAG.AccessionNumber, "SH", "CANARI-8"],
    [TAG.ReferringPhysicianName, "PN", PERSON],
    [TAG.PatientBirthDate, "DA", "19610101"],
    [TAG.ManufacturerModelName, "LO", "Workstation"],
    [TAG.DeviceSerialNumber, "LO", "CANARI-9"],
    [TAG.SoftwareVersions, "LO", "1.0"],
    [TAG.SeriesDate, "DA", "20240115"],
    [TAG.SeriesTime, "TM", "101500"],
    [TAG.InstitutionName, "LO", "Hôpital Canari"],
    [TAG.StationName, "SH", "CANARI-10"],
    [TAG.OperatorsName, "PN", PERSON],
  );
  fill(dataset, fields);
}

function fillImage(dataset: Dataset): void {
  const fields = datasetOf(
    [TAG.ImageType, "CS", "DERIVED\\PRIMARY"],
    [TAG.FrameOfReferenceUID, "UI", "1.2.826.0.1.3680043.9.7.1.99"],
    [TAG.PositionReferenceIndicator, "LO", ""],
    [TAG.ContentLabel, "CS", "CANARI"],
    [TAG.ContentDescription, "LO", "Canari jaune"],
    [TAG.ContentCreatorName, "PN", PERSON],
    [TAG.LossyImageCompression, "CS", "00"],
    [TAG.BurnedInAnnotation, "CS", "NO"],
    [TAG.AcquisitionContextSequence, "SQ", []],
  );
  fill(dataset, fields);
}

function fillSegment(dataset: Dataset): void {
  const [segment] = dataset.items(TAG.SegmentSequence);
  segment?.set(TAG.SegmentAlgorithmType, "CS", "SEMIAUTOMATIC");
  segment?.set(TAG.SegmentAlgorithmName, "LO", "Canari");
  segment?.set(
    TAG.SegmentedPropertyCategoryCodeSequence,
    "SQ",
    codeOf("123037004", "SCT", "Anatomical Structure"),
  );
  segment?.set(TAG.SegmentedPropertyTypeCodeSequence, "SQ", codeOf("10200004", "SCT", "Liver"));
}

function fillReport(dataset: Dataset): void {
  dataset.set(TAG.CompletionFlag, "CS", "COMPLETE");
  dataset.set(TAG.VerificationFlag, "CS", "VERIFIED");
  dataset.set(TAG.ContinuityOfContent, "CS", "SEPARATE");
  dataset.set(TAG.ReferencedPerformedProcedureStepSequence, "SQ", []);
  dataset.set(TAG.PerformedProcedureCodeSequence, "SQ", []);
  dataset.set(TAG.VerifyingObserverSequence, "SQ", [
    datasetOf(
      [TAG.VerifyingOrganization, "LO", "Hôpital Canari"],
      [TAG.VerificationDateTime, "DT", "20240115101500"],
      [TAG.VerifyingObserverName, "PN", PERSON],
      [TAG.VerifyingObserverIdentificationCodeSequence, "SQ", []],
    ),
  ]);
  // Somebody is named in the content itself.
  dataset.set(TAG.ContentSequence, "SQ", [
    datasetOf(
      [TAG.RelationshipType, "CS", "HAS OBS CONTEXT"],
      [TAG.ValueType, "CS", "PNAME"],
      [TAG.ConceptNameCodeSequence, "SQ", codeOf("121008", "DCM", "Person Observer Name")],
      [TAG.PersonName, "PN", PERSON],
    ),
    ...dataset.items(TAG.ContentSequence),
  ]);
}

const FILL = {
  segmentation: [fillCommon, fillImage, fillSegment],
  parametricMap: [fillCommon, fillImage],
  measurementReport: [fillCommon, fillReport],
  registration: [fillCommon],
  spectroscopy: [fillCommon, fillImage],
} satisfies Record<SyntheticDerived["kind"], ((dataset: Dataset) => void)[]>;

const KINDS = Object.keys(FILL) as SyntheticDerived["kind"][];

// Given files of these kinds are judged in lib/deid/conformance.test.ts.
describe.skipIf(!hasDciodvfy())("dciodvfy finds no error after that was not there before", () => {
  test.each(
    KINDS.flatMap((kind) => (["series", "instances"] as const).map((pointing) => [kind, pointing] as const)),
  )("%s that names its %s", async (kind, pointing) => {
    const folder = mkdtempSync(join(tmpdir(), "ariane-iod-"));
    try {
      const change = (dataset: Dataset) => {
        for (const complete of FILL[kind]) complete(dataset);
      };
      const bytes = syntheticDerived({ kind, pointing, sources: SOURCES, change });
      const cleaned = writeDicom(deidentify(parseDicom(bytes), CONTEXT).file);
      expect(Buffer.from(bytes).includes("Canari")).toBe(true);
      expect(Buffer.from(cleaned).toString("latin1")).not.toMatch(/canari/i);
      const [before, after] = [join(folder, "before.dcm"), join(folder, "after.dcm")];
      writeFileSync(before, bytes);
      writeFileSync(after, cleaned);
      const known = await iodErrors(before);
      const found = await iodErrors(after);
      expect(found.filter((error) => !known.includes(error))).toEqual([]);
      expect(found.length).toBeLessThanOrEqual(known.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
