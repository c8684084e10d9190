import type { SequenceRole } from "@/lib/harmonise/rules/role-features";
import type { ParameterRule, ProtocolContent, ProtocolStep, Severity, Tolerance } from "./content";
import { isJudged } from "./is-judged";
import {
  parameter,
  type ParameterName,
  type ParameterValue,
  type ScannerFacts,
  type SeriesFacts,
} from "./parameters";

/** What a draft proposes for a parameter: how far it may be off, and how bad it is when it is. */
interface Proposal {
  parameter: ParameterName;
  tolerance?: Tolerance;
  severity: Severity;
  /** Only for these roles, where it says anything. */
  roles?: readonly SequenceRole[];
  /** Only for this kind of acquisition. */
  is3D?: boolean;
}

const EPI: readonly SequenceRole[] = ["BOLD", "DWI", "fieldmap", "SBRef", "ASL"];

/** What changes contrast or geometry is major; what scanners round by themselves has room. */
const PROPOSALS: readonly Proposal[] = [
  { parameter: "repetitionTimeMs", tolerance: { relative: 0.05 }, severity: "minor" },
  { parameter: "echoTimesMs", tolerance: { relative: 0.05 }, severity: "minor" },
  { parameter: "inversionTimeMs", tolerance: { relative: 0.03 }, severity: "major" },
  { parameter: "flipAngleDeg", tolerance: { absolute: 1, relative: 0.05 }, severity: "minor" },
  { parameter: "pixelBandwidthHzPerPixel", tolerance: { relative: 0.1 }, severity: "minor" },
  { parameter: "parallelReductionFactor", severity: "minor" },
  { parameter: "multibandFactor", severity: "major" },
  { parameter: "partialFourier", tolerance: { absolute: 0.05 }, severity: "minor" },
  { parameter: "totalReadoutTimeMs", tolerance: { relative: 0.05 }, severity: "minor", roles: EPI },
  { parameter: "voxelSizeXMm", tolerance: { relative: 0.05 }, severity: "major" },
  { parameter: "voxelSizeYMm", tolerance: { relative: 0.05 }, severity: "major" },
  { parameter: "voxelSizeZMm", tolerance: { relative: 0.05 }, severity: "major" },
  { parameter: "sliceGapMm", tolerance: { absolute: 0.1 }, severity: "minor", is3D: false },
  { parameter: "bValuesSPerMm2", tolerance: { absolute: 50 }, severity: "major", roles: ["DWI"] },
  { parameter: "directionCount", severity: "major", roles: ["DWI"] },
  { parameter: "volumeCount", tolerance: { relative: 0.02 }, severity: "minor", roles: ["BOLD"] },
  { parameter: "phaseEncodingDirection", severity: "major", roles: EPI },
];

/** A parameter that the draft leaves out, because the series do not agree. */
export interface LeftOut {
  step: string;
  parameter: ParameterName;
  /** Null: over all vendors. */
  vendor: string | null;
}

export interface Draft {
  content: ProtocolContent;
  leftOut: LeftOut[];
}

export interface DraftExam {
  scanner: ScannerFacts;
  series: readonly SeriesFacts[];
}

interface Sample {
  series: SeriesFacts;
  scanner: ScannerFacts;
}

interface Group {
  role: SequenceRole;
  is3D: boolean | null;
  map: string | null;
  component: ProtocolStep["component"];
  contrast: boolean;
  samples: Sample[];
  /** Series of each exam that has any. */
  counts: number[];
}

const COMPONENTS = ["magnitude", "phase", "real", "imaginary", "mixed"] as const;

/** Steps that fewer exams have are what somebody did once, not what the group does. */
const USUAL = 0.2;
/** Steps that so many exams have are required. */
const ALWAYS = 0.8;
/** A dominant value is that of so many series at least, and of more than any other. */
const FEWEST_DOMINANT = 2;

/**
 * A protocol that these exams were made by, as far as they agree. Of one exam every series must agree; of several the
 * dominant value of each parameter counts, by vendor where vendors differ. A tie infers nothing: the parameter is left
 * out and named. Pure.
 */
export function draftContent(exams: readonly DraftExam[]): Draft {
  const groups = groupsOf(exams).filter(({ counts }) => counts.length >= USUAL * exams.length);
  const contrasts = new Set(
    groups.filter(({ contrast }) => contrast).map(({ role, is3D }) => `${role} ${is3D}`),
  );
  const draft: Draft = { content: { steps: [], pairs: [], ordered: false }, leftOut: [] };
  for (const group of groups) {
    const name = nameOf(group, draft.content.steps);
    const vendors = [...new Set(group.samples.map(({ scanner }) => scanner.manufacturer))].sort();
    const proposed = PROPOSALS.filter(
      ({ roles, is3D }) =>
        (roles?.includes(group.role) ?? true) && (is3D === undefined || is3D === group.is3D),
    ).map((proposal) => ({
      proposal,
      found: settle(proposal.parameter, group, vendors, exams.length === 1),
    }));

    const leftOut = proposed.flatMap(({ proposal, found }) =>
      found.ties.map((vendor) => ({ step: name, parameter: proposal.parameter, vendor })),
    );
    draft.leftOut.push(...leftOut);
    draft.content.steps.push({
      name,
      role: group.role,
      ...(group.is3D === null ? {} : { is3D: group.is3D }),
      map: group.map,
      component: group.component,
      ...(group.contrast
        ? { contrastAgent: "yes" as const }
        : contrasts.has(`${group.role} ${group.is3D}`)
          ? { contrastAgent: "no" as const }
          : {}),
      required: group.counts.length >= ALWAYS * exams.length,
      count: countOf(group.counts, exams.length === 1),
      rules: proposed.flatMap(({ proposal, found }) =>
        found.everywhere === null ? [] : [ruleOf(proposal, found.everywhere)],
      ),
      variants: vendors.flatMap((vendor) => {
        const rules = proposed.flatMap(({ proposal, found }) => {
          const value = found.byVendor.get(vendor);
          return value === undefined ? [] : [ruleOf(proposal, value)];
        });
        const scope = VENDORS.find((known) => known === vendor);
        return rules.length > 0 && scope ? [{ scope: { vendor: scope }, rules }] : [];
      }),
    });
  }
  return draft;
}

