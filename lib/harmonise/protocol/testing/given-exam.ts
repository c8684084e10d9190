import type { GivenSeries } from "@/lib/imaging/testing/given-series";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import type { PlacedSeries } from "../judge-pairs";
import type { ParameterName } from "../parameters";
import { factsOf } from "./facts";

/** A given series as the catalogue would hold it: its main volume's role and grid, and how it was acquired. */
export function givenFacts({ key, first, frames, plans }: GivenSeries): PlacedSeries {
  const parameters = acquisitionParameters(first, frames);
  const [plan] = plans;
  if (!plan) throw new Error(`no volume in ${key}`);
  const { role, map, component, contrastAgent, is3D, derived } = assignRole(
    roleFeatures(parameters, plan, plans),
  );
  const [voxelSizeXMm, voxelSizeYMm, voxelSizeZMm] = plan.voxelSizeMm;
  return factsOf({
    ...{ role, map, component, contrastAgent, is3D, derived, voxelSizeXMm, voxelSizeYMm, voxelSizeZMm },
    seriesNumber: Number(key.slice(key.lastIndexOf("#") + 1)),
    description: parameters.seriesDescription,
    imageType: parameters.imageType,
    repetitionTimeMs: parameters.repetitionTimeMs,
    echoTimesMs: parameters.echoTimesMs,
    inversionTimeMs: parameters.inversionTimeMs,
    flipAngleDeg: parameters.flipAngleDeg,
    pixelBandwidthHzPerPixel: parameters.pixelBandwidthHzPerPixel,
    echoTrainLength: parameters.echoTrainLength,
    parallelReductionFactor: parameters.parallelReductionFactor,
    phaseEncodingAxis: parameters.phaseEncodingAxis,
    receiveCoil: parameters.receiveCoil,
    bValuesSPerMm2: parameters.bValues,
  });
}

const rule = (parameter: ParameterName, value: unknown, severity: "minor" | "major", relative?: number) => ({
  ...{ parameter, severity, expect: { value } },
  ...(relative !== undefined && { tolerance: { relative } }),
});

/** Timings within 10 %, voxels within 5 %, words as they are. */
const rules = (asked: {
  tr: number;
  te: number[];
  ti?: number;
  flip: number;
  bandwidth: number;
  voxelMm: readonly [number, number, number];
  axis: "ROW" | "COL";
}) => [
  rule("repetitionTimeMs", asked.tr, "minor", 0.1),
  rule("echoTimesMs", asked.te, "minor", 0.1),
  ...(asked.ti === undefined ? [] : [rule("inversionTimeMs", asked.ti, "major", 0.05)]),
  rule("flipAngleDeg", asked.flip, "minor", 0.1),
  rule("pixelBandwidthHzPerPixel", asked.bandwidth, "minor", 0.1),
  rule("voxelSizeXMm", asked.voxelMm[0], "major", 0.05),
  rule("voxelSizeYMm", asked.voxelMm[1], "major", 0.05),
  rule("voxelSizeZMm", asked.voxelMm[2], "major", 0.05),
  rule("phaseEncodingAxis", asked.axis, "minor"),
  rule("receiveCoil", "HeadNeck_64", "minor"),
];

const GRE = { tr: 600, flip: 90, bandwidth: 260, voxelMm: [3.375, 3.375, 3.4], axis: "COL" } as const;

/**
 * A protocol written from one given exam, the session of g01 (Prisma, XA30): what dcmdump says of RepetitionTime,
 * EffectiveEchoTime, InversionTimes, FlipAngle, PixelBandwidth, PixelSpacing, SpacingBetweenSlices,
 * InPlanePhaseEncodingDirection, ReceiveCoilName, ParallelReductionFactorInPlane, DiffusionBValue, EchoTrainLength.
 */
