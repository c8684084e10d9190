import { CRITERIA_VERSION, type Criteria, type ExamNode } from "@/lib/cohort/criteria";

const root = (...of: ExamNode[]): Criteria => ({ version: CRITERIA_VERSION, root: { kind: "and", of } });
const has = (code: string): ExamNode => ({
  kind: "diagnosis",
  codes: [code],
  rule: { at: "exam" },
  status: "present",
});

/** Questions to begin with, as people ask them. */
export const STARTERS = {
  multipleSclerosis: root(
    has("DOID:2377"),
    {
      kind: "series",
      of: {
        kind: "and",
        of: [
          { kind: "role", values: ["FLAIR"] },
          { kind: "dimension", value: "3D" },
          { kind: "verdict", values: ["compliant"], protocols: [] },
        ],
      },
    },
    { kind: "series", of: { kind: "and", of: [{ kind: "role", values: ["T1w"] }] } },
    {
      kind: "pair",
      part: "first",
      interval: { min: 9, max: 15, unit: "month" },
      sameScanner: true,
      bothCompliant: false,
      of: { kind: "and", of: [] },
    },
  ),
  controls: root(
    { kind: "control", projects: [] },
    { kind: "age", min: 18, max: 40 },
    {
      kind: "series",
      of: {
        kind: "and",
        of: [
          { kind: "role", values: ["T1w"] },
          { kind: "dimension", value: "3D" },
          { kind: "number", name: "voxelSizeMaxMm", min: null, max: 1 },
        ],
      },
    },
  ),
  alzheimer: root(
    has("DOID:10652"),
    { kind: "age", min: 60, max: null },
    { kind: "visits", atLeast: 2, of: { kind: "series", of: { kind: "role", values: ["T1w"] } } },
  ),
} as const;

/** The codes that the starting questions name; the page looks their labels up. */
export const STARTER_CODES = ["DOID:2377", "DOID:10652"];
