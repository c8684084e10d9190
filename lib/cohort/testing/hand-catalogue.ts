import { createHash } from "node:crypto";
import { UNDATED } from "@/lib/catalogue/exam-date";
import type { DatedDiagnosis, DatePrecision } from "@/lib/catalogue/diagnosis-at";
import { ancestorsOf } from "@/lib/terminology/terms";
import type { Catalogue, CatalogueExam, CatalogueSeries, CatalogueSubject } from "../evaluate";
import { SCANNERS } from "./vocabulary";

// Five subjects written by hand, each for a point of docs/cohorts.md. The names of exams and series are what
// hand-questions.ts expects; their ids are made of the names.

/** A UUID that is the same for the same name. */
export function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const day = (text: string) => new Date(`${text}T00:00:00Z`);

function series(
  name: string,
  role: CatalogueSeries["role"],
  more: Partial<CatalogueSeries>,
): CatalogueSeries {
  return {
    id: idOf(name),
    role,
    is3D: null,
    map: null,
    contrastAgent: "unknown",
    derived: false,
    qcState: "unmeasured",
    rating: null,
    hasPixels: false,
    verdicts: [],
    numbers: {},
    ...more,
  };
}

const neuro = (value: "compliant" | "minor" | "major") => ({ protocol: "NEURO", value, current: true });
const wholeNeuro = { code: "NEURO", value: "compliant" as const, isWhole: true, current: true };

/** An exam on one of the four scanners (1 and 2 at NORD: Prisma, GE; 3 and 4 at COTE: Prisma, Philips 1.5 T). */
function exam(
  name: string,
  at: string | null,
  scannerNumber: 1 | 2 | 3 | 4,
  ageYears: number | null,
  more: Partial<CatalogueExam>,
): CatalogueExam {
  const kind = SCANNERS[scannerNumber - 1] ?? SCANNERS[0];
  return {
    id: idOf(name),
    examAt: at === null ? UNDATED : new Date(`${at}:00Z`),
    ageYears,
    siteCode: kind.siteCode,
    scanner: { id: String(scannerNumber), manufacturer: kind.manufacturer, model: kind.model },
    fieldTesla: kind.fieldTesla,
    projects: [],
    protocols: [],
    series: [],
    ...more,
  };
}

/** A visit that starts with its first exam. */
function visit(name: string, ...exams: [CatalogueExam, ...CatalogueExam[]]) {
  return { id: idOf(name), startedAt: exams[0].examAt, exams };
}

function stated(
  code: string,
  assertedOn: string,
  assertedPrecision: DatePrecision,
  more: Partial<DatedDiagnosis> = {},
): DatedDiagnosis & { code: string } {
  return {
    code,
    assertedOn: day(assertedOn),
    assertedPrecision,
    abatedOn: null,
    abatedPrecision: null,
    verification: "confirmed",
    ...more,
  };
}

/** Relapsing-remitting multiple sclerosis since the first exam; two visits 365 days apart on one scanner. */
const ana: CatalogueSubject = {
  id: idOf("ana"),
  sex: "female",
  controlIn: [],
  diagnoses: [stated("DOID:2378", "2140-01-10", "day")],
  scores: [
    { name: "EDSS", value: 2, takenOn: day("2140-01-12") },
    { name: "EDSS", value: 3.5, takenOn: day("2141-01-01") },
  ],
  visits: [
    visit(
      "ana-visit-1",
      exam("a1", "2140-01-10T09:00", 1, 30, {
        projects: ["P1"],
        protocols: [wholeNeuro],
        series: [
          series("a1.t1", "T1w", {
            is3D: true,
            verdicts: [neuro("compliant")],
            hasPixels: true,
            rating: "good",
            qcState: "typical",
            numbers: { voxelSizeMaxMm: [1.0000001], repetitionTimeMs: [2300], inversionTimeMs: [900] },
          }),
          series("a1.fl", "FLAIR", {
            is3D: true,
            verdicts: [neuro("compliant")],
            hasPixels: true,
            numbers: { voxelSizeMaxMm: [1], inversionTimeMs: [1800] },
          }),
        ],
      }),
    ),
    visit(
      "ana-visit-2",
      exam("a2", "2141-01-09T10:00", 1, 31, {
        projects: ["P1"],
        protocols: [wholeNeuro],
        series: [
          series("a2.t1", "T1w", {
            is3D: true,
            verdicts: [neuro("compliant")],
            numbers: { voxelSizeMaxMm: [0.9] },
          }),
          series("a2.fl", "FLAIR", {
            is3D: true,
            verdicts: [neuro("compliant")],
            hasPixels: true,
            numbers: { voxelSizeMaxMm: [1] },
          }),
        ],
      }),
    ),
  ],
};