export const GIVEN_PROTOCOL = {
  steps: [
    {
      name: "T1w",
      role: "T1w",
      count: { min: 1, max: 2 },
      rules: [
        ...rules({ tr: 1800, te: [2.41], ti: 900, flip: 9, bandwidth: 150, voxelMm: [2, 2, 2], axis: "ROW" }),
        rule("parallelReductionFactor", 2, "minor"),
        rule("is3D", true, "major"),
      ],
    },
    {
      name: "BOLD",
      role: "BOLD",
      rules: [
        ...rules({ ...GRE, tr: 1000, te: [30], flip: 60, bandwidth: 2298 }),
        rule("echoTrainLength", 56, "minor", 0.1),
      ],
    },
    { name: "field map", role: "fieldmap", rules: rules({ ...GRE, te: [10, 12.46] }) },
    {
      name: "field map phase",
      role: "fieldmap",
      component: "phase",
      required: false,
      rules: rules({ ...GRE, te: [12.46] }),
    },
    {
      name: "DWI",
      role: "DWI",
      rules: [
        ...rules({ tr: 3516, te: [68], flip: 78, bandwidth: 1781, voxelMm: [3, 3, 3], axis: "COL" }),
        {
          parameter: "bValuesSPerMm2",
          expect: { value: [0, 2500] },
          tolerance: { absolute: 50 },
          severity: "major",
        },
      ],
    },
    {
      name: "ASL",
      role: "ASL",
      rules: rules({ tr: 4800, te: [11], flip: 90, bandwidth: 3005, voxelMm: [4, 4, 7.5], axis: "COL" }),
    },
  ],
};

type Expected = [parameter: ParameterName, observed: unknown, verdict: "minor" | "major" | "undetermined"];

/**
 * What other makers' series are by that protocol, written from dcmdump before the engine was run; everything else of
 * them is as asked. Null: the header does not say.
 */
