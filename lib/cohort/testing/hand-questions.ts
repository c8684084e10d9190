import {
  CRITERIA_VERSION,
  type Criteria,
  type ExamLeaf,
  type ExamNode,
  type PairNode,
  type SeriesNode,
} from "../criteria";

// Questions over hand-catalogue.ts with the answers that docs/cohorts.md gives, worked out by hand.

export interface HandQuestion {
  name: string;
  criteria: Criteria;
  exams: string[];
  /** Names of the series; all of the exams' where it is missing. */
  series?: string[];
  /** Only exams of these sites and projects are within reach; all where it is missing. */
  reach?: { sites: string[]; projects: string[] };
}

const all = (...of: ExamNode[]): ExamNode => ({ kind: "and", of });
const no = (of: ExamNode): ExamNode => ({ kind: "not", of });
const some = (...of: SeriesNode[]): ExamNode => ({ kind: "series", of: { kind: "and", of } });
const visit = (of: ExamNode): ExamNode => ({ kind: "visit", of });
const subject = (of: ExamNode): ExamNode => ({ kind: "subject", of });
const visits = (atLeast: number, of: ExamNode): ExamNode => ({ kind: "visits", atLeast, of });
const pair = (
  part: PairNode["part"],
  min: number,
  max: number,
  unit: PairNode["interval"]["unit"],
  more: Partial<PairNode> = {},
): ExamNode => ({
  kind: "pair",
  part,
  interval: { min, max, unit },
  sameScanner: false,
  bothCompliant: false,
  of: all(),
  ...more,
});
type DiagnosisLeaf = Extract<ExamLeaf, { kind: "diagnosis" }>;
const diagnosis = (
  code: string,
  rule: DiagnosisLeaf["rule"],
  status: DiagnosisLeaf["status"] = "present",
): ExamNode => ({ kind: "diagnosis", codes: [code], rule, status });
const atExam = { at: "exam" as const };
const ever = { at: "ever" as const };
const nearest = (days: number) => ({ at: "nearest" as const, days });

const MS = "DOID:2377";
const RELAPSING_MS = "DOID:2378";
const ALZHEIMER = "DOID:10652";
const SCHIZOPHRENIA = "DOID:5419";
const NERVOUS_SYSTEM_DISEASE = "DOID:863";

const t1: SeriesNode = { kind: "role", values: ["T1w"] };
const flair: SeriesNode = { kind: "role", values: ["FLAIR"] };
const dwi: SeriesNode = { kind: "role", values: ["DWI"] };
const is3D: SeriesNode = { kind: "dimension", value: "3D" };
const compliant: SeriesNode = { kind: "verdict", values: ["compliant"], protocols: [] };
const ANA = ["a1", "a2"];
const BEN = ["b1", "b2"];
const CHLOE = ["c1", "c2", "c3"];
const DAN = ["d1x", "d1y", "d0"];
const EVA = ["e1", "e2"];
const EVERYBODY = [...ANA, ...BEN, ...CHLOE, ...DAN, ...EVA];
const but = (...names: string[]) => EVERYBODY.filter((name) => !names.includes(name));