/** Multiple sclerosis, dated to a month that the first of two exams straddles; what is kept from before counts nowhere. */
const ben: CatalogueSubject = {
  id: idOf("ben"),
  sex: "male",
  controlIn: [],
  diagnoses: [stated("DOID:2377", "2140-03-01", "month", { verification: "provisional" })],
  scores: [],
  visits: [
    visit(
      "ben-visit-1",
      exam("b1", "2140-03-15T09:00", 2, 41, {
        protocols: [{ code: "NEURO", value: "major", isWhole: false, current: true }],
        series: [
          series("b1.fl2", "FLAIR", { is3D: false, verdicts: [neuro("compliant")] }),
          series("b1.fl3", "FLAIR", { is3D: true, verdicts: [neuro("major")] }),
          series("b1.dwi", "DWI", {
            numbers: { bValueSPerMm2: [0, 1000], echoTimeMs: [60], directionCount: [30] },
          }),
          series("b1.adc", "DWI", { map: "ADC", derived: true }),
        ],
      }),
    ),
    visit(
      "ben-visit-2",
      exam("b2", "2140-03-31T09:00", 1, 41, {
        protocols: [
          { ...wholeNeuro, current: false },
          { code: "BRIEF", value: "minor", isWhole: null, current: true },
        ],
        series: [
          series("b2.t1", "T1w", {
            is3D: false,
            contrastAgent: "yes",
            verdicts: [
              { protocol: "NEURO", value: "compliant", current: false },
              { protocol: "BRIEF", value: "minor", current: true },
            ],
          }),
        ],
      }),
    ),
  ],
};

/** Alzheimer's disease that abated in a month that the second of three exams straddles; ages unknown and over 89. */
const chloe: CatalogueSubject = {
  id: idOf("chloe"),
  sex: "female",
  controlIn: [],
  diagnoses: [
    stated("DOID:10652", "2139-06-01", "day", { abatedOn: day("2140-02-01"), abatedPrecision: "month" }),
  ],
  scores: [
    { name: "MMSE", value: 24, takenOn: day("2140-01-20") },
    { name: "MMSE", value: 20, takenOn: day("2140-03-05") },
  ],
  visits: [
    visit(
      "chloe-visit-1",
      exam("c1", "2140-01-15T09:00", 4, null, {
        protocols: [{ code: "NEURO", value: "undetermined", isWhole: false, current: true }],
        series: [series("c1.t1", "T1w", { is3D: true })],
      }),
    ),
    visit(
      "chloe-visit-2",
      exam("c2", "2140-02-15T09:00", 4, 90, {
        series: [series("c2.fl", "FLAIR", { numbers: { voxelSizeMaxMm: [1.2] } })],
      }),
    ),
    visit(
      "chloe-visit-3",
      exam("c3", "2140-03-10T09:00", 3, 90, {
        protocols: [wholeNeuro, { ...wholeNeuro, code: "BRIEF" }],
        series: [
          series("c3.t1", "T1w", {
            is3D: true,
            verdicts: [neuro("compliant"), { ...neuro("compliant"), protocol: "BRIEF" }],
            numbers: { voxelSizeMaxMm: [1.2] },
          }),
        ],
      }),
    ),
  ],
};

/** A healthy control of P1 with a refuted statement; one visit split into two Studies, and one without a date. */
const dan: CatalogueSubject = {
  id: idOf("dan"),
  sex: "male",
  controlIn: ["P1"],
  diagnoses: [stated("DOID:2377", "2139-01-01", "day", { verification: "refuted" })],
  scores: [
    { name: "MMSE", value: 28, takenOn: day("2140-04-29") },
    { name: "MMSE", value: 12, takenOn: day("2140-05-03") },
  ],
  visits: [
    visit(
      "dan-visit-1",
      exam("d1x", "2140-05-01T08:00", 3, 45, {
        projects: ["P1"],
        protocols: [{ code: "NEURO", value: "minor", isWhole: false, current: true }],
        series: [
          series("d1x.t1", "T1w", {
            is3D: true,
            verdicts: [neuro("compliant")],
            numbers: { voxelSizeMaxMm: [0.5] },
          }),
        ],
      }),
      exam("d1y", "2140-05-01T11:00", 3, 45, { series: [series("d1y.fl", "FLAIR", { is3D: true })] }),
    ),
    visit("dan-visit-0", exam("d0", null, 3, null, { series: [series("d0.t1", "T1w", { is3D: true })] })),
  ],
};

/** Schizophrenia, dated to a year; two visits on one day on two scanners, one exam without series. */
const eva: CatalogueSubject = {
  id: idOf("eva"),
  sex: "unknown",
  controlIn: ["P2"],
  diagnoses: [stated("DOID:5419", "2140-01-01", "year")],
  scores: [],
  visits: [
    visit(
      "eva-visit-1",
      exam("e1", "2140-06-01T09:00", 4, 20, {
        projects: ["P2"],
        protocols: [{ ...wholeNeuro, isWhole: false }],
      }),
    ),
    visit(
      "eva-visit-2",
      exam("e2", "2140-06-01T16:00", 3, 20, {
        protocols: [wholeNeuro],
        series: [
          series("e2.bold", "BOLD", {
            is3D: false,
            qcState: "outlier",
            rating: "unusable",
            numbers: { volumeCount: [200], multibandFactor: [3] },
          }),
        ],
      }),
    ),
  ],
};

export const HAND_CATALOGUE: Catalogue = {
  subjects: [ana, ben, chloe, dan, eva],
  codesAbove: (code) => ancestorsOf(code).keys(),
};