export const EXPECTED_FINDINGS: Record<string, Expected[]> = {
  "g03_nih_ge_and_siemens_fmri/20180918GE/mr_0004#4": [
    ["repetitionTimeMs", 5000, "minor"],
    ["pixelBandwidthHzPerPixel", 7812.5, "minor"],
    ["echoTrainLength", 1, "minor"],
    ["voxelSizeXMm", 3.75, "major"],
    ["voxelSizeYMm", 3.75, "major"],
    ["voxelSizeZMm", 5, "major"],
    ["receiveCoil", "32Ch Head", "minor"],
  ],
  "g04_ge_hdxt_t1_irspgr_fruit/In#10": [
    ["repetitionTimeMs", 6.964, "minor"],
    ["echoTimesMs", [2.832], "minor"],
    ["inversionTimeMs", 400, "major"],
    ["flipAngleDeg", 11, "minor"],
    ["pixelBandwidthHzPerPixel", 244.141, "minor"],
    // AssetRFactors (0043,1083) is the part of the lines that is acquired: 0.57812.
    ["parallelReductionFactor", 1 / 0.57812, "minor"],
    ["voxelSizeXMm", 1.0547, "major"],
    ["voxelSizeYMm", 1.0547, "major"],
    ["voxelSizeZMm", 1.2, "major"],
    ["receiveCoil", "8HRBRAIN", "minor"],
  ],
  "g05_ge_architect_b0map_invivo/6_CV_Neuro#6": [
    ["repetitionTimeMs", 200, "minor"],
    ["echoTimesMs", [4.608], "minor"],
    ["flipAngleDeg", 20, "minor"],
    ["pixelBandwidthHzPerPixel", 488.281, "minor"],
    ["voxelSizeXMm", 1.875, "major"],
    ["voxelSizeYMm", 1.875, "major"],
    ["voxelSizeZMm", 9, "major"],
    ["receiveCoil", "48HAP", "minor"],
  ],
  "g06_philips_elition_classic/1301_ADNI_Sag3D_MPRAGE#1301": [
    ["repetitionTimeMs", 6.50099992752075, "minor"],
    ["echoTimesMs", [2.93], "minor"],
    // No InversionTime (0018,0082); PrepulseDelay (2001,101b) is 900, which the first writing of this table had missed.
    ["pixelBandwidthHzPerPixel", 271, "minor"],
    ["parallelReductionFactor", 1, "minor"],
    ["voxelSizeXMm", 1, "major"],
    ["voxelSizeYMm", 1, "major"],
    ["voxelSizeZMm", 1, "major"],
    ["receiveCoil", "MULTI COIL", "minor"],
  ],
  "g06_philips_elition_classic/2101_fcMRI_excerpt#2101": [
    ["repetitionTimeMs", 1259.232421875, "minor"],
    ["flipAngleDeg", 50, "minor"],
    ["voxelSizeXMm", 2.26041674613952, "major"],
    ["voxelSizeYMm", 2.26041674613952, "major"],
    ["voxelSizeZMm", 2.5, "major"],
    ["receiveCoil", "MULTI COIL", "minor"],
  ],
  "g06_philips_elition_classic/fieldmap#2001": [
    ["repetitionTimeMs", 20, "minor"],
    ["echoTimesMs", [2.3, 4.6], "minor"],
    ["flipAngleDeg", 10, "minor"],
    ["pixelBandwidthHzPerPixel", 1008, "minor"],
    ["voxelSizeXMm", 3, "major"],
    ["voxelSizeYMm", 3, "major"],
    ["voxelSizeZMm", 3, "major"],
    ["receiveCoil", "MULTI COIL", "minor"],
  ],
  "g06_philips_elition_classic/2201_DTI_excerpt#2201": [
    ["repetitionTimeMs", 4972.39404296875, "minor"],
    ["flipAngleDeg", 90, "minor"],
    ["pixelBandwidthHzPerPixel", 2494, "minor"],
    ["voxelSizeXMm", 2, "major"],
    ["voxelSizeYMm", 2, "major"],
    ["voxelSizeZMm", 2, "major"],
    ["bValuesSPerMm2", [0, 1000], "major"],
    ["receiveCoil", "MULTI COIL", "minor"],
  ],
  "g06_philips_elition_classic/3DpCASL#1901": [
    ["repetitionTimeMs", 4250, "minor"],
    ["echoTimesMs", [9], "minor"],
    ["pixelBandwidthHzPerPixel", 1948, "minor"],
    ["voxelSizeXMm", 2.5, "major"],
    ["voxelSizeYMm", 2.5, "major"],
    ["voxelSizeZMm", 4, "major"],
    ["receiveCoil", "MULTI COIL", "minor"],
  ],
  "g07_uih_umr770/t1_gre_fsp_3d_sag_excerpt#2": [
    ["repetitionTimeMs", 7.25, "minor"],
    ["echoTimesMs", [3.1], "minor"],
    ["inversionTimeMs", 750, "major"],
    ["flipAngleDeg", 10, "minor"],
    ["pixelBandwidthHzPerPixel", 250, "minor"],
    // (0065,100d) says "F:2.50".
    ["parallelReductionFactor", 2.5, "minor"],
    ["voxelSizeXMm", 0.5, "major"],
    ["voxelSizeYMm", 0.5, "major"],
    ["voxelSizeZMm", 1, "major"],
    ["receiveCoil", null, "undetermined"],
  ],
  "g07_uih_umr770/dti_tra_dir16_PA_rot#12": [
    ["repetitionTimeMs", 5865, "minor"],
    ["flipAngleDeg", 90, "minor"],
    ["voxelSizeXMm", 3.5, "major"],
    ["voxelSizeYMm", 3.5, "major"],
    ["voxelSizeZMm", 4.2, "major"],
    // (0065,1009) is 1.2513 and 929.7502; b-values are kept in whole s/mm².
    ["bValuesSPerMm2", [1, 930], "major"],
    ["receiveCoil", null, "undetermined"],
  ],
  "g08_canon_galan_dti/9000_DTI_PA-ortho#9000": [
    ["repetitionTimeMs", 10000, "minor"],
    ["echoTimesMs", [79], "minor"],
    ["flipAngleDeg", 90, "minor"],
    ["pixelBandwidthHzPerPixel", 1563, "minor"],
    ["bValuesSPerMm2", [0, 1500], "major"],
    ["receiveCoil", "32ch Head SPDR", "minor"],
  ],
};
