import type { Criteria, ExamNode, SeriesNode } from "@/lib/cohort/criteria";
import { seededRandom } from "@/lib/catalogue/testing/network-fixture-store";
import { REGION_SITES } from "./region";

export const FAMILIES = [
  "unfiltered",
  "broad",
  "narrow",
  "same exam",
  "longitudinal",
  "diagnosis tree",
] as const;
export type Family = (typeof FAMILIES)[number];

export interface BenchQuestion {
  family: Family;
  criteria: Criteria;
}

/** How many of each family: sixty in all. */
const SHARES: Record<Family, number> = {
  unfiltered: 6,
  broad: 14,
  narrow: 12,
  "same exam": 12,
  longitudinal: 10,
  "diagnosis tree": 6,
};

/** Sixty questions such as people ask, drawn from a seed, in a random order. */
export function drawQuestions(seed: number, codes: readonly string[]): BenchQuestion[] {
  const random = seededRandom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  /** Common codes more often than rare ones. */
  const code = () => codes[Math.floor(codes.length * random() ** 2)] ?? "DOID:863";
  const series = (...of: SeriesNode[]): ExamNode => ({ kind: "series", of: { kind: "and", of } });
  const sequence = (): ExamNode => {
    const [role, is3D] = pick([
      ["T1w", true],
      ["FLAIR", true],
      ["FLAIR", false],
      ["T2w", false],
      ["SWI", true],
      ["DWI", false],
      ["BOLD", false],
      ["ASL", true],
    ] as const);
    const more: SeriesNode[] = [];
    if (is3D) more.push({ kind: "dimension", value: "3D" });
    if (random() < 0.35) more.push({ kind: "verdict", values: ["compliant"], protocols: [] });
    if (random() < 0.3)
      more.push({ kind: "number", name: "voxelSizeMaxMm", min: null, max: pick([1, 1.1, 2, 3]) });
    if (random() < 0.15) more.push({ kind: "qc", values: ["typical"] });
    return series({ kind: "role", values: [role] }, ...more);
  };
  const age = (): ExamNode => {
    const min = whole(15, 60);
    return { kind: "age", min, max: min + whole(10, 35) };
  };
  const diagnosis = (): ExamNode => ({
    kind: "diagnosis",
    codes: [code()],
    rule: pick([{ at: "exam" }, { at: "exam" }, { at: "ever" }, { at: "nearest", days: 180 }] as const),
    status: "present",
  });
  const broad = (): ExamNode =>
    pick([
      (): ExamNode => ({ kind: "sex", values: [pick(["female", "male"] as const)] }),
      age,
      (): ExamNode => ({ kind: "field", tesla: [pick([3, 1.5])] }),
      sequence,
      (): ExamNode => ({ kind: "protocol", codes: [pick(["NEURO", "SEP"])], verdicts: [], whole: null }),
      (): ExamNode => ({
        kind: "scanner",
        of: [{ manufacturer: pick(["Siemens", "GE"] as const), model: null }],
      }),
    ])();
  const all = (...of: ExamNode[]): ExamNode => ({ kind: "and", of });
  const make: Record<Family, () => ExamNode> = {
    unfiltered: () => all(),
    broad: () => all(broad(), ...(random() < 0.4 ? [broad()] : [])),
    narrow: () => all(diagnosis(), age(), { kind: "site", codes: [pick(REGION_SITES)] }, sequence()),
    "same exam": () => all(diagnosis(), sequence(), sequence()),
    longitudinal: () =>
      all(diagnosis(), {
        kind: "pair",
        part: pick(["first", "second", "either"] as const),
        interval: { min: 9, max: 15, unit: "month" },
        sameScanner: random() < 0.7,
        bothCompliant: random() < 0.3,
        of: all(sequence(), ...(random() < 0.5 ? [sequence()] : [])),
      }),
    "diagnosis tree": () =>
      all(
        { kind: "or", of: [diagnosis(), all(diagnosis(), sequence()), { kind: "control", projects: [] }] },
        { kind: "not", of: { kind: "subject", of: diagnosis() } },
        sequence(),
      ),
  };
  const drawn = FAMILIES.flatMap((family) =>
    Array.from({ length: SHARES[family] }, () => ({
      family,
      criteria: { version: 1 as const, root: make[family]() },
    })),
  );
  return drawn
    .map((question) => ({ question, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ question }) => question);
}
