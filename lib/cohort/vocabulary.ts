// Words that a question can name, for the forms of the builder and for its sentence. Browser-safe.

export interface NamedCode {
  code: string;
  name: string;
}

export interface TermLabel {
  code: string;
  labelFr: string;
  labelEn: string;
}

/** What the network has words for; nothing here says whether any exam has them. */
export interface Vocabulary {
  sites: NamedCode[];
  projects: NamedCode[];
  protocols: NamedCode[];
  models: { manufacturer: string; model: string }[];
  /** Nominal field strengths of the network's scanners, in tesla. */
  fields: number[];
  /** The diagnoses that the question names. */
  terms: TermLabel[];
}
