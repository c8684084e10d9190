import { describe, expect, it } from "vitest";
import { assignRole } from "@/lib/harmonise/rules/role";
import { SEQUENCE_ROLES, type RoleFeatures } from "@/lib/harmonise/rules/role-features";
import { ROLE_RULES } from "@/lib/harmonise/rules/role-rules";
import { NO_FEATURES } from "@/lib/harmonise/rules/testing/no-features";

const spin: Partial<RoleFeatures> = { echoPulse: "spin", isEchoPlanar: false, isInversionRecovery: false };
const gradient: Partial<RoleFeatures> = { ...spin, echoPulse: "gradient" };
const epi: Partial<RoleFeatures> = { echoPulse: "gradient", isEchoPlanar: true };

describe("sequence roles", () => {
  it.each<[string, Partial<RoleFeatures>, string]>([
    [
      "3D T2 FLAIR (turbo spin echo, TI 1800)",
      { ...spin, repetitionTimeMs: 5000, echoTimeMs: 390, inversionTimeMs: 1800 },
      "FLAIR",
    ],
    ["3D T2 turbo spin echo", { ...spin, repetitionTimeMs: 3200, echoTimeMs: 408 }, "T2w"],
    ["T2 turbo spin echo of one echo train", { ...spin, repetitionTimeMs: 4500, echoTimeMs: 95 }, "T2w"],
    ["PD turbo spin echo", { ...spin, repetitionTimeMs: 3000, echoTimeMs: 14 }, "PDw"],
    ["T1 spin echo", { ...spin, repetitionTimeMs: 500, echoTimeMs: 9 }, "T1w"],
    ["T1 FLAIR", { ...spin, repetitionTimeMs: 2200, echoTimeMs: 12, inversionTimeMs: 860 }, "T1w"],
    ["MPRAGE", { ...gradient, is3D: true, echoTimeMs: 2.3, inversionTimeMs: 900, flipAngleDeg: 8 }, "T1w"],
    ["spoiled 3D gradient echo", { ...gradient, is3D: true, echoTimeMs: 2.1, flipAngleDeg: 18 }, "T1w"],
    [
      "MP2RAGE's two inversions",
      { ...gradient, is3D: true, seriesInversionTimes: 2, inversionTimeMs: 700 },
      "MP2RAGE",
    ],
    [
      "MP2RAGE's first inversion in a series of its own",
      {
        ...gradient,
        is3D: true,
        echoTimeMs: 2.9,
        inversionTimeMs: 700,
        repetitionTimeMs: 5000,
        flipAngleDeg: 4,
      },
      "MP2RAGE",
    ],
    [
      "MP2RAGE's second inversion in a series of its own",
      {
        ...gradient,
        is3D: true,
        echoTimeMs: 2.9,
        inversionTimeMs: 2500,
        repetitionTimeMs: 5000,
        flipAngleDeg: 5,
      },
      "MP2RAGE",
    ],
    [
      "MP2RAGE by the sequence's file, whatever its times",
      {
        ...gradient,
        is3D: true,
        inversionTimeMs: 900,
        echoTimeMs: 2,
        sequenceFile: "%CustomerSeq%\\tfl_mp2rage",
      },
      "MP2RAGE",
    ],
    ["MP2RAGE's T1 map", { ...gradient, is3D: true, map: "T1", echoTimeMs: 2.9 }, "MP2RAGE"],
    ["field map in rad/s", { ...gradient, map: "B0RadPerS" }, "fieldmap"],
    ["bolus perfusion map", { ...epi, map: "TTP", contrastAgent: "yes" }, "DSC"],
    ["mean transit time, agent not recorded", { map: "MTT" }, "DSC"],
    ["blood flow without an agent", { map: "CBF" }, "ASL"],
    [
      "report stored as a picture, whatever its name",
      { imageType: ["DERIVED", "SECONDARY", "CSA REPORT"], seriesDescription: "T1 report" },
      "unknown",
    ],
    ["MP2RAGE's uniform image", { ...gradient, map: "UNI" }, "MP2RAGE"],
    ["susceptibility-weighted 3D", { ...gradient, is3D: true, echoTimeMs: 20, flipAngleDeg: 15 }, "SWI"],
    ["T2* 2D", { ...gradient, is3D: false, echoTimeMs: 20, flipAngleDeg: 20 }, "T2star"],
    ["many echoes", { ...gradient, is3D: true, echoTimeMs: 3, seriesEchoes: 6, flipAngleDeg: 15 }, "T2star"],
    [
      "field map: two echoes and phase",
      { ...gradient, echoTimeMs: 4.92, seriesEchoes: 2, seriesHasPhase: true },
      "fieldmap",
    ],
    ["functional EPI", { ...epi, echoTimeMs: 30, repeats: 200 }, "BOLD"],
    [
      "functional EPI called spin echo by Siemens",
      { ...epi, echoPulse: "spin", pulseSequenceName: "*epfid2d1_64", echoTimeMs: 30 },
      "BOLD",
    ],
    [
      "single-band reference",
      { ...epi, echoTimeMs: 30, repeats: 1, seriesDescription: "rest_SBRef" },
      "SBRef",
    ],
    ["bolus EPI", { ...epi, echoTimeMs: 30, repeats: 60, contrastAgent: "yes" }, "DSC"],
    [
      "bolus gradient echo",
      { ...gradient, echoTimeMs: 2, repeats: 40, contrastAgent: "yes", is3D: true },
      "DCE",
    ],
    ["diffusion by b-value", { ...epi, echoPulse: "spin", bValues: [0, 1000], echoTimeMs: 80 }, "DWI"],
    ["ADC map", { ...epi, map: "ADC", echoTimeMs: 80 }, "DWI"],
    [
      "time of flight",
      { ...gradient, isTimeOfFlight: true, echoTimeMs: 3.4, flipAngleDeg: 18, is3D: true },
      "TOF",
    ],
    ["arterial spin labelling", { ...epi, isArterialSpinLabelling: true, echoTimeMs: 11 }, "ASL"],
    [
      "localiser of three planes",
      { ...gradient, orientations: 3, echoTimeMs: 3.7, flipAngleDeg: 20 },
      "localiser",
    ],
    ["words, where nothing else says", { seriesDescription: "Ax DIR" }, "DIR"],
    ["words in French", { seriesDescription: "repérage" }, "localiser"],
    [
      "physics against words",
      { ...spin, repetitionTimeMs: 4500, echoTimeMs: 95, seriesDescription: "T1 sag" },
      "T2w",
    ],
  ])("%s", (_, features, role) => {
    expect(assignRole({ ...NO_FEATURES, ...features }).role).toBe(role);
  });

  it("says unknown, and no rule, where nothing decides", () => {
    expect(assignRole(NO_FEATURES)).toMatchObject({
      role: "unknown",
      rule: "none",
      confidence: 0,
      map: null,
    });
    expect(assignRole({ ...NO_FEATURES, ...epi, echoPulse: "spin", echoTimeMs: 60 }).role).toBe("unknown");
  });

  it("takes words for a contrast agent only where the header leaves it open", () => {
    const said = { ...NO_FEATURES, seriesDescription: "T1 post gado" };
    expect(assignRole(said).contrastAgent).toBe("yes");
    expect(assignRole({ ...said, contrastAgent: "no" }).contrastAgent).toBe("no");
    expect(assignRole({ ...NO_FEATURES, seriesDescription: "post processing" }).contrastAgent).toBe(
      "unknown",
    );
  });

  it("names every rule once, with a role of the list, and is less sure of words than of physics", () => {
    expect(new Set(ROLE_RULES.map(({ name }) => name)).size).toBe(ROLE_RULES.length);
    for (const { name, role, confidence } of ROLE_RULES) {
      expect(SEQUENCE_ROLES).toContain(role);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(name.startsWith("words-") ? 0.7 : 1);
    }
  });
});
