import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { type Dataset, makeElement } from "@/lib/dicom/dataset";
import { type DicomFile, parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";

import { deidentify } from "./deidentify";
import { remapUid } from "./identity";
import { filesBelow, tryParse } from "./testing/real-files";
import { codeOf, datasetOf, IMAGE_UID, objectOf, referenceOf, SERIES_UID } from "./testing/synthetic-object";

const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };
const mapped = (uid: string): string => remapUid(CONTEXT.uidKey, uid);

/** The copy as it is read again, without the person and the dates of the made-up objects. */
function copyOf(file: DicomFile): Dataset {
  const bytes = Buffer.from(writeDicom(deidentify(parseDicom(writeDicom(file)), CONTEXT).file));
  for (const text of ["Zqxwv", "milie", "7351907351", "19530719", "20200229", "1.2.826.0.1.3680043.9.7"])
    expect(bytes.includes(text), text).toBe(false);
  return parseDicom(bytes).dataset;
}

function expectLinks(copy: Dataset): void {
  const series = copy.items(TAG.ReferencedSeriesSequence)[0];
  expect(series?.uid(TAG.SeriesInstanceUID)).toBe(mapped(SERIES_UID));
  const instance = series?.items(TAG.ReferencedInstanceSequence)[0];
  expect(instance?.uid(TAG.ReferencedSOPInstanceUID)).toBe(mapped(IMAGE_UID));
  expect(instance?.uid(TAG.ReferencedSOPClassUID)).toBe("1.2.840.10008.5.1.4.1.1.4");
}

const FLOATS = new Uint8Array(new Float32Array([1.5, -2.25, 3e7, 0.125]).buffer);

