import type { SequenceRole } from "@/lib/harmonise/rules/role-features";

/** Weighted pictures of one moment, whose noise and sharpness the spatial metrics tell. */
const STILL = ["T1w", "T2w", "PDw", "FLAIR", "DIR", "T2star", "SWI", "TOF", "SBRef"] as const;

interface MetricDefinition {
  /** Null for a ratio. */
  unit: "%" | null;
  /** Where trouble lies: a value too far to the other side is no reason for concern. */
  bad: "low" | "high";
  roles: readonly SequenceRole[];
  /** Digits after the point that mean something. */
  digits: number;
}

/**
 * Every metric that there is. All are ratios, so that neither a receiver's gain nor a rescale changes them; none has a
 * threshold of its own: a value is judged within its comparable group only (`compare.ts`).
 */
export const QC_METRICS = {
  /**
   * Mean over standard deviation of the signal inside the head: of white matter for T1w, where
   * `tissues.ts` finds it, else of all signal inside the head.
   * Magnotta VA, Friedman L. Measurement of signal-to-noise and contrast-to-noise in the fBIRN multicenter imaging
   * study. J Digit Imaging 2006;19:140-147.
   */
  snrForeground: { unit: null, bad: "low", roles: [...STILL, "BOLD", "DWI"], digits: 1 },
  /**
   * Mean signal inside the head over the noise of the air around it, whose standard deviation is brought from the
   * Rayleigh distribution to the Gaussian one: SNR = √(2 - π/2) · mean / SD(air).
   * Dietrich O, Raya JG, Reeder SB, Reiser MF, Schoenberg SO. Measurement of signal-to-noise ratios in MR images.
   * J Magn Reson Imaging 2007;26:375-385. Exact for one coil and no parallel imaging; with several it only compares
   * like with like.
   */
  snrBackground: { unit: null, bad: "low", roles: [...STILL, "DWI"], digits: 1 },
  /**
   * Contrast of white and grey matter over the noise of both and of the air: |μWM - μGM| / √(σair² + σWM² + σGM²). The
   * tissues come from a mixture of three Gaussians of one deviation, fitted by EM to the histogram inside the head
   * (`tissues.ts`).
   * Magnotta & Friedman 2006, in the form of MRIQC (Esteban O et al. PLoS ONE 2017;12:e0184661).
   */
  cnrWhiteGrey: { unit: null, bad: "low", roles: ["T1w"], digits: 2 },
  /**
   * Entropy focus criterion: entropy of the voxel values over that of a picture whose energy is spread evenly; 0 is one
   * bright voxel, 1 an even picture. Ghosting and motion blur raise it.
   * Atkinson D, Hill DLG, Stoyle PNR, Summers PE, Keevil SF. Automatic correction of motion artifacts in magnetic
   * resonance images using an entropy focus criterion. IEEE Trans Med Imaging 1997;16:903-910; normalised as in QAP.
   */
  entropyFocus: { unit: null, bad: "high", roles: [...STILL, "BOLD"], digits: 3 },
  /**
   * Foreground-background energy ratio: mean squared value of the head over that of the air.
   * Shehzad Z et al. The Preprocessed Connectomes Project Quality Assessment Protocol (QAP). Front Neurosci 2015.
   */
  foregroundBackgroundEnergy: { unit: null, bad: "low", roles: [...STILL, "BOLD"], digits: 0 },
  /**
   * Ghost-to-signal ratio: what is brighter in the air where the N/2 ghost of the head falls than elsewhere, over the
   * median of the head.
   * Giannelli M, Diciotti S, Tessa C, Mascalchi M. Characterization of Nyquist ghost in EPI-fMRI acquisition sequences
   * implemented on two clinical 1.5 T MR scanner systems. J Appl Clin Med Phys 2010;11:170-180.
   */
  ghostToSignal: { unit: "%", bad: "high", roles: ["BOLD"], digits: 2 },
  /**
   * Temporal signal-to-noise: the median over the head of mean over standard deviation in time, without the linear
   * trend and the first six seconds.
   * Krüger G, Glover GH. Physiological noise in oxygenation-sensitive magnetic resonance imaging. Magn Reson Med
   * 2001;46:631-637.
   */
  snrTemporal: { unit: null, bad: "low", roles: ["BOLD"], digits: 1 },
  /**
   * Signal-to-noise of the images without diffusion weighting, from the differences of neighbours:
   * √2 · mean(S₁ + S₂)/2 / SD(S₁ - S₂), the deviation from its median absolute one, so that edges of a head that moved
   * do not count. Dietrich 2007, method of differences.
   */
  snrB0: { unit: null, bad: "low", roles: ["DWI"], digits: 1 },
  /**
   * Part of the slices whose mean signal lies more than four standard deviations (robust ones) below that of the same
   * slice over the directions of its shell: signal lost to motion while diffusion was encoded.
   * After Andersson JLR, Graham MS, Zsoldos E, Sotiropoulos SN. Incorporating outlier detection and replacement into a
   * non-parametric framework for movement and distortion correction of diffusion MR images. NeuroImage
   * 2016;141:556-572, the median over the shell in the place of their Gaussian process.
   */
  outlierSlices: { unit: "%", bad: "high", roles: ["DWI"], digits: 2 },
} as const satisfies Record<string, MetricDefinition>;

export type QcMetricName = keyof typeof QC_METRICS;
export const QC_METRIC_NAMES = Object.keys(QC_METRICS) as QcMetricName[];

/** Changes whenever a metric's numbers do: values of different versions are never compared. */
export const QC_VERSION = 1;

/** Why a metric has no value. */
export const QC_ABSENCES = [
  /** The air around the head was set to zero: by the scanner, or where a face was removed. */
  "background-zeroed",
  /** The head fills the picture. */
  "background-missing",
  /** The mixture found no three tissues. */
  "tissues-indistinct",
  /** Fewer than ten points in time. */
  "points-too-few",
  /** The header does not say along which axis phase was encoded. */
  "phase-axis-unknown",
  /** Fewer than two images without diffusion weighting. */
  "b0-too-few",
  /** Fewer than six directions in every shell. */
  "directions-too-few",
  /** No variation where a ratio divides by it. */
  "variation-missing",
] as const;
export type QcAbsence = (typeof QC_ABSENCES)[number];

/** A value, or why there is none. */
export type Measure = { value: number } | { absent: QcAbsence };
export type Measures = Partial<Record<QcMetricName, Measure>>;

/** The metrics of a role, in the order in which they are shown. */
export function metricsOfRole(role: SequenceRole): QcMetricName[] {
  return QC_METRIC_NAMES.filter((name) => (QC_METRICS[name].roles as readonly SequenceRole[]).includes(role));
}

/** A quotient that exists only where it is a finite number. */
export function ratio(above: number, below: number, absent: QcAbsence = "variation-missing"): Measure {
  const value = above / below;
  return below > 0 && Number.isFinite(value) ? { value } : { absent };
}
