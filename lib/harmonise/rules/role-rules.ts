import type { RoleFeatures, SequenceRole } from "@/lib/harmonise/rules/role-features";

/**
 * The rules by which a Volume gets its SequenceRole, tried from the top: what the scanner computed, then
 * vendor-independent physics, then vendors' names for their sequences, and words people typed last.
 * Times in ms, angles in degrees, b-values in s/mm²; bounds hold at 1.5 to 7 T.
 */
export interface RoleRule {
  name: string;
  role: SequenceRole;
  /** 0.9 and more: the header says it; 0.7: physics leaves little else; 0.5 and less: a fair guess. */
  confidence: number;
  when: (features: RoleFeatures) => boolean;
}

const has = (list: readonly string[], ...words: string[]) => words.some((word) => list.includes(word));
const between = (value: number | null, low: number, high: number) =>
  value !== null && value >= low && value <= high;
const isName = (f: RoleFeatures, pattern: RegExp) => pattern.test(f.pulseSequenceName ?? "");
const says = (f: RoleFeatures, pattern: RegExp) =>
  pattern.test(f.seriesDescription ?? "") || pattern.test(f.protocolName ?? "");

/**
 * Siemens writes SE, or EchoPulseSequence GRADIENT, on either kind of EPI; the sequence's own name (epfid:
 * free induction decay, epse: spin echo) is right.
 */
const isGradientEpi = (f: RoleFeatures) =>
  f.isEchoPlanar === true && !isName(f, /epse/i) && (isName(f, /epfid/i) || f.echoPulse !== "spin");
const isSpin = (f: RoleFeatures) => f.echoPulse === "spin" && f.isEchoPlanar !== true;
const isGradient = (f: RoleFeatures) => f.echoPulse === "gradient" && f.isEchoPlanar !== true;

const COMPUTED: RoleRule[] = [
  {
    name: "image-type-localiser",
    role: "localiser",
    confidence: 0.95,
    when: (f) => has(f.imageType, "LOCALIZER"),
  },
  { name: "three-orientations", role: "localiser", confidence: 0.85, when: (f) => f.orientations >= 3 },
  { name: "spectroscopy", role: "MRS", confidence: 0.95, when: (f) => has(f.imageType, "SPECTROSCOPY") },
  {
    name: "diffusion-map",
    role: "DWI",
    confidence: 0.95,
    when: (f) => has([f.map ?? ""], "ADC", "eADC", "FA", "ColFA", "RA"),
  },
  { name: "field-map-in-hz", role: "fieldmap", confidence: 0.95, when: (f) => f.map === "B0Hz" },
  { name: "mp2rage-uniform", role: "MP2RAGE", confidence: 0.95, when: (f) => f.map === "UNI" },
];