const QUESTIONS: [name: string, root: ExamNode, exams: string[], series?: string[]][] = [
  ["everything", all(), EVERYBODY],
  ["nothing", { kind: "or", of: [] }, []],

  // Diagnoses
  [
    "at the exam: asserted that day, 30 days after a month's first",
    diagnosis(MS, atExam),
    ["a1", "a2", "b2"],
  ],
  ["at the exam, unresolved: within the month", diagnosis(MS, atExam, "unresolved"), ["b1"]],
  ["at the exam, a narrower code", diagnosis(RELAPSING_MS, atExam), ANA],
  [
    "ever, a wider code; refuted is nothing",
    diagnosis(NERVOUS_SYSTEM_DISEASE, ever),
    [...ANA, ...BEN, ...CHLOE],
  ],
  ["ever is never unresolved", diagnosis(MS, ever, "unresolved"), []],
  ["before it abated", diagnosis(ALZHEIMER, atExam), ["c1"]],
  ["in the month in which it abated", diagnosis(ALZHEIMER, atExam, "unresolved"), ["c2"]],
  ["not at the exam: abated, unresolved, nobody's", no(diagnosis(ALZHEIMER, atExam)), but("c1")],
  ["nearest, the whole year within", diagnosis(SCHIZOPHRENIA, nearest(213)), EVA],
  ["nearest, the year's last day outside", diagnosis(SCHIZOPHRENIA, nearest(212)), []],
  ["nearest, part of the year within", diagnosis(SCHIZOPHRENIA, nearest(212), "unresolved"), EVA],
  ["nearest within no day", diagnosis(RELAPSING_MS, nearest(0)), ["a1"]],
  ["nearest of an undated exam", diagnosis(MS, nearest(36_525), "unresolved"), []],

  // Who
  ["a control of any project", { kind: "control", projects: [] }, [...DAN, ...EVA]],
  ["a control of one project", { kind: "control", projects: ["P1"] }, DAN],
  [
    "women, not 20 to 40 years: an unknown age is in no range",
    all({ kind: "sex", values: ["female"] }, no({ kind: "age", min: 20, max: 40 })),
    CHLOE,
  ],
  ["over 89", { kind: "age", min: 90, max: null }, ["c2", "c3"]],
  ["up to 20, the bound included", { kind: "age", min: null, max: 20 }, EVA],
  ["a score nearest", { kind: "score", name: "MMSE", min: 20, max: 22, rule: nearest(10) }, ["c3"]],
  [
    "a score nearest, its bound included",
    { kind: "score", name: "EDSS", min: 2, max: null, rule: nearest(10) },
    ANA,
  ],
  [
    "of two as near the earlier",
    { kind: "score", name: "MMSE", min: 28, max: null, rule: nearest(2) },
    ["d1x", "d1y"],
  ],
  ["of two as near not the later", { kind: "score", name: "MMSE", min: null, max: 15, rule: nearest(2) }, []],
  ["a score ever", { kind: "score", name: "MMSE", min: null, max: 20, rule: ever }, [...CHLOE, ...DAN]],

  // Where
  ["nominal field", { kind: "field", tesla: [3] }, but("c1", "c2", "e1")],
  [
    "a manufacturer at a site",
    all(
      { kind: "scanner", of: [{ manufacturer: "Siemens", model: null }] },
      { kind: "site", codes: ["COTE"] },
    ),
    ["c3", ...DAN, "e2"],
  ],
  [
    "one model or a manufacturer",
    {
      kind: "scanner",
      of: [
        { manufacturer: "Philips", model: "Ingenia Ambition" },
        { manufacturer: "GE", model: null },
      ],
    },
    ["b1", "c1", "c2", "e1"],
  ],
  ["a project", { kind: "project", codes: ["P1"] }, ["a1", "a2", "d1x"]],

  // Protocols
  [
    "whole and compliant by one protocol now",
    { kind: "protocol", codes: ["NEURO"], verdicts: ["compliant"], whole: "whole" },
    ["a1", "a2", "c3", "e2"],
  ],
  [
    "compliant and incomplete, both by one protocol",
    { kind: "protocol", codes: [], verdicts: ["compliant"], whole: "incomplete" },
    ["e1"],
  ],
  ["minor by any", { kind: "protocol", codes: [], verdicts: ["minor"], whole: null }, ["b2", "d1x"]],
  ["judged by none", no({ kind: "protocol", codes: [], verdicts: [], whole: null }), ["c2", "d1y", "d0"]],

  // Series
  ["one series is all of it", some(flair, is3D, compliant), ANA, ["a1.fl", "a2.fl"]],
  [
    "two series of an exam share it",
    all(some(flair, is3D), some(flair, compliant)),
    [...ANA, "b1"],
    ["a1.fl", "a2.fl", "b1.fl2", "b1.fl3"],
  ],
  [
    "what was judged before counts not",
    some(t1, compliant),
    ["a1", "a2", "c3", "d1x"],
    ["a1.t1", "a2.t1", "c3.t1", "d1x.t1"],
  ],
  [
    "judged by none",
    some(flair, { kind: "verdict", values: ["none"], protocols: [] }),
    ["c2", "d1y"],
    ["c2.fl", "d1y.fl"],
  ],
  [
    "not judged by one protocol",
    some(t1, { kind: "verdict", values: ["none"], protocols: ["BRIEF"] }),
    ["a1", "a2", "c1", "d1x", "d0"],
    ["a1.t1", "a2.t1", "c1.t1", "d1x.t1", "d0.t1"],
  ],
  [
    "a bound gives way to rounding",
    some(t1, { kind: "number", name: "voxelSizeMaxMm", min: null, max: 1 }),
    ["a1", "a2", "d1x"],
    ["a1.t1", "a2.t1", "d1x.t1"],
  ],
  [
    "one b-value within",
    some({ kind: "number", name: "bValueSPerMm2", min: 1000, max: 1000 }),
    ["b1"],
    ["b1.dwi"],
  ],
  [
    "no b-value within, as for all that has none",
    some(dwi, { kind: "not", of: { kind: "number", name: "bValueSPerMm2", min: 500, max: null } }),
    ["b1"],
    ["b1.adc"],
  ],
  ["no map", some(dwi, { kind: "map", values: [] }), ["b1"], ["b1.dwi"]],
  [
    "a derived map",
    some({ kind: "map", values: ["ADC", "FA"] }, { kind: "derived", value: true }),
    ["b1"],
    ["b1.adc"],
  ],
  [
    "2D, where it is known",
    some({ kind: "dimension", value: "2D" }),
    ["b1", "b2", "e2"],
    ["b1.fl2", "b2.t1", "e2.bold"],
  ],
  ["contrast agent", some({ kind: "contrast", values: ["yes"] }), ["b2"], ["b2.t1"]],
  [
    "rated and measured",
    some({ kind: "rating", values: ["unusable", "good"] }, { kind: "qc", values: ["outlier"] }),
    ["e2"],
    ["e2.bold"],
  ],
  [
    "with images, rated by nobody",
    some({ kind: "pixels" }, { kind: "rating", values: ["none"] }),
    ANA,
    ["a1.fl", "a2.fl"],
  ],
  ["no FLAIR: all series of what remains", no(some(flair)), ["b2", "c1", "c3", "d1x", "d0", ...EVA]],
  [
    "not without FLAIR: its series",
    no(no(some(flair))),
    [...ANA, "b1", "c2", "d1y"],
    ["a1.fl", "a2.fl", "b1.fl2", "b1.fl3", "c2.fl", "d1y.fl"],
  ],
  ["an exam without series has none", no(some()), ["e1"], []],

  // Scopes
  ["two in the same exam", all(some(t1), some(flair)), ANA, ["a1.t1", "a1.fl", "a2.t1", "a2.fl"]],
  [
    "two in the same visit, split in Studies or not",
    all(visit(some(t1)), visit(some(flair))),
    [...ANA, "d1x", "d1y"],
    ["a1.t1", "a1.fl", "a2.t1", "a2.fl", "d1x.t1", "d1y.fl"],
  ],
  [
    "two of the same subject",
    all(subject(some(t1)), subject(some(flair))),
    but("e1", "e2"),
    ["a1.t1", "a1.fl", "a2.t1", "a2.fl", "b1.fl2", "b1.fl3", "b2.t1", "c1.t1", "c2.fl", "c3.t1"].concat(
      "d1x.t1",
      "d1y.fl",
      "d0.t1",
    ),
  ],
  [
    "two visits with a T1w, an undated one among them",
    visits(2, some(t1)),
    [...ANA, ...CHLOE, ...DAN],
    ["a1.t1", "a2.t1", "c1.t1", "c3.t1", "d1x.t1", "d0.t1"],
  ],
  ["three visits, two Studies of one being one", visits(3, all()), CHLOE],
  ["nobody over 89 at any time", no(subject({ kind: "age", min: 90, max: null })), but(...CHLOE)],

  // Pairs
  [
    "the first of two, twelve months apart to the day",
    pair("first", 12, 12, "month", {
      sameScanner: true,
      bothCompliant: true,
      of: all(some(t1), some(flair)),
    }),
    ["a1"],
    ["a1.t1", "a1.fl"],
  ],
  ["the second of two", pair("second", 1, 1, "year"), ["a2"]],
  ["a day more than they lie apart", pair("either", 366, 400, "day"), []],
  ["nine to fifteen months", pair("either", 9, 15, "month"), ANA],
  ["on one day each is the first", pair("first", 0, 0, "day"), EVA],
  ["16 to 31 days", pair("either", 16, 31, "day"), [...BEN, ...CHLOE]],
  ["16 to 31 days on one scanner", pair("either", 16, 31, "day", { sameScanner: true }), ["c1", "c2"]],
  [
    "both compliant, by all that judge them",
    pair("either", 0, 1000, "day", { bothCompliant: true }),
    [...ANA, ...EVA],
  ],
  ["an undated visit is in no pair", pair("either", 0, 40_000, "day"), but(...DAN)],
];

