/** One exam of a subject: its features, its batch and what must be kept of the person. */
export interface FeatureRow {
  /** Whoever the exam is of; a fit takes each subject once. */
  subject: string;
  /** Scanner epoch. */
  batch: string;
  /** In the order of the table's features; all finite. */
  values: readonly number[];
  /** By name of the covariate. */
  covariates: Readonly<Record<string, number | string>>;
}

export interface FeatureTable {
  features: readonly string[];
  rows: readonly FeatureRow[];
}

/** What the values of a covariate are: a quantity, or one of several levels. */
export interface CovariateSpec {
  name: string;
  kind: "number" | "levels";
}

export interface FitOptions {
  covariates: readonly CovariateSpec[];
  /** Corrects locations only and leaves the scales of the batches alone. */
  meanOnly: boolean;
}
