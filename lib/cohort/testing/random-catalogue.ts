import { randomUUID } from "node:crypto";
import { seededRandom } from "@/lib/catalogue/testing/network-fixture-store";
import { UNDATED } from "@/lib/catalogue/exam-date";
import { ancestorsOf } from "@/lib/terminology/terms";
import type {
  Catalogue,
  CatalogueExam,
  CatalogueSeries,
  CatalogueSubject,
  CatalogueVisit,
  Judgement,
} from "../evaluate";
import { HELD_CODES, MAPS, PROJECT_CODES, PROTOCOL_CODES, ROLES, SCANNERS, SCORE_NAMES } from "./vocabulary";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PRECISIONS = ["day", "day", "month", "year"] as const;
/** Days from an exam to what is dated near it: on, next to and well past every bound that is asked for. */
const DAYS_NEAR = [
  -800, -400, -366, -365, -181, -91, -90, -31, -30, -29, -2, -1, 0, 0, 1, 2, 30, 31, 90, 180,
];
const DAYS_BETWEEN_VISITS = [0, 1, 30, 180, 181, 183, 365, 366, 400];

/**
 * A small catalogue, the same for the same seed but for its ids: dates lie on the bounds of the rules, and every value may
 * be unknown that the schema lets be unknown.
 */
export function randomCatalogue(seed: number): Catalogue {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const chance = (p: number) => random() < p;
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const among = <T>(values: readonly T[], p: number): T[] => values.filter(() => chance(p));
  const times = <T>(n: number, make: (at: number) => T): T[] =>
    Array.from({ length: n }, (_, at) => make(at));
  const later = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);
  const judgement = () =>
    pick(["compliant", "compliant", "compliant", "minor", "major", "undetermined"] as const);

  /** What two protocols say, now or before. */
  function judgements<T>(make: (protocol: string, value: Judgement, current: boolean) => T): T[] {
    return among(PROTOCOL_CODES, 0.6).flatMap((protocol) => [
      ...(chance(0.15) ? [make(protocol, judgement(), false)] : []),
      make(protocol, judgement(), chance(0.85)),
    ]);
  }

  function someSeries(): CatalogueSeries {
    const role = pick([...ROLES, ...ROLES, "BOLD" as const]);
    const number = (values: readonly number[]) => (chance(0.3) ? [] : [pick(values)]);
    return {
      id: randomUUID(),
      role,
      is3D: pick([true, true, false, null]),
      map: role === "DWI" && chance(0.5) ? pick(MAPS) : null,
      contrastAgent: pick(["yes", "no", "unknown"]),
      derived: chance(0.25),
      qcState: pick(["unmeasured", "typical", "outlier"]),
      rating: pick(["good", "usable", "unusable", null]),
      hasPixels: chance(0.5),
      verdicts: judgements((protocol, value, current) => ({ protocol, value, current })),
      numbers: {
        voxelSizeMaxMm: number([0.5, 0.9, 1, 1.0000001, 1.2, 3]),
        sliceThicknessMm: number([0.9, 1, 1.5, 5]),
        repetitionTimeMs: number([0, 2000, 2300, 9000]),
        echoTimeMs: [...new Set(times(below(4), () => pick([2.98, 30, 45, 60, 85])))].sort((a, b) => a - b),
        inversionTimeMs: number([900, 1000, 2500]),
        flipAngleDeg: number([8, 9, 90, 120]),
        bValueSPerMm2: role === "DWI" ? among([0, 500, 700, 1000, 2000], 0.4) : [],
        directionCount: number([6, 30, 64]),
        volumeCount: number([1, 31, 65]),
        multibandFactor: number([1, 2, 3]),
        parallelReductionFactor: number([1, 1.5, 2]),
      },
    };
  }

  function someExam(examAt: Date, scannerAt: number, ageYears: number | null): CatalogueExam {
    const { siteCode, manufacturer, model, fieldTesla } = SCANNERS[scannerAt] ?? SCANNERS[0];
    return {
      id: randomUUID(),
      examAt,
      ageYears,
      siteCode,
      scanner: { id: String(scannerAt + 1), manufacturer, model },
      fieldTesla,
      projects: among(PROJECT_CODES, 0.35),
      protocols: judgements((code, value, current) => ({
        code,
        value,
        isWhole: pick([true, true, false, null]),
        current,
      })),
      series: times(below(5), someSeries),
    };
  }

  function someVisit(startedAt: Date): CatalogueVisit {
    const scannerAt = pick([0, 0, 1, 2, 2, 3]);
    const undated = chance(0.08);
    const ageYears = pick([null, 0, 18, 25, 40, 41, 60, 75, 89, 90]);
    const first = undated ? UNDATED : startedAt;
    const exams = times(chance(0.3) ? 2 + below(2) : 1, (at) =>
      // A second Study of the visit may fall on the next day.
      someExam(undated ? UNDATED : new Date(first.getTime() + at * 3 * HOUR_MS), scannerAt, ageYears),
    );
    return { id: randomUUID(), startedAt: first, exams };
  }

  function someSubject(): CatalogueSubject {
    const visits: CatalogueVisit[] = [];
    let startedAt = new Date(Date.UTC(2140, below(24), 1 + below(28), pick([0, 9, 22, 23])));
    for (let left = pick([1, 1, 2, 2, 3, 4]); left > 0; left--) {
      visits.push(someVisit(startedAt));
      startedAt = new Date(later(startedAt, pick(DAYS_BETWEEN_VISITS)).getTime() + below(3) * HOUR_MS);
    }
    const dated = visits.flatMap(({ exams }) => exams).filter(({ examAt }) => examAt !== UNDATED);
    const near = (): Date => {
      const examAt = dated.length > 0 ? pick(dated).examAt : startedAt;
      return later(new Date(Math.floor(examAt.getTime() / DAY_MS) * DAY_MS), pick(DAYS_NEAR));
    };
    return {
      id: randomUUID(),
      sex: pick(["female", "female", "male", "male", "other", "unknown"]),
      controlIn: chance(0.3) ? among(PROJECT_CODES, 0.6) : [],
      diagnoses: times(below(4), () => {
        const abatedOn = chance(0.4) ? near() : null;
        return {
          code: pick(HELD_CODES),
          assertedOn: near(),
          assertedPrecision: pick(PRECISIONS),
          abatedOn,
          abatedPrecision: abatedOn && pick(PRECISIONS),
          verification: pick(["confirmed", "confirmed", "provisional", "refuted"]),
        };
      }),
      scores: times(below(5), () => ({
        name: pick(SCORE_NAMES),
        value: pick([0, 1.5, 2, 3.5, 20, 26, 29, 30]),
        takenOn: near(),
      })),
      visits,
    };
  }

  return {
    subjects: times(4 + below(10), someSubject),
    codesAbove: (code) => ancestorsOf(code).keys(),
  };
}