const asked = ([name, root, exams, series]: (typeof QUESTIONS)[number]): HandQuestion => ({
  name,
  criteria: { version: CRITERIA_VERSION, root },
  exams,
  ...(series ? { series } : {}),
});

const ofP1 = { sites: [], projects: ["P1"] };

/** Within rights: what lies outside neither counts nor helps. */
const WITHIN_RIGHTS: HandQuestion[] = [
  { ...asked(["what a project shows", all(), ["a1", "a2", "d1x"]]), reach: ofP1 },
  {
    ...asked(["the visit's other exam is out of reach", visit(some(flair)), ANA, ["a1.fl", "a2.fl"]]),
    reach: ofP1,
  },
  { ...asked(["a visit out of reach is none", visits(2, all()), ANA]), reach: ofP1 },
  {
    ...asked(["a site or a project", no(some(flair)), ["c1", "c3", "d1x", "d0", ...EVA]]),
    reach: { sites: ["COTE"], projects: ["P1"] },
  },
  {
    ...asked(["a pair reaches only so far", pair("either", 0, 40_000, "day"), [...CHLOE, ...EVA]]),
    reach: { sites: ["COTE"], projects: [] },
  },
  {
    ...asked(["not at any time, as far as can be seen", no(subject(some(flair))), ["d1x"]]),
    reach: ofP1,
  },
];

export const HAND_QUESTIONS: readonly HandQuestion[] = [...QUESTIONS.map(asked), ...WITHIN_RIGHTS];
