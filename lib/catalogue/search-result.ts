import type { CatalogueQuery, CatalogueView, Criterion, Sort, Unit } from "./search-query";

// What a search gives back, as plain data for a page. Browser-safe.

/** Below this many subjects a count is never told to someone who may only count. */
export const SMALLEST_TOLD = 11;

/**
 * A number of subjects, exams or series: exact for whoever may browse the rows; for others rounded to 5 after
 * perturbation, or "below-11".
 */
export type ShownCount = number | "below-11";

export interface ThreeCounts {
  subjects: ShownCount;
  exams: ShownCount;
  series: ShownCount;
}

/** One value of a facet with the subjects it would leave, the facet's own selection set aside. */
export interface FacetValue {
  value: string;
  /** A name from the data (a site, a protocol); absent where the interface names the value. */
  label?: string;
  count: ShownCount;
}

/** One diagnosis of the hierarchy, its descendants counted. */
export interface FacetTerm {
  code: string;
  labelFr: string;
  labelEn: string;
  /** Direct parents, whether they are in the facet or not. */
  parents: string[];
  /** Said of a subject as such, not only through a descendant. */
  asserted: boolean;
  count: ShownCount;
}

export interface CatalogueFacets {
  diagnosis: { terms: FacetTerm[]; control: ShownCount };
  role: FacetValue[];
  map: FacetValue[];
  protocol: FacetValue[];
  verdict: FacetValue[];
  whole: FacetValue[];
  qc: FacetValue[];
  rating: FacetValue[];
  site: FacetValue[];
  scanner: FacetValue[];
  field: FacetValue[];
  /** One value a completed year, "0" to "90". */
  age: FacetValue[];
  sex: FacetValue[];
  /** "1" to "5": subjects with at least so many visits that answer. */
  visits: FacetValue[];
  /** Bounds in mm: subjects left by "no voxel side over …". */
  voxel: FacetValue[];
  pixels: ShownCount;
}

export interface CatalogueCharts {
  /** Subjects by five years of age at the exam and sex. */
  ageBySex: { fromYears: number; sex: string; count: ShownCount }[];
  /** Scanners that hold an answering exam, and the subjects of each role there. */
  scanners: { id: string; site: string; model: string; manufacturer: string }[];
  roleByScanner: { scannerId: string; role: string; count: ShownCount }[];
}

/** A sequence of an exam, as a chip: role, whether 3D, map. */
export interface SequenceTag {
  role: string;
  is3D: boolean;
  map: string | null;
}

export interface PlaceTag {
  site: string;
  manufacturer: string;
  model: string;
}

export type VerdictValue = "compliant" | "minor" | "major" | "undetermined";
export type QcState = "unmeasured" | "typical" | "outlier";
export type QcRating = "good" | "usable" | "unusable";

/** What the protocols and the quality measures say of an exam. */
export interface ExamJudgement {
  /** The worst of its current verdicts; null when no protocol judges it. */
  verdict: VerdictValue | null;
  /** False when a current protocol misses something. */
  isWhole: boolean | null;
  /** Series that stand out from their group, and series rated unusable. */
  outliers: number;
  unusable: number;
}

export interface SubjectRow {
  pseudonym: string;
  sex: string;
  /** Lowest and highest completed years at the answering exams. */
  ageYears: { from: number; to: number } | null;
  /** Months since the first visit of each answering exam, ascending, with the exam to open; undated ones last. */
  visits: { examId: string; month: number | null }[];
  places: PlaceTag[];
  diagnoses: { labelFr: string; labelEn: string }[];
  sequences: SequenceTag[];
  thumbnailVolumeId: string | null;
  /** The exam to open in the viewer: the last with images; null without images. */
  viewExamId: string | null;
}

export interface ExamRow {
  id: string;
  pseudonym: string;
  sex: string;
  ageYears: number | null;
  /** Months since the first visit; null when the exam is undated. */
  month: number | null;
  place: PlaceTag;
  fieldTesla: number;
  description: string | null;
  diagnoses: { labelFr: string; labelEn: string }[];
  sequences: SequenceTag[];
  seriesCount: number;
  judged: ExamJudgement;
  thumbnailVolumeId: string | null;
  hasImages: boolean;
}

export interface SeriesRow {
  id: string;
  examId: string;
  pseudonym: string;
  /** As ExamRow. */
  month: number | null;
  place: PlaceTag;
  sequence: SequenceTag;
  description: string | null;
  voxelSizeMm: [number, number, number] | null;
  repetitionTimeMs: number | null;
  echoTimesMs: number[];
  inversionTimeMs: number | null;
  /** The worst of its current verdicts; null when no protocol judges it. */
  verdict: VerdictValue | null;
  qcState: QcState;
  rating: QcRating | null;
  thumbnailVolumeId: string | null;
  hasImages: boolean;
}

export type CatalogueRows =
  | { unit: "subjects"; rows: SubjectRow[] }
  | { unit: "exams"; rows: ExamRow[] }
  | { unit: "series"; rows: SeriesRow[] };

/** What the answer would be without one criterion; told when the answer names nobody. */
export interface Relaxation {
  criterion: Criterion;
  subjects: ShownCount;
}

interface Answer {
  query: CatalogueQuery;
  view: CatalogueView;
  counts: ThreeCounts;
  facets: CatalogueFacets;
  charts: CatalogueCharts;
  /** Only when no subject is told of: the criteria that could be dropped, the most generous first. */
  relaxations: Relaxation[];
}

/**
 * `rows`: exact counts and the rows of one page. `counts`: someone who may only count. `nothing`: no grant at all.
 */
export type CatalogueResult =
  | (Answer & { access: "rows"; page: CatalogueRows; mayOpenViewer: boolean })
  | (Answer & { access: "counts" })
  | { access: "nothing"; query: CatalogueQuery; view: CatalogueView };

export type { Sort, Unit };
