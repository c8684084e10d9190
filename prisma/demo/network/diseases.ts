/** Which protocol an exam of a disease follows. */
export type ProtocolCode = "CORE-DEMENTIA" | "CORE-INFLAMMATORY" | "CORE-PSYCHIATRY" | "RESEARCH-7T";

export interface Disease {
  key: string;
  /** Codes of the Human Disease Ontology, with their weights; none for controls. */
  codes: readonly (readonly [string, number])[];
  subjects: number;
  ageYears: readonly [number, number];
  femaleShare: number;
  protocol: ProtocolCode;
  project: string;
  /** Months between visits. */
  intervalMonths: number;
  /** Chance of one more visit, up to five. */
  returns: number;
  scores: readonly {
    name: string;
    start: readonly [number, number];
    perYear: number;
    range: readonly [number, number];
  }[];
}

const score = (
  name: string,
  start: readonly [number, number],
  perYear: number,
  range: readonly [number, number],
) => ({ name, start, perYear, range });

/** What the demonstration network studies; ages and sex ratios as clinics see them. */
export const DISEASES: readonly Disease[] = [
  {
    key: "alzheimer",
    codes: [["DOID:10652", 1]],
    subjects: 26,
    ageYears: [58, 88],
    femaleShare: 0.62,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 12,
    returns: 0.68,
    scores: [score("MMSE", [19, 27], -2.4, [0, 30])],
  },
  {
    key: "mci",
    codes: [["DOID:0080832", 1]],
    subjects: 10,
    ageYears: [60, 84],
    femaleShare: 0.55,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 12,
    returns: 0.72,
    scores: [score("MMSE", [25, 29], -0.8, [0, 30])],
  },
  {
    key: "lewy",
    codes: [["DOID:12217", 1]],
    subjects: 4,
    ageYears: [62, 84],
    femaleShare: 0.4,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 12,
    returns: 0.4,
    scores: [score("MMSE", [18, 26], -2.8, [0, 30])],
  },
  {
    key: "ftd",
    codes: [
      ["DOID:9255", 3],
      ["DOID:11870", 1],
    ],
    subjects: 5,
    ageYears: [50, 72],
    femaleShare: 0.5,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 12,
    returns: 0.5,
    scores: [score("MMSE", [20, 28], -2.2, [0, 30])],
  },
  {
    key: "parkinson",
    codes: [["DOID:14330", 1]],
    subjects: 18,
    ageYears: [46, 80],
    femaleShare: 0.4,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 18,
    returns: 0.55,
    scores: [score("MDS-UPDRS III", [14, 38], 3.2, [0, 132])],
  },
  {
    key: "als",
    codes: [["DOID:332", 1]],
    subjects: 8,
    ageYears: [44, 76],
    femaleShare: 0.42,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 6,
    returns: 0.5,
    scores: [score("ALSFRS-R", [34, 45], -11, [0, 48])],
  },
  {
    key: "ms",
    codes: [
      ["DOID:2378", 6],
      ["DOID:0050783", 2],
      ["DOID:0050784", 1.4],
    ],
    subjects: 34,
    ageYears: [20, 56],
    femaleShare: 0.71,
    protocol: "CORE-INFLAMMATORY",
    project: "SEP",
    intervalMonths: 12,
    returns: 0.74,
    scores: [score("EDSS", [1, 4.5], 0.25, [0, 10])],
  },
  {
    key: "nmo",
    codes: [["DOID:8869", 1]],
    subjects: 3,
    ageYears: [24, 60],
    femaleShare: 0.85,
    protocol: "CORE-INFLAMMATORY",
    project: "SEP",
    intervalMonths: 12,
    returns: 0.5,
    scores: [score("EDSS", [2, 5], 0.2, [0, 10])],
  },
  {
    key: "glioma",
    codes: [
      ["DOID:0060108", 2],
      ["DOID:3073", 3],
      ["DOID:3187", 1],
    ],
    subjects: 10,
    ageYears: [32, 74],
    femaleShare: 0.42,
    protocol: "CORE-INFLAMMATORY",
    project: "SEP",
    intervalMonths: 4,
    returns: 0.66,
    scores: [],
  },
  {
    key: "epilepsy",
    codes: [
      ["DOID:1826", 3],
      ["DOID:3328", 3],
    ],
    subjects: 14,
    ageYears: [18, 54],
    femaleShare: 0.5,
    protocol: "CORE-INFLAMMATORY",
    project: "SEP",
    intervalMonths: 24,
    returns: 0.35,
    scores: [],
  },
  {
    key: "stroke",
    codes: [
      ["DOID:3525", 4],
      ["DOID:0051062", 3],
      ["DOID:3821", 1],
    ],
    subjects: 14,
    ageYears: [48, 86],
    femaleShare: 0.45,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 3,
    returns: 0.55,
    scores: [score("NIHSS", [3, 15], -12, [0, 42])],
  },
  {
    key: "schizophrenia",
    codes: [
      ["DOID:5419", 4],
      ["DOID:1229", 2],
    ],
    subjects: 14,
    ageYears: [18, 44],
    femaleShare: 0.38,
    protocol: "CORE-PSYCHIATRY",
    project: "PSY",
    intervalMonths: 12,
    returns: 0.42,
    scores: [score("PANSS", [56, 98], -6, [30, 210])],
  },
  {
    key: "bipolar",
    codes: [
      ["DOID:14042", 2],
      ["DOID:3312", 2],
    ],
    subjects: 10,
    ageYears: [20, 58],
    femaleShare: 0.56,
    protocol: "CORE-PSYCHIATRY",
    project: "PSY",
    intervalMonths: 12,
    returns: 0.4,
    scores: [score("MADRS", [6, 28], -4, [0, 60])],
  },
  {
    key: "depression",
    codes: [
      ["DOID:1470", 4],
      ["DOID:1595", 1],
    ],
    subjects: 12,
    ageYears: [20, 64],
    femaleShare: 0.64,
    protocol: "CORE-PSYCHIATRY",
    project: "PSY",
    intervalMonths: 6,
    returns: 0.4,
    scores: [score("MADRS", [20, 38], -14, [0, 60])],
  },
  {
    key: "autism",
    codes: [
      ["DOID:0060041", 3],
      ["DOID:12849", 1],
    ],
    subjects: 8,
    ageYears: [8, 34],
    femaleShare: 0.25,
    protocol: "CORE-PSYCHIATRY",
    project: "PSY",
    intervalMonths: 24,
    returns: 0.3,
    scores: [score("SRS-2 T", [62, 84], 0, [30, 90])],
  },
  {
    key: "control",
    codes: [],
    subjects: 20,
    ageYears: [20, 78],
    femaleShare: 0.52,
    protocol: "CORE-DEMENTIA",
    project: "MEMOIRE",
    intervalMonths: 12,
    returns: 0.5,
    scores: [score("MMSE", [28, 30], 0, [0, 30])],
  },
];

export const PROJECTS = [
  { code: "MEMOIRE", name: "Mémoire et vieillissement" },
  { code: "SEP", name: "Inflammation et lésions focales" },
  { code: "PSY", name: "Psychiatrie de l'adulte jeune" },
  { code: "BIOMARQUEURS-7T", name: "Biomarqueurs à 7 T" },
] as const;