const PHYSICS: RoleRule[] = [
  {
    name: "spin-labelling",
    role: "ASL",
    confidence: 0.95,
    when: (f) => f.isArterialSpinLabelling || has(f.imageType, "ASL"),
  },
  {
    name: "b-value",
    role: "DWI",
    confidence: 0.95,
    when: (f) => f.bValues.some((value) => value > 0) && f.isEchoPlanar !== false,
  },
  {
    name: "acquisition-contrast-diffusion",
    role: "DWI",
    confidence: 0.95,
    when: (f) => f.acquisitionContrast === "DIFFUSION" || has(f.imageType, "DIFFUSION"),
  },
  { name: "time-of-flight", role: "TOF", confidence: 0.95, when: (f) => f.isTimeOfFlight },
  {
    name: "acquisition-contrast-flair",
    role: "FLAIR",
    confidence: 0.95,
    when: (f) => f.acquisitionContrast === "FLUID_ATTENUATED",
  },
  {
    name: "perfusion-without-contrast-agent",
    role: "ASL",
    confidence: 0.8,
    when: (f) => has(f.imageType, "PERFUSION") && f.contrastAgent !== "yes",
  },
  {
    name: "bolus-echo-planar",
    role: "DSC",
    confidence: 0.8,
    when: (f) => isGradientEpi(f) && f.contrastAgent === "yes" && f.repeats >= 20,
  },
  {
    name: "bolus-gradient-echo",
    role: "DCE",
    confidence: 0.8,
    when: (f) => isGradient(f) && f.contrastAgent === "yes" && f.repeats >= 5 && between(f.echoTimeMs, 0, 6),
  },
  {
    name: "single-band-reference",
    role: "SBRef",
    confidence: 0.9,
    when: (f) => f.isEchoPlanar === true && f.repeats === 1 && says(f, /sbref/i),
  },
  { name: "image-type-functional", role: "BOLD", confidence: 0.95, when: (f) => has(f.imageType, "FMRI") },
  {
    name: "gradient-epi-series",
    role: "BOLD",
    confidence: 0.85,
    when: (f) => isGradientEpi(f) && f.repeats >= 10 && between(f.echoTimeMs, 8, 70),
  },
  {
    name: "gradient-epi",
    role: "BOLD",
    confidence: 0.6,
    when: (f) => isGradientEpi(f) && !f.isDerived && between(f.echoTimeMs, 8, 70),
  },
  {
    name: "gradient-echo-phase-pair",
    role: "fieldmap",
    confidence: 0.75,
    when: (f) => isGradient(f) && f.seriesHasPhase && f.seriesEchoes <= 2 && between(f.echoTimeMs, 0, 13),
  },
  {
    name: "two-inversion-times",
    role: "MP2RAGE",
    confidence: 0.8,
    when: (f) => isGradient(f) && f.is3D === true && f.seriesInversionTimes === 2,
  },
  {
    name: "inverted-gradient-echo-3d",
    role: "T1w",
    confidence: 0.9,
    when: (f) =>
      isGradient(f) &&
      between(f.inversionTimeMs, 250, 1600) &&
      between(f.echoTimeMs, 0, 8) &&
      between(f.flipAngleDeg, 1, 20),
  },
  {
    name: "inverted-spin-echo-long",
    role: "FLAIR",
    confidence: 0.9,
    when: (f) => isSpin(f) && between(f.inversionTimeMs, 1400, 3200) && between(f.echoTimeMs, 60, 700),
  },
  {
    name: "inverted-spin-echo-short",
    role: "T1w",
    confidence: 0.75,
    when: (f) => isSpin(f) && between(f.inversionTimeMs, 400, 1300) && between(f.echoTimeMs, 0, 40),
  },
  {
    name: "acquisition-contrast-t1",
    role: "T1w",
    confidence: 0.9,
    when: (f) => f.acquisitionContrast === "T1",
  },
  {
    name: "acquisition-contrast-t2",
    role: "T2w",
    confidence: 0.9,
    when: (f) => f.acquisitionContrast === "T2" && isSpin(f),
  },
  {
    name: "acquisition-contrast-t2star",
    role: "T2star",
    confidence: 0.85,
    when: (f) => f.acquisitionContrast === "T2_STAR",
  },
  {
    name: "acquisition-contrast-pd",
    role: "PDw",
    confidence: 0.9,
    when: (f) => f.acquisitionContrast === "PROTON_DENSITY",
  },
  {
    name: "image-type-susceptibility",
    role: "SWI",
    confidence: 0.95,
    when: (f) => has(f.imageType, "SWI", "MNIP", "SWI_M"),
  },
];

const VENDOR: RoleRule[] = [
  { name: "siemens-field-map", role: "fieldmap", confidence: 0.95, when: (f) => isName(f, /\*?fm2d/i) },
  {
    name: "ge-b0-mapping",
    role: "fieldmap",
    confidence: 0.9,
    when: (f) => f.vendor === "ge" && isName(f, /^b0/i),
  },
  {
    name: "diffusion-sequence-name",
    role: "DWI",
    confidence: 0.85,
    when: (f) => isName(f, /ep_b\d|dti|dwi/i),
  },
  { name: "labelling-sequence-name", role: "ASL", confidence: 0.85, when: (f) => isName(f, /asl/i) },
  { name: "tof-sequence-name", role: "TOF", confidence: 0.85, when: (f) => isName(f, /tof/i) },
  {
    name: "susceptibility-sequence-name",
    role: "SWI",
    confidence: 0.85,
    when: (f) => isName(f, /swi|swan/i),
  },
  { name: "inverted-space", role: "FLAIR", confidence: 0.8, when: (f) => isName(f, /spcir|tir2d/i) },
];