describe("objects other than MR images", () => {
  it("MR Spectroscopy keeps its signal and parameters", () => {
    const copy = copyOf(
      objectOf("1.2.840.10008.5.1.4.1.1.4.2", {
        Modality: ["CS", "MR"],
        ProtocolName: ["LO", "svs_se_30 Zqxwv"],
        SpectroscopyData: ["OF", FLOATS],
        DataPointRows: ["UL", 1],
        DataPointColumns: ["UL", 2],
        DataRepresentation: ["CS", "COMPLEX"],
        SignalDomainColumns: ["CS", "TIME"],
        TransmitterFrequency: ["FD", 123.25],
        SpectralWidth: ["FD", 1200],
        ResonantNucleus: ["CS", "1H"],
        DeviceSerialNumber: ["LO", "Zqxwv7351907351"],
        StationName: ["SH", "Zqxwv"],
      }),
    );
    expectLinks(copy);
    expect(Buffer.from(copy.get(TAG.SpectroscopyData)?.bytes ?? []).equals(Buffer.from(FLOATS))).toBe(true);
    expect(copy.text(TAG.ProtocolName)).toBe("svs_se_30");
    expect(copy.text(TAG.DataRepresentation)).toBe("COMPLEX");
    expect(copy.number(TAG.SpectralWidth)).toBe(1200);
    expect(copy.text(TAG.DeviceSerialNumber)).toMatch(/^[0-9A-F]{16}$/);
    expect(copy.has(TAG.StationName)).toBe(false);
    expect(copy.has(TAG.RecognizableVisualFeatures)).toBe(false);
  });

  it("a Parametric Map keeps its values, units and sources", () => {
    const derivation = datasetOf({
      SourceImageSequence: ["SQ", [referenceOf()]],
      DerivationCodeSequence: ["SQ", [codeOf("DCM", "110800", "Spectral Zqxwv")]],
    });
    const copy = copyOf(
      objectOf("1.2.840.10008.5.1.4.1.1.30", {
        Modality: ["CS", "MR"],
        Rows: ["US", 2],
        Columns: ["US", 2],
        BitsAllocated: ["US", 32],
        FloatPixelData: ["OF", FLOATS],
        ContentLabel: ["CS", "ADC"],
        ContentDescription: ["LO", "ADC map of Zqxwv"],
        ContentCreatorName: ["PN", "Zqxwv^Émilie"],
        DerivationImageSequence: ["SQ", [derivation]],
        RealWorldValueMappingSequence: [
          "SQ",
          [
            datasetOf({
              LUTLabel: ["SH", "ADC"],
              RealWorldValueSlope: ["FD", 0.001],
              MeasurementUnitsCodeSequence: ["SQ", [codeOf("UCUM", "mm2/s", "mm2/s")]],
            }),
          ],
        ],
      }),
    );
    expectLinks(copy);
    expect(Buffer.from(copy.get(TAG.FloatPixelData)?.bytes ?? []).equals(Buffer.from(FLOATS))).toBe(true);
    expect(copy.text(TAG.ContentDescription)).toBe("ADC map of");
    expect(copy.get(TAG.ContentCreatorName)?.bytes?.length).toBe(0);
    const units = copy
      .items(TAG.RealWorldValueMappingSequence)[0]
      ?.items(TAG.MeasurementUnitsCodeSequence)[0];
    expect(units?.text(TAG.CodeValue)).toBe("mm2/s");
    const source = copy.items(TAG.DerivationImageSequence)[0]?.items(TAG.SourceImageSequence)[0];
    expect(source?.uid(TAG.ReferencedSOPInstanceUID)).toBe(mapped(IMAGE_UID));
    expect(copy.text(TAG.RecognizableVisualFeatures)).toBe("YES");
  });

  it("a Spatial Registration keeps its matrices and frames of reference", () => {
    const matrix = datasetOf({
      FrameOfReferenceTransformationMatrixType: ["CS", "RIGID"],
      FrameOfReferenceTransformationMatrix: ["DS", "1\\0\\0\\-2.5\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1"],
    });
    const registration = datasetOf({
      FrameOfReferenceUID: ["UI", "1.2.826.0.1.3680043.9.7.5"],
      ReferencedImageSequence: ["SQ", [referenceOf()]],
      MatrixRegistrationSequence: ["SQ", [datasetOf({ MatrixSequence: ["SQ", [matrix]] })]],
    });
    const copy = copyOf(
      objectOf("1.2.840.10008.5.1.4.1.1.66.1", {
        Modality: ["CS", "REG"],
        ContentLabel: ["CS", "REGISTRATION"],
        RegistrationSequence: ["SQ", [registration]],
      }),
    );
    expectLinks(copy);
    const item = copy.items(TAG.RegistrationSequence)[0];
    expect(item?.uid(TAG.FrameOfReferenceUID)).toBe(mapped("1.2.826.0.1.3680043.9.7.5"));
    expect(item?.items(TAG.ReferencedImageSequence)[0]?.uid(TAG.ReferencedSOPInstanceUID)).toBe(
      mapped(IMAGE_UID),
    );
    const kept = item?.items(TAG.MatrixRegistrationSequence)[0]?.items(TAG.MatrixSequence)[0];
    expect(kept?.text(TAG.FrameOfReferenceTransformationMatrixType)).toBe("RIGID");
    expect(kept?.numbers(TAG.FrameOfReferenceTransformationMatrix)[3]).toBe(-2.5);
  });

  const content = (valueType: string, concept: Dataset, rest: Parameters<typeof datasetOf>[0]): Dataset =>
    datasetOf({
      RelationshipType: ["CS", "CONTAINS"],
      ValueType: ["CS", valueType],
      ConceptNameCodeSequence: ["SQ", [concept]],
      ...rest,
    });
  const age = (value: string): Dataset =>
    content("NUM", codeOf("DCM", "121033", "Subject Age"), {
      MeasuredValueSequence: [
        "SQ",
        [
          datasetOf({
            NumericValue: ["DS", value],
            MeasurementUnitsCodeSequence: ["SQ", [codeOf("UCUM", "a", "year")]],
          }),
        ],
      ],
    });

  it.each([
    "1.2.840.10008.5.1.4.1.1.88.22",
    "1.2.840.10008.5.1.4.1.1.88.33",
    "1.2.840.10008.5.1.4.1.1.88.34",
  ])("a measurement SR (%s) keeps numbers, codes and links, and loses people", (sopClassUid) => {
    const items = [
      content("PNAME", codeOf("DCM", "121008", "Person Observer Name"), {
        PersonName: ["PN", "Zqxwv^Émilie"],
      }),
      content("TEXT", codeOf("DCM", "121106", "Comment"), { TextValue: ["UT", "Lesion of Zqxwv, stable"] }),
      content("TEXT", codeOf("DCM", "121029", "Subject Name"), { TextValue: ["UT", "Zqxwv"] }),
      content("DATE", codeOf("DCM", "121031", "Subject Birth Date"), { Date: ["DA", "19530719"] }),
      content("DATETIME", codeOf("DCM", "111526", "DateTime Started"), {
        DateTime: ["DT", "20200229101112"],
      }),
      age("95"),
      age("45"),
      content("NUM", codeOf("SCT", "118565006", "Volume"), {
        MeasuredValueSequence: [
          "SQ",
          [
            datasetOf({
              NumericValue: ["DS", "12.75"],
              MeasurementUnitsCodeSequence: ["SQ", [codeOf("UCUM", "mm3", "mm3")]],
            }),
          ],
        ],
      }),
      content("CODE", codeOf("SCT", "363698007", "Finding Site"), {
        ConceptCodeSequence: ["SQ", [codeOf("SCT", "69536005", "Head of Zqxwv")]],
      }),
      content("CODE", codeOf("99ZQX", "Zqxwv-7351907351", "Zqxwv"), {
        ConceptCodeSequence: ["SQ", [codeOf("DCM", "Zqxwv", "Zqxwv")]],
      }),
      content("UIDREF", codeOf("DCM", "112040", "Tracking Unique Identifier"), {
        UID: ["UI", "1.2.826.0.1.3680043.9.7.77"],
      }),
      content("IMAGE", codeOf("DCM", "121112", "Source of Measurement"), {
        ReferencedSOPSequence: ["SQ", [referenceOf()]],
      }),
      content("SCOORD", codeOf("DCM", "111030", "Image Region"), {
        GraphicType: ["CS", "POLYLINE"],
        GraphicData: ["FL", [1, 2, 3.5, 4]],
      }),
    ];
    const copy = copyOf(
      objectOf(sopClassUid, {
        Modality: ["CS", "SR"],
        ValueType: ["CS", "CONTAINER"],
        ContinuityOfContent: ["CS", "SEPARATE"],
        CompletionFlag: ["CS", "COMPLETE"],
        VerificationFlag: ["CS", "VERIFIED"],
        VerifyingObserverSequence: [
          "SQ",
          [
            datasetOf({
              VerifyingObserverName: ["PN", "Zqxwv^Émilie"],
              VerifyingOrganization: ["LO", "Zqxwv"],
              VerificationDateTime: ["DT", "20200229101112"],
              VerifyingObserverIdentificationCodeSequence: ["SQ", [codeOf("99ZQX", "Zqxwv", "Zqxwv")]],
            }),
          ],
        ],
        ConceptNameCodeSequence: ["SQ", [codeOf("DCM", "126000", "Imaging Measurement Report")]],
        ContentSequence: ["SQ", items],
      }),
    );
    expectLinks(copy);
    const kept = copy.items(TAG.ContentSequence);
    expect(kept).toHaveLength(items.length);
    expect(copy.items(TAG.ConceptNameCodeSequence)[0]?.text(TAG.CodeMeaning)).toBe(
      "Imaging Measurement Report",
    );
    expect(copy.items(TAG.VerifyingObserverSequence)[0]?.text(TAG.VerifyingObserverName)).toBe("REMOVED");
    const [
      name,
      comment,
      subject,
      birth,
      started,
      old,
      young,
      volume,
      site,
      foreign,
      tracking,
      image,
      region,
    ] = kept;
    expect(name?.text(TAG.PersonName)).toBe("REMOVED");
    expect(comment?.text(TAG.TextValue)).toBe("Lesion of stable");
    expect(subject?.text(TAG.TextValue)).toBe("REMOVED");
    expect(birth?.text(TAG.Date)).toBe("19000101");
    expect(started?.text(TAG.DateTime)).toBe("21290905101112");
    expect(old?.items(TAG.MeasuredValueSequence)[0]?.number(TAG.NumericValue)).toBe(90);
    expect(young?.items(TAG.MeasuredValueSequence)[0]?.number(TAG.NumericValue)).toBe(45);
    const measured = volume?.items(TAG.MeasuredValueSequence)[0];
    expect(measured?.number(TAG.NumericValue)).toBe(12.75);
    expect(measured?.items(TAG.MeasurementUnitsCodeSequence)[0]?.text(TAG.CodeValue)).toBe("mm3");
    expect(site?.items(TAG.ConceptCodeSequence)[0]?.text(TAG.CodeValue)).toBe("69536005");
    expect(foreign?.items(TAG.ConceptNameCodeSequence)[0]?.text(TAG.CodeValue)).toBe("REMOVED");
    expect(tracking?.uid(TAG.UID)).toBe(mapped("1.2.826.0.1.3680043.9.7.77"));
    const reference = image?.items(TAG.ReferencedSOPSequence)[0];
    expect(reference?.uid(TAG.ReferencedSOPInstanceUID)).toBe(mapped(IMAGE_UID));
    expect(region?.numbers(TAG.GraphicData)).toEqual([1, 2, 3.5, 4]);
  });

  const data = sharedData();
  it.skipIf(data === null)("a real Segmentation keeps its segments, frames and sources", () => {
    const file = filesBelow(join(data ?? "", "g10_seg_glioma")).map(tryParse)[0];
    if (!file) throw new Error("no segmentation");
    const copy = parseDicom(writeDicom(deidentify(file, CONTEXT).file)).dataset;
    const [before, after] = [file.dataset, copy];
    expect(
      Buffer.compare(
        after.get(TAG.PixelData)?.bytes ?? Buffer.of(1),
        before.get(TAG.PixelData)?.bytes ?? Buffer.of(2),
      ),
    ).toBe(0);
    expect(after.items(TAG.SegmentSequence)).toHaveLength(before.items(TAG.SegmentSequence).length);
    before.items(TAG.SegmentSequence).forEach((segment, index) => {
      const kept = after.items(TAG.SegmentSequence)[index];
      expect(kept?.number(TAG.SegmentNumber)).toBe(segment.number(TAG.SegmentNumber));
      const type = kept?.items(TAG.SegmentedPropertyTypeCodeSequence)[0];
      expect(type?.text(TAG.CodeValue)).toBe(
        segment.items(TAG.SegmentedPropertyTypeCodeSequence)[0]?.text(TAG.CodeValue),
      );
      expect(kept?.text(TAG.SegmentLabel)).toBeDefined();
    });
    const frames = after.items(TAG.PerFrameFunctionalGroupsSequence);
    expect(frames).toHaveLength(before.items(TAG.PerFrameFunctionalGroupsSequence).length);
    const sourceOf = (frame: Dataset | undefined): string | undefined =>
      frame
        ?.items(TAG.DerivationImageSequence)[0]
        ?.items(TAG.SourceImageSequence)[0]
        ?.uid(TAG.ReferencedSOPInstanceUID);
    before.items(TAG.PerFrameFunctionalGroupsSequence).forEach((frame, index) => {
      const source = sourceOf(frame);
      expect(sourceOf(frames[index])).toBe(source === undefined ? undefined : mapped(source));
    });
  });

  it("a colour image's ICC profile is ours", () => {
    const profile = new TextEncoder().encode("Zqxwv profile");
    const file = objectOf("1.2.840.10008.5.1.4.1.1.4.3", { ICCProfile: ["OB", profile] });
    const bytes = copyOf(file).get(TAG.ICCProfile)?.bytes ?? new Uint8Array();
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)).toBe(bytes.length);
    expect(Buffer.from(bytes).toString("latin1", 36, 40)).toBe("acsp");
  });

  it("bulk values that no rule knows go", () => {
    const file = objectOf("1.2.840.10008.5.1.4.1.1.4", {});
    for (const [tag, vr] of [
      [TAG.PixelData - 0xf, "OV"],
      [TAG.HPGLDocument, "OB"],
      [TAG.WaveformData, "OW"],
      [TAG.FillPattern, "OB"],
      [TAG.EncryptedContent, "OB"],
    ] as const)
      file.dataset.elements.set(tag, makeElement(vr, new TextEncoder().encode("Zqxwv Zqxwv 1234")));
    copyOf(file);
  });
});