const VENDORS = ["Siemens", "Philips", "GE", "Canon", "UIH", "Other"] as const;

function groupsOf(exams: readonly DraftExam[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { scanner, series } of exams) {
    const seen = new Map<string, number>();
    for (const one of series.filter((candidate) => isJudged(candidate) && candidate.role !== "unknown")) {
      const { role, is3D, map } = one;
      const component = COMPONENTS.find((known) => known === one.component) ?? "magnitude";
      const contrast = one.contrastAgent === "yes";
      const key = JSON.stringify([role, is3D, map, component, contrast]);
      const group = groups.get(key) ?? { role, is3D, map, component, contrast, samples: [], counts: [] };
      groups.set(key, group);
      group.samples.push({ series: one, scanner });
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    for (const [key, count] of seen) groups.get(key)?.counts.push(count);
  }
  // The order of the first exam, then of those that add to it: for one exam, the order of acquisition.
  return [...groups.values()];
}

/** Unique within the protocol: "FLAIR 3D", "T1w 3D contrast", "fieldmap phase". */
function nameOf({ role, is3D, map, component, contrast }: Group, steps: readonly ProtocolStep[]): string {
  const words = [
    role,
    is3D === null ? null : is3D ? "3D" : "2D",
    map?.replace(/[^\p{L}\p{N} ._+*-]/gu, "") ?? null,
    component === "magnitude" ? null : component,
    contrast ? "contrast" : null,
  ];
  const name = words
    .filter((word) => word !== null)
    .join(" ")
    .slice(0, 56);
  const taken = steps.filter((step) => step.name === name || step.name.startsWith(`${name} (`)).length;
  return taken === 0 ? name : `${name} ${taken + 1}`;
}

function countOf(counts: readonly number[], isOne: boolean): { min: number; max: number } {
  const dominant = dominantOf(counts.map(String));
  const usual = Math.min(50, Number(isOne ? counts[0] : (dominant ?? 1)) || 1);
  return { min: usual, max: usual };
}

interface Settled {
  everywhere: ParameterValue | null;
  byVendor: Map<string, ParameterValue>;
  /** Vendors that do not agree with themselves; null stands for all. */
  ties: (string | null)[];
}

function settle(name: ParameterName, group: Group, vendors: readonly string[], isOne: boolean): Settled {
  const nothing: Settled = { everywhere: null, byVendor: new Map(), ties: [] };
  const found = vendors.map((vendor) => {
    const values = group.samples
      .filter(({ scanner }) => scanner.manufacturer === vendor)
      .map(({ series, scanner }) => valueOf(name, series, scanner));
    return { vendor, ...agreed(values, isOne) };
  });
  if (found.every(({ value }) => value === null)) {
    const tied = found.filter(({ tie }) => tie).map(({ vendor }) => vendor);
    return { ...nothing, ties: tied.length === found.length ? (tied.length > 0 ? [null] : []) : tied };
  }
  const distinct = new Set(found.map(({ value }) => JSON.stringify(value)));
  const [first] = found;
  if (distinct.size === 1 && first) return { ...nothing, everywhere: first.value };
  return {
    everywhere: null,
    byVendor: new Map(
      found.flatMap(({ vendor, value }) => (value === null ? [] : [[vendor, value] as const])),
    ),
    ties: found.filter(({ tie }) => tie).map(({ vendor }) => vendor),
  };
}

/** The value that series agree on; a tie where they have values and none prevails. */
function agreed(
  values: readonly (ParameterValue | null)[],
  isOne: boolean,
): { value: ParameterValue | null; tie: boolean } {
  const keys = values.map((value) => JSON.stringify(value));
  const said = keys.filter((key) => key !== "null");
  if (said.length === 0) return { value: null, tie: false };
  const key = isOne
    ? new Set(keys).size === 1
      ? (keys[0] ?? null)
      : null
    : dominantOf(keys, FEWEST_DOMINANT);
  if (key === null) return { value: null, tie: true };
  // Most series do not say it: nothing is asked.
  return { value: JSON.parse(key) as ParameterValue | null, tie: false };
}

/** The most frequent of these, or null where two are. */
function dominantOf(keys: readonly string[], fewest = 1): string | null {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] < fewest || first[1] === second?.[1]) return null;
  return first[0];
}

/** As a person would write it: five digits say more than any scanner keeps. */
function valueOf(name: ParameterName, series: SeriesFacts, scanner: ScannerFacts): ParameterValue | null {
  const value = parameter(name).of(series, scanner);
  if (typeof value === "number") return tidy(value);
  return typeof value === "object" && value !== null ? value.map(tidy) : value;
}

function tidy(value: number): number {
  return Number(value.toPrecision(5)) + 0;
}

function ruleOf({ parameter: name, tolerance, severity }: Proposal, value: ParameterValue): ParameterRule {
  return {
    parameter: name,
    expect: { value: typeof value === "object" ? [...value] : value },
    ...(tolerance ? { tolerance } : {}),
    severity,
  };
}