const WEIGHTING: RoleRule[] = [
  {
    name: "spin-echo-long-te",
    role: "T2w",
    confidence: 0.8,
    when: (f) => isSpin(f) && between(f.repetitionTimeMs, 1200, 30_000) && between(f.echoTimeMs, 60, 700),
  },
  {
    name: "spin-echo-middle-te",
    role: "T2w",
    confidence: 0.5,
    when: (f) => isSpin(f) && between(f.repetitionTimeMs, 1500, 30_000) && between(f.echoTimeMs, 40, 60),
  },
  {
    name: "spin-echo-long-tr-short-te",
    role: "PDw",
    confidence: 0.7,
    when: (f) => isSpin(f) && between(f.repetitionTimeMs, 1500, 30_000) && between(f.echoTimeMs, 0, 40),
  },
  {
    name: "spin-echo-short-tr",
    role: "T1w",
    confidence: 0.8,
    when: (f) => isSpin(f) && between(f.repetitionTimeMs, 100, 1200) && between(f.echoTimeMs, 0, 35),
  },
  {
    name: "gradient-echo-several-echoes",
    role: "T2star",
    confidence: 0.75,
    when: (f) => isGradient(f) && f.seriesEchoes >= 3,
  },
  {
    name: "gradient-echo-3d-late",
    role: "SWI",
    confidence: 0.55,
    when: (f) =>
      isGradient(f) && f.is3D === true && between(f.echoTimeMs, 13, 45) && between(f.flipAngleDeg, 5, 25),
  },
  {
    name: "gradient-echo-late",
    role: "T2star",
    confidence: 0.7,
    when: (f) => isGradient(f) && between(f.echoTimeMs, 12, 80),
  },
  {
    name: "gradient-echo-prepared",
    role: "T1w",
    confidence: 0.7,
    when: (f) => isGradient(f) && has(f.sequenceVariant, "MP") && between(f.echoTimeMs, 0, 8),
  },
  {
    name: "gradient-echo-spoiled-2d",
    role: "T1w",
    confidence: 0.75,
    when: (f) => isGradient(f) && between(f.flipAngleDeg, 45, 90) && between(f.echoTimeMs, 0, 10),
  },
  {
    name: "gradient-echo-spoiled-3d",
    role: "T1w",
    confidence: 0.6,
    when: (f) =>
      isGradient(f) && f.is3D === true && between(f.flipAngleDeg, 12, 45) && between(f.echoTimeMs, 0, 8),
  },
  {
    name: "gradient-echo-low-flip-3d",
    role: "PDw",
    confidence: 0.45,
    when: (f) =>
      isGradient(f) && f.is3D === true && between(f.flipAngleDeg, 1, 7) && between(f.echoTimeMs, 0, 8),
  },
];

/** Words of SeriesDescription and ProtocolName, in French and English; only where nothing else decided. */
const WORDS: [name: string, role: SequenceRole, pattern: RegExp][] = [
  ["words-localiser", "localiser", /locali[sz]er|scout|survey|rep[eé]rage|\bloca\b|3.?plan/i],
  ["words-dir", "DIR", /\bdir\b|double.?inversion/i],
  ["words-flair", "FLAIR", /flair|dark.?fluid/i],
  ["words-mp2rage", "MP2RAGE", /mp2rage/i],
  ["words-dsc", "DSC", /\bdsc\b|perf.*(gd|gado|inj)/i],
  ["words-dce", "DCE", /\bdce\b/i],
  ["words-asl", "ASL", /p?casl|\basl\b/i],
  ["words-dwi", "DWI", /\bdwi\b|\bdti\b|diff/i],
  ["words-fieldmap", "fieldmap", /field.?map|b0.?map|\bfmap\b|topup|distort/i],
  ["words-swi", "SWI", /\bswi|swan|venobold/i],
  ["words-tof", "TOF", /\btof\b|angio/i],
  ["words-bold", "BOLD", /bold|fmri|rest(ing)?.?state/i],
  ["words-t2star", "T2star", /t2\s?\*|t2.?star|hemo/i],
  ["words-t1", "T1w", /\bt1|mprage|bravo|spgr|_t1/i],
  ["words-t2", "T2w", /\bt2|_t2/i],
  ["words-pd", "PDw", /\bpd\b|\bdp\b|proton/i],
];

export const ROLE_RULES: readonly RoleRule[] = [
  ...COMPUTED,
  // A field map's magnitude looks like any gradient echo: names go before the physics of contrast.
  ...VENDOR.slice(0, 2),
  ...PHYSICS,
  ...VENDOR.slice(2),
  {
    name: "words-double-inversion",
    role: "DIR",
    confidence: 0.7,
    when: (f) => isSpin(f) && f.isInversionRecovery === true && says(f, /\bdir\b|double.?inversion/i),
  },
  ...WEIGHTING,
  ...WORDS.map(([name, role, pattern]) => ({
    name,
    role,
    confidence: 0.4,
    when: (f: RoleFeatures) => says(f, pattern),
  })),
];
