import { describe, expect, it } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { imageKind } from "@/lib/imaging/image-kind";
import { frame } from "@/lib/imaging/testing/synthetic-frames";

function kind(imageType: string, more: { unit?: string; samples?: number; manufacturer?: string } = {}) {
  const dataset = new Dataset();
  dataset.set(TAG.Manufacturer, "LO", more.manufacturer ?? "Siemens Healthineers");
  const { map, component } = imageKind(
    dataset,
    imageType.split("\\"),
    undefined,
    more.samples ?? 1,
    more.unit ?? null,
  );
  return [component, map];
}

describe("kinds of picture", () => {
  it.each([
    // MP2RAGE: two inversions, the uniform image and the T1 map.
    ["ORIGINAL\\PRIMARY\\M\\ND\\NORM", ["magnitude", null]],
    ["ORIGINAL\\PRIMARY\\P\\ND", ["phase", null]],
    ["DERIVED\\PRIMARY\\M\\ND\\UNI", ["magnitude", "UNI"]],
    ["DERIVED\\PRIMARY\\M\\UNI-DEN\\NORM", ["magnitude", "UNI"]],
    ["DERIVED\\PRIMARY\\T1 MAP\\ND", ["magnitude", "T1"]],
    // Siemens XA puts more words, and its own at other places.
    ["ORIGINAL\\PRIMARY\\M\\NORM\\DIS3D\\MFSPLIT", ["magnitude", null]],
    ["DERIVED\\PRIMARY\\DIFFUSION\\ADC\\DIS2D\\MFSPLIT", ["magnitude", "ADC"]],
    ["DERIVED\\PRIMARY\\DIFFUSION\\TRACEW\\DIS2D", ["magnitude", null]],
    ["DERIVED\\PRIMARY\\DIFFUSION\\FA\\DIS2D", ["magnitude", "FA"]],
    ["DERIVED\\PRIMARY\\PERFUSION\\RELCBF\\MOCO", ["magnitude", "CBF"]],
    ["DERIVED\\PRIMARY\\PERFUSION\\TTP", ["magnitude", "TTP"]],
    ["DERIVED\\PRIMARY\\PERFUSION\\CBF_1", ["magnitude", "CBF"]],
    ["DERIVED\\PRIMARY\\M\\T2_STAR_MAP", ["magnitude", "T2star"]],
  ])("%s", (imageType, expected) => {
    expect(kind(imageType)).toEqual(expected);
  });

  it("tells field maps in Hz, in rad/s and as a difference of phase", () => {
    const philips = { manufacturer: "Philips" };
    expect(kind("ORIGINAL\\PRIMARY\\B0 MAP\\B0\\UNSPECIFIED", { ...philips, unit: "Hz" })[1]).toBe("B0Hz");
    expect(kind("ORIGINAL\\PRIMARY\\B0 MAP\\B0\\UNSPECIFIED", { ...philips, unit: "rad/s" })[1]).toBe(
      "B0RadPerS",
    );
    expect(kind("ORIGINAL\\PRIMARY\\P\\ND")).toEqual(["phase", null]);
  });

  it("tells a colour map of directions from the map itself", () => {
    expect(kind("DERIVED\\PRIMARY\\DIFFUSION\\FA", { samples: 3 })[1]).toBe("ColFA");
  });

  it("keeps numbered echoes together on one axis", () => {
    const echoes = [5, 10, 15, 20].flatMap((echoTimeMs, echo) =>
      [0, 2, 4].map((z) =>
        frame({
          ref: `${echo}-${z}`,
          positionMm: [0, 0, z],
          echoTimeMs,
          imageType: ["ORIGINAL", "PRIMARY", "M", `TE${echo + 1}`, "NORM", "DIS2D"],
        }),
      ),
    );
    const plans = assembleVolumes(echoes);
    expect(plans).toHaveLength(1);
    expect(plans[0]?.dimensions).toEqual([8, 8, 3, 4]);
    expect(plans[0]?.fourthAxis).toEqual({ kind: "echo", values: [5, 10, 15, 20], unit: "ms" });
  });
});
