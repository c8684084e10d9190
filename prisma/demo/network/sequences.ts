import type { Manufacturer, Parameters, Role } from "./rows";

/** One sequence of a protocol, as one vendor runs it. */
export interface SequenceSettings extends Parameters {
  role: Role;
  is3D: boolean;
  map: string | null;
  derived: boolean;
  contrastAgent: "yes" | "no";
  description: string;
  scanningSequence: string[];
  sequenceVariant: string[];
  imageType: string[];
  /** Columns, rows, slices, points of the fourth axis. */
  matrix: readonly [number, number, number, number];
  fourthAxis: "none" | "time" | "bValue";
}

export type SequenceKey =
  | "localiser"
  | "t1"
  | "t1gad"
  | "flair3d"
  | "flair2d"
  | "t2"
  | "dir"
  | "swi"
  | "dwi"
  | "adc"
  | "dti"
  | "bold"
  | "fieldmap"
  | "asl"
  | "dsc"
  | "mp2rage"
  | "t1fine"
  | "t2star7";

type Names = Record<"Siemens" | "Philips" | "GE" | "Canon", string>;

interface Recipe {
  role: Role;
  is3D: boolean;
  names: Names;
  /** TR, TE, TI, flip angle, Hz/px, echo train: one row per vendor where they differ. */
  timing: Record<"Siemens" | "Philips" | "GE" | "Canon", readonly (number | null)[]>;
  voxelMm: readonly [number, number, number];
  matrix: readonly [number, number, number, number];
  scanningSequence: string[];
  sequenceVariant: string[];
  bValues?: number[];
  fourthAxis?: "time" | "bValue";
  map?: string;
  derived?: boolean;
  contrastAgent?: "yes";
  multiband?: number;
  /** Where slices do not touch; else they are as thick as they are apart. */
  thicknessMm?: number;
  directions?: number;
}

const same = (...row: (number | null)[]): Recipe["timing"] => ({
  Siemens: row,
  Philips: row,
  GE: row,
  Canon: row,
});
const named = (siemens: string, philips: string, ge: string, canon: string): Names => ({
  Siemens: siemens,
  Philips: philips,
  GE: ge,
  Canon: canon,
});

const T1_TIMING: Recipe["timing"] = {
  Siemens: [2300, 2.98, 900, 9, 240, 1],
  Philips: [6.8, 3.1, 950, 8, 241, 1],
  GE: [7.6, 3.1, 900, 9, 244, 1],
  Canon: [6.9, 2.9, 900, 9, 244, 1],
};

