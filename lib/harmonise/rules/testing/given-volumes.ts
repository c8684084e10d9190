import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { Component } from "@/lib/imaging/frame-description";
import type { FourthAxisKind, StackReason } from "@/lib/imaging/manifest";

/** What the given scanner files hold, for the tests. */
export interface ExpectedVolume {
  dimensions: [number, number, number, number];
  voxelSizeMm: [number, number, number];
  stackReason: StackReason | null;
  fourthAxis: FourthAxisKind;
  role: SequenceRole;
  map: string | null;
  component: Component;
  derived: boolean;
  is3D: boolean;
}

type Short = [
  dimensions: ExpectedVolume["dimensions"],
  voxelSizeMm: ExpectedVolume["voxelSizeMm"],
  fourthAxis: FourthAxisKind,
  role: SequenceRole,
  more?: Partial<ExpectedVolume>,
];

const volume = ([dimensions, voxelSizeMm, fourthAxis, role, more]: Short): ExpectedVolume => ({
  dimensions,
  voxelSizeMm,
  fourthAxis,
  role,
  stackReason: null,
  map: null,
  component: "magnitude",
  derived: false,
  is3D: false,
  ...more,
});

const derived = { derived: true };
const is3D = { is3D: true };

/** g01 diffusion: 39 slices of 72 × 72 at 3 mm; g01 perfusion: 12 slices of 64 × 64, 4 × 4 × 7.5 mm. */
const DTI_3MM: [number, number, number] = [3, 3, 3];
const PERFUSION: [number, number, number] = [4, 4, 7.5];
const B1 = "g01_siemens_prisma_xa30_enhanced";

/**
 * Every image series of the given files by folder and SeriesNumber, its Volumes with the main one first.
 * Written from dcmdump's output (Rows, Columns, NumberOfFrames, PixelSpacing, positions, counts of
 * instances, ImageType, EchoTime, b-values), MANIFEST.md and dcm2niix's sizes, not from this code. Where they
 * differ: g06 fcMRI is called three volumes in MANIFEST.md, but its 135 positions are 75 times the first
 * slice and 60 times the second.
 */
