import { describe, expect, it } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { vendorOf } from "@/lib/harmonise/rules/vendor";

function fileWith(fill: (dataset: Dataset) => void): DicomFile {
  const dataset = new Dataset();
  fill(dataset);
  return { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, meta: new Dataset(), dataset };
}

describe("acquisition parameters", () => {
  it("reads a field strength in gauss as tesla, and tesla as tesla", () => {
    const strength = (value: string) =>
      acquisitionParameters(
        fileWith((dataset) => dataset.set(TAG.MagneticFieldStrength, "DS", value)),
        [],
      ).fieldStrengthTesla;
    expect(strength("30000")).toBe(3);
    expect(strength("15000")).toBe(1.5);
    expect(strength("1.494")).toBe(1.494);
    expect(strength("7")).toBe(7);
  });

  it("leaves unknown what the header does not say", () => {
    const parameters = acquisitionParameters(
      fileWith(() => undefined),
      [],
    );
    expect(parameters).toMatchObject({
      vendor: "other",
      fieldStrengthTesla: null,
      repetitionTimeMs: null,
      echoTimesMs: [],
      mrAcquisitionType: null,
      isEchoPlanar: null,
      contrastAgent: "unknown",
      multibandFactor: null,
    });
  });

  it("tells given from not given and from not said contrast agent", () => {
    const agent = (value: string) =>
      acquisitionParameters(
        fileWith((dataset) => dataset.set(TAG.ContrastBolusAgent, "LO", value)),
        [],
      ).contrastAgent;
    expect(agent("Gadovist")).toBe("yes");
    expect(agent("NONE")).toBe("no");
    expect(agent("")).toBe("unknown");
  });

  it("knows the vendors by all their spellings", () => {
    const spellings = [
      "SIEMENS",
      "Siemens Healthineers",
      "GE MEDICAL SYSTEMS",
      "Philips",
      "UIH",
      "CANON_MEC",
      "TOSHIBA_MEC",
    ];
    expect(spellings.map(vendorOf)).toEqual(["siemens", "siemens", "ge", "philips", "uih", "canon", "canon"]);
    expect(vendorOf("Geneva Instruments")).toBe("other");
  });
});
