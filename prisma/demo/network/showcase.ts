import type { SequenceKey } from "./sequences";

/** A subject whose exams have real pixels: what the phantom shows and when. */
export interface ShowcaseSubject {
  /** Name of the head in prisma/demo/pixels/heads.ts. */
  head: string;
  disease: string;
  code: string | null;
  sex: "female" | "male";
  ageYears: number;
  siteCode: string;
  /** Hospital identifier that finds the subject, at its site. */
  patientId: string;
  exams: readonly {
    monthsFromFirst: number;
    fieldStrengthTesla: 3 | 7;
    /** Sequences that get pixels. */
    pixels: readonly SequenceKey[];
  }[];
}

const CORE: readonly SequenceKey[] = ["t1", "flair3d", "swi", "dwi", "adc"];
const at = (
  monthsFromFirst: number,
  pixels: readonly SequenceKey[] = CORE,
  fieldStrengthTesla: 3 | 7 = 3,
) => ({
  monthsFromFirst,
  pixels,
  fieldStrengthTesla,
});

export const SHOWCASE: readonly ShowcaseSubject[] = [
  {
    head: "alzheimer",
    disease: "alzheimer",
    code: "DOID:10652",
    sex: "female",
    ageYears: 71,
    siteCode: "LILLE",
    patientId: "LILLE-000123",
    exams: [at(0), at(24)],
  },
  {
    head: "relapsing",
    disease: "ms",
    code: "DOID:2378",
    sex: "female",
    ageYears: 33,
    siteCode: "LILLE",
    patientId: "LILLE-000247",
    exams: [at(0), at(12)],
  },
  {
    head: "stroke",
    disease: "stroke",
    code: "DOID:3525",
    sex: "male",
    ageYears: 66,
    siteCode: "LILLE",
    patientId: "LILLE-000311",
    exams: [at(0), at(3)],
  },
  {
    head: "glioma",
    disease: "glioma",
    code: "DOID:3073",
    sex: "male",
    ageYears: 54,
    siteCode: "AMIENS",
    patientId: "AMIENS-000058",
    exams: [at(0, ["t1", "flair3d", "dwi", "adc"]), at(4, ["t1", "flair3d", "dwi", "adc"])],
  },
  {
    head: "progressive",
    disease: "ms",
    code: "DOID:0050783",
    sex: "male",
    ageYears: 47,
    siteCode: "VALENCIENNES",
    patientId: "VALENCIENNES-000019",
    exams: [at(0), at(12)],
  },
  {
    head: "parkinson",
    disease: "parkinson",
    code: "DOID:14330",
    sex: "male",
    ageYears: 63,
    siteCode: "LENS",
    patientId: "LENS-000077",
    exams: [at(0, ["t1", "swi"])],
  },
  {
    head: "schizophrenia",
    disease: "schizophrenia",
    code: "DOID:5419",
    sex: "female",
    ageYears: 25,
    siteCode: "ROUBAIX",
    patientId: "ROUBAIX-000031",
    exams: [at(0, ["t1", "bold"])],
  },
  {
    head: "control",
    disease: "control",
    code: null,
    sex: "female",
    ageYears: 29,
    siteCode: "LILLE",
    patientId: "LILLE-000404",
    exams: [at(0, ["t1", "swi"]), at(1, ["t1fine"], 7)],
  },
];