const SHORT: Record<string, Short[]> = {
  [`${B1}/5_anat-T1w_acq-tfl#5`]: [[[128, 128, 96, 1], [2, 2, 2], "none", "T1w", is3D]],
  [`${B1}/6_anat-T1w_acq-tfl#6`]: [[[128, 128, 96, 1], [2, 2, 2], "none", "T1w", is3D]],
  [`${B1}/7_func-bold_task-fa_run-1#7`]: [[[64, 64, 33, 8], [3.375, 3.375, 3.4], "time", "BOLD"]],
  [`${B1}/8_gre_field_mapping#8`]: [
    [[64, 64, 33, 1], [3.375, 3.375, 3.4], "none", "fieldmap"],
    [[64, 64, 33, 1], [3.375, 3.375, 3.4], "none", "fieldmap"],
  ],
  [`${B1}/9_gre_field_mapping#9`]: [
    [[64, 64, 33, 1], [3.375, 3.375, 3.4], "none", "fieldmap", { component: "phase" }],
  ],
  [`${B1}/10_DWI_dir80_PA#10`]: [[[72, 72, 39, 6], DTI_3MM, "bValue", "DWI"]],
  [`${B1}/11_DWI_dir80_PA#11`]: [[[72, 72, 39, 1], DTI_3MM, "none", "DWI", { ...derived, map: "ADC" }]],
  [`${B1}/12_DWI_dir80_PA#12`]: [[[72, 72, 39, 1], DTI_3MM, "none", "DWI", derived]],
  [`${B1}/13_DWI_dir80_PA#13`]: [[[72, 72, 39, 1], DTI_3MM, "none", "DWI", { ...derived, map: "FA" }]],
  [`${B1}/14_DWI_dir80_PA#14`]: [
    [[72, 72, 39, 1], DTI_3MM, "none", "DWI", { ...derived, map: "ColFA", stackReason: "colour" }],
  ],
  [`${B1}/16_DWI_dir80_PA#16`]: [[[72, 72, 39, 1], DTI_3MM, "none", "DWI", derived]],
  [`${B1}/25_asl_2d_tra#25`]: [[[64, 64, 12, 7], PERFUSION, "time", "ASL"]],
  [`${B1}/27_asl_2d_tra#27`]: [[[64, 64, 12, 1], PERFUSION, "none", "ASL", derived]],
  [`${B1}/28_asl_2d_tra#28`]: [[[64, 64, 12, 1], PERFUSION, "none", "ASL", { ...derived, map: "CBF" }]],
  "g02_siemens_prisma_two_exams/HFP/2_t1_fl2d_sag#2": [
    [[256, 256, 35, 1], [1.015625, 1.015625, 4.8], "none", "T1w"],
  ],
  "g02_siemens_prisma_two_exams/HFP/3_ep2d_diff_mddw_20_p2#3": [
    [[128, 128, 25, 4], [1.71875, 1.71875, 5.2], "bValue", "DWI"],
  ],
  "g02_siemens_prisma_two_exams/HFS/3_t1_fl2d_sag#3": [
    [[256, 256, 35, 1], [1.015625, 1.015625, 4.8], "none", "T1w"],
  ],
  "g02_siemens_prisma_two_exams/HFS/4_ep2d_diff_mddw_20_p2#4": [
    [[128, 128, 25, 4], [1.71875, 1.71875, 5.2], "bValue", "DWI"],
  ],
  "g03_nih_ge_and_siemens_fmri/20180918GE/mr_0004#4": [[[64, 64, 15, 10], [3.75, 3.75, 5], "time", "BOLD"]],
  "g03_nih_ge_and_siemens_fmri/20180918Si/mr_0003#3": [[[72, 72, 5, 2], [3, 3, 12], "time", "BOLD"]],
  "g03_nih_ge_and_siemens_fmri/20180918Si/mr_0004#4": [[[72, 72, 5, 2], [3, 3, 12], "time", "BOLD"]],
  "g04_ge_hdxt_t1_irspgr_fruit/In#10": [[[256, 256, 196, 1], [1.0547, 1.0547, 1.2], "none", "T1w", is3D]],
  "g05_ge_architect_b0map_invivo/6_CV_Neuro#6": [
    [[128, 128, 16, 1], [1.875, 1.875, 9], "none", "fieldmap"],
    [[128, 128, 16, 1], [1.875, 1.875, 9], "none", "fieldmap", { map: "B0Hz", ...derived }],
  ],
  "g06_philips_elition_classic/1301_ADNI_Sag3D_MPRAGE#1301": [
    [[256, 256, 170, 1], [1, 1, 1], "none", "T1w", is3D],
  ],
  "g06_philips_elition_classic/2101_fcMRI_excerpt#2101": [
    [[96, 96, 2, 60], [2.2604167, 2.2604167, 2.5], "time", "BOLD"],
    [[96, 96, 1, 15], [2.2604167, 2.2604167, 2.5], "time", "BOLD", { stackReason: "single-slice" }],
  ],
  "g06_philips_elition_classic/2201_DTI_excerpt#2201": [
    [[128, 128, 5, 14], [2, 2, 2], "bValue", "DWI"],
    [[128, 128, 4, 3], [2, 2, 2], "bValue", "DWI"],
  ],
  "g06_philips_elition_classic/3DpCASL#1901": [[[96, 96, 40, 1], [2.5, 2.5, 4], "none", "ASL", is3D]],
  "g06_philips_elition_classic/fieldmap#2001": [
    [[80, 80, 53, 1], [3, 3, 3], "none", "fieldmap", is3D],
    [[80, 80, 53, 1], [3, 3, 3], "none", "fieldmap", is3D],
    [[80, 80, 53, 1], [3, 3, 3], "none", "fieldmap", { ...is3D, component: "phase" }],
    [[80, 80, 53, 1], [3, 3, 3], "none", "fieldmap", { ...is3D, component: "phase" }],
  ],
  "g07_uih_umr770/dti_tra_dir16_PA_rot#12": [[[64, 64, 20, 17], [3.5, 3.5, 4.2], "bValue", "DWI"]],
  "g07_uih_umr770/t1_gre_fsp_3d_sag_excerpt#2": [[[460, 512, 24, 1], [0.5, 0.5, 1], "none", "T1w", is3D]],
  "g08_canon_galan_dti/9000_DTI_PA-ortho#9000": [[[80, 80, 40, 13], [3, 3, 3], "bValue", "DWI"]],
  "g09_siemens_terrax_7t_enhanced/PRODUCT_bold#2": [[[64, 64, 10, 3], [2, 2, 2], "time", "BOLD"]],
  "g09_siemens_terrax_7t_enhanced/PRODUCT_bold#4": [[[64, 64, 10, 3], [2, 2, 2], "time", "BOLD"]],
  "g09_siemens_terrax_7t_enhanced/PRODUCT_bold#6": [[[64, 64, 10, 3], [2, 2, 2], "time", "BOLD"]],
  "g09_siemens_terrax_7t_enhanced/PRODUCT_diff_sms1#14": [[[64, 64, 10, 7], [2, 2, 2], "bValue", "DWI"]],
  "g12_nema_multiframe_brain_tumour#3": [[[256, 256, 24, 1], [0.820312, 0.820312, 6], "none", "FLAIR"]],
  "g12_nema_multiframe_brain_tumour#4": [[[256, 256, 24, 1], [0.820312, 0.820312, 6], "none", "T2w"]],
  "g12_nema_multiframe_brain_tumour#8": [[[256, 256, 24, 1], [0.820312, 0.820312, 6], "none", "T1w"]],
  // Nine compressions of one picture, as nine instances of one series: nine repetitions.
  "g13_transfer_syntaxes/In#1": [[[64, 64, 35, 9], [3.25, 3.25, 3.6], "time", "BOLD"]],
  "g14_deid_phi/residual_name#4": [[[64, 64, 35, 1], [3.25, 3.25, 3.2], "none", "BOLD"]],
  // Toshiba spin echo, TE 240 ms; one slice, seven times under one SOPInstanceUID.
  "g15_broken_odd/pydicom#1": [
    [
      [64, 64, 1, 1],
      [0.3125, 0.3125, 0.8],
      "none",
      "T2w",
      { ...derived, ...is3D, stackReason: "single-slice" },
    ],
  ],
  "g17_siemens_prisma_mosaic_sagittal/2_fmri_SagAP#2": [
    [[64, 64, 36, 6], [3.203125, 3.203125, 3.6], "time", "BOLD"],
  ],
  "g17_siemens_prisma_mosaic_sagittal/4_DWI_SagAPmosaic#4": [
    [[82, 82, 48, 4], [2.7073171, 2.7073171, 2.7], "bValue", "DWI"],
  ],
};

export const GIVEN_VOLUMES: ReadonlyMap<string, ExpectedVolume[]> = new Map(
  Object.entries(SHORT).map(([key, volumes]) => [key, volumes.map(volume)]),
);