const RECIPES: Record<SequenceKey, Recipe> = {
  localiser: {
    role: "localiser",
    is3D: false,
    names: named("localizer", "Survey", "3Plane Loc", "Locator"),
    timing: same(8.6, 3.7, null, 20, 320, 1),
    voxelMm: [1.1, 1.1, 8],
    matrix: [224, 224, 9, 1],
    scanningSequence: ["GR"],
    sequenceVariant: ["SP"],
  },
  t1: {
    role: "T1w",
    is3D: true,
    names: named("T1 MPRAGE sag 1mm", "sT1W 3D TFE 1mm", "Sag 3D T1 BRAVO 1mm", "T1 3D FFE sag 1mm"),
    timing: T1_TIMING,
    voxelMm: [1, 1, 1],
    matrix: [240, 232, 176, 1],
    scanningSequence: ["GR", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  t1gad: {
    role: "T1w",
    is3D: true,
    names: named("T1 MPRAGE sag 1mm GD", "sT1W 3D TFE GADO", "Sag 3D T1 BRAVO +C", "T1 3D FFE GADO"),
    timing: T1_TIMING,
    voxelMm: [1, 1, 1],
    matrix: [240, 232, 176, 1],
    contrastAgent: "yes",
    scanningSequence: ["GR", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  flair3d: {
    role: "FLAIR",
    is3D: true,
    names: named("FLAIR SPACE sag 1mm", "3D FLAIR VISTA", "Sag 3D CUBE FLAIR", "FLAIR 3D MPV sag"),
    timing: {
      Siemens: [5000, 388, 1800, 120, 781, 278],
      Philips: [4800, 340, 1650, 90, 1040, 182],
      GE: [6300, 120, 1830, 90, 558, 200],
      Canon: [6000, 378, 1800, 90, 651, 220],
    },
    voxelMm: [1, 1, 1],
    matrix: [240, 232, 176, 1],
    scanningSequence: ["SE", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  flair2d: {
    role: "FLAIR",
    is3D: false,
    names: named("FLAIR tse tra", "FLAIR ax", "Ax T2 FLAIR", "FLAIR tra"),
    timing: {
      Siemens: [9000, 94, 2500, 150, 287, 16],
      Philips: [11000, 125, 2800, 90, 222, 29],
      GE: [9500, 117, 2471, 160, 244, 24],
      Canon: [10000, 105, 2700, 90, 244, 19],
    },
    voxelMm: [0.7, 0.7, 4],
    matrix: [320, 320, 36, 1],
    scanningSequence: ["SE", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  t2: {
    role: "T2w",
    is3D: false,
    names: named("T2 tse tra 3mm", "T2W TSE ax", "Ax T2 FSE", "FSE T2 tra"),
    timing: {
      Siemens: [6000, 99, null, 150, 223, 18],
      Philips: [3000, 80, null, 90, 217, 15],
      GE: [5600, 102, null, 142, 195, 20],
      Canon: [5200, 95, null, 90, 195, 17],
    },
    voxelMm: [0.5, 0.5, 3],
    matrix: [448, 448, 48, 1],
    scanningSequence: ["SE"],
    sequenceVariant: ["SK", "SP"],
  },
  dir: {
    role: "DIR",
    is3D: true,
    names: named("DIR SPACE sag", "3D DIR", "Sag CUBE DIR", "DIR 3D"),
    timing: same(7500, 318, 3000, 120, 751, 256),
    voxelMm: [1.2, 1.2, 1.3],
    matrix: [208, 208, 144, 1],
    scanningSequence: ["SE", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  swi: {
    role: "SWI",
    is3D: true,
    names: named("SWI tra", "SWIp", "Ax SWAN", "FSBB"),
    timing: {
      Siemens: [28, 20, null, 15, 120, 1],
      Philips: [31, 7.2, null, 17, 255, 4],
      GE: [39, 24, null, 15, 122, 5],
      Canon: [29, 20, null, 15, 122, 1],
    },
    voxelMm: [0.9, 0.9, 2],
    matrix: [224, 256, 72, 1],
    scanningSequence: ["GR"],
    sequenceVariant: ["SP", "OSP"],
  },
  dwi: {
    role: "DWI",
    is3D: false,
    names: named("ep2d diff b1000", "DWI b1000", "Ax DWI b1000", "DWI EPI b1000"),
    timing: {
      Siemens: [5200, 68, null, 90, 1447, 1],
      Philips: [4300, 84, null, 90, 1700, 1],
      GE: [6000, 72, null, 90, 1953, 1],
      Canon: [6200, 80, null, 90, 1562, 1],
    },
    voxelMm: [2, 2, 2.5],
    matrix: [112, 128, 56, 2],
    scanningSequence: ["EP"],
    sequenceVariant: ["SK", "SP"],
    bValues: [0, 1000],
    fourthAxis: "bValue",
  },
  adc: {
    role: "DWI",
    is3D: false,
    names: named("ep2d diff ADC", "dADC", "ADC", "ADC map"),
    map: "ADC",
    derived: true,
    timing: {
      Siemens: [5200, 68, null, 90, 1447, 1],
      Philips: [4300, 84, null, 90, 1700, 1],
      GE: [6000, 72, null, 90, 1953, 1],
      Canon: [6200, 80, null, 90, 1562, 1],
    },
    voxelMm: [2, 2, 2.5],
    matrix: [112, 128, 56, 1],
    scanningSequence: ["EP"],
    sequenceVariant: ["SK", "SP"],
  },
  dti: {
    role: "DWI",
    is3D: false,
    names: named("cmrr diff 98dir AP", "DTI 64dir", "Ax DTI 64dir", "DTI 64dir"),
    multiband: 3,
    timing: same(3500, 78, null, 90, 1698, 1),
    voxelMm: [2, 2, 2],
    matrix: [112, 112, 72, 65],
    scanningSequence: ["EP"],
    sequenceVariant: ["SK", "SP"],
    bValues: [0, 1000, 2000],
    directions: 64,
    fourthAxis: "bValue",
  },
  bold: {
    role: "BOLD",
    is3D: false,
    names: named("rs-fMRI MB", "rsfMRI EPI", "Ax fMRI rest", "fMRI rest"),
    timing: same(2000, 30, null, 77, 2368, 1),
    voxelMm: [3, 3, 3.3],
    thicknessMm: 3,
    matrix: [72, 80, 42, 240],
    multiband: 2,
    scanningSequence: ["EP", "GR"],
    sequenceVariant: ["SK", "SS"],
    fourthAxis: "time",
  },
  fieldmap: {
    role: "fieldmap",
    is3D: false,
    names: named("gre field mapping", "B0 map", "B0map", "B0 map"),
    timing: same(580, 4.92, null, 60, 290, 1),
    voxelMm: [3, 3, 3.3],
    thicknessMm: 3,
    matrix: [72, 80, 42, 1],
    scanningSequence: ["GR"],
    sequenceVariant: ["SP"],
  },
  asl: {
    role: "ASL",
    is3D: true,
    names: named("pCASL 3D GRASE", "pCASL", "3D ASL PLD 2025", "ASL 3D"),
    timing: same(4600, 14, null, 120, 2298, 18),
    voxelMm: [3, 3, 4],
    matrix: [72, 72, 36, 16],
    scanningSequence: ["SE", "EP"],
    sequenceVariant: ["SK", "SP"],
    fourthAxis: "time",
  },
  dsc: {
    role: "DSC",
    is3D: false,
    names: named("ep2d perf", "PERFUSION T2*", "Ax PERFUSION", "PWI"),
    contrastAgent: "yes",
    timing: same(1600, 30, null, 90, 1347, 1),
    voxelMm: [1.8, 1.8, 5],
    matrix: [128, 128, 25, 60],
    scanningSequence: ["EP", "GR"],
    sequenceVariant: ["SK"],
    fourthAxis: "time",
  },
  mp2rage: {
    role: "MP2RAGE",
    is3D: true,
    names: named("MP2RAGE sag 0.7mm UNI", "MP2RAGE", "MP2RAGE", "MP2RAGE"),
    timing: same(6000, 2.27, 800, 7, 300, 1),
    voxelMm: [0.7, 0.7, 0.7],
    matrix: [320, 320, 240, 1],
    scanningSequence: ["GR", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  t1fine: {
    role: "T1w",
    is3D: true,
    names: named("T1 MPRAGE sag 0.5mm", "T1 0.5mm", "T1 0.5mm", "T1 0.5mm"),
    timing: same(3200, 2.6, 1150, 6, 260, 1),
    voxelMm: [0.5, 0.5, 0.5],
    matrix: [448, 400, 336, 1],
    scanningSequence: ["GR", "IR"],
    sequenceVariant: ["SK", "SP", "MP"],
  },
  t2star7: {
    role: "T2star",
    is3D: true,
    names: named("gre T2s 0.5mm", "T2s 0.5mm", "T2s 0.5mm", "T2s 0.5mm"),
    timing: same(27, 15, null, 10, 150, 1),
    voxelMm: [0.5, 0.5, 1],
    matrix: [384, 448, 120, 1],
    scanningSequence: ["GR"],
    sequenceVariant: ["SP"],
  },
};

const MAKERS = new Set<string>(["Siemens", "Philips", "GE", "Canon"]);

/** The settings a vendor's scanner runs a sequence with when it follows the protocol. */
export function sequenceSettings(key: SequenceKey, manufacturer: Manufacturer): SequenceSettings {
  const recipe = RECIPES[key];
  const vendor = (MAKERS.has(manufacturer) ? manufacturer : "Siemens") as keyof Names;
  const [tr = null, te = null, ti = null, flip = null, bandwidth = null, train = null] =
    recipe.timing[vendor];
  const magnitude = vendor === "Siemens" ? ["M", "ND", "NORM"] : ["M"];
  return {
    role: recipe.role,
    is3D: recipe.is3D,
    map: recipe.map ?? null,
    derived: recipe.derived ?? false,
    contrastAgent: recipe.contrastAgent ?? "no",
    description: recipe.names[vendor],
    scanningSequence: recipe.scanningSequence,
    sequenceVariant: recipe.sequenceVariant,
    imageType: recipe.derived
      ? ["DERIVED", "PRIMARY", "DIFFUSION", "ADC"]
      : ["ORIGINAL", "PRIMARY", ...(recipe.role === "DWI" ? ["DIFFUSION", "NONE"] : magnitude)],
    matrix: recipe.matrix,
    fourthAxis: recipe.fourthAxis ?? "none",
    repetitionTimeMs: tr,
    echoTimesMs: te === null ? [] : [te],
    inversionTimeMs: ti,
    flipAngleDeg: flip,
    pixelBandwidthHzPerPixel: bandwidth,
    echoTrainLength: train,
    parallelReductionFactor: recipe.is3D || recipe.role === "DWI" ? 2 : 1,
    multibandFactor: recipe.multiband ?? null,
    bValuesSPerMm2: recipe.bValues ?? [],
    voxelSizeXMm: recipe.voxelMm[0],
    voxelSizeYMm: recipe.voxelMm[1],
    voxelSizeZMm: recipe.voxelMm[2],
    sliceThicknessMm: recipe.thicknessMm ?? recipe.voxelMm[2],
    sliceSpacingMm: recipe.voxelMm[2],
    phaseEncodingDirection: recipe.scanningSequence.includes("EP") && !recipe.is3D ? "AP" : null,
    directionCount: recipe.directions ?? null,
    volumeCount: recipe.matrix[3],
  };
}

/** Head coils that each maker's scanners have. */
export const COILS = {
  Siemens: "HeadNeck_64",
  Philips: "dS Head 32ch",
  GE: "48CH HEAD",
  Canon: "Head SPEEDER 32ch",
  UIH: "Head 32",
  Other: "Head",
} as const;

export const COIL_7T = "1Tx32Rx Head";
