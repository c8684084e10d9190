/** A volume that a viewer can open. */
export interface ViewableVolume {
  id: string;
  seriesId: string;
  kind: "volume" | "stack";
  /** SequenceRole: a key of terms.sequenceRole. */
  role: string;
  /** Quantitative map (ADC, FA, …); null for a weighted image. */
  map: string | null;
  /** A key of terms.component. */
  component: string;
  is3D: boolean | null;
  derived: boolean;
  /** Voxels along i, j, k and the fourth axis. */
  dimensions: [number, number, number, number];
  voxelSizeMm: [number, number, number] | null;
  echoTimeMs: number | null;
  frameOfReferenceUid: string | null;
  hasThumbnail: boolean;
  seriesDescription: string | null;
  seriesNumber: number | null;
}

/** An exam as a viewer shows it. */
export interface ViewableExam {
  id: string;
  subject: { pseudonym: string; sex: string };
  ageAtExamYears: number | null;
  /** Months since the subject's first visit; null when the exam has no usable date. */
  month: number | null;
  siteName: string;
  scanner: { manufacturer: string; model: string; fieldStrengthTesla: number };
  volumes: ViewableVolume[];
  /** The subject's other exams that the actor may view, to compare with. */
  others: { id: string; month: number | null; scannerModel: string }[];
}
