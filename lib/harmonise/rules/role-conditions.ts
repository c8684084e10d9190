import { z } from "zod";
import type { RoleFeatures } from "@/lib/harmonise/rules/role-features";

const words = z.array(z.string().min(1)).min(1);
/** Both ends included; null is open. */
const range = z
  .tuple([z.number(), z.number().nullable()])
  .refine(([low, high]) => high === null || low <= high, "the lower end is above the higher");
const pattern = z.string().refine(isPattern, "not a regular expression");

/** How a picture's echo is made and read out. */
export const READOUTS = ["spin echo", "gradient echo", "gradient echo-planar", "spin echo-planar"] as const;
export type Readout = (typeof READOUTS)[number];

/** Conditions of a rule; all that are given have to hold. Times in ms, angles in degrees, b-values in s/mm². */
export const conditionsSchema = z.strictObject({
  /** ImageType has one of these, at any place: Siemens XA moved and added values. */
  imageType: words.optional(),
  map: words.optional(),
  vendor: z.array(z.enum(["siemens", "ge", "philips", "uih", "canon", "other"])).optional(),
  acquisitionContrast: words.optional(),
  contrastAgent: z.array(z.enum(["yes", "no", "unknown"])).optional(),
  echoPlanar: z.array(z.enum(["yes", "no", "unknown"])).optional(),
  readout: z.enum(READOUTS).optional(),
  sequenceVariant: words.optional(),
  is3D: z.boolean().optional(),
  derived: z.boolean().optional(),
  timeOfFlight: z.boolean().optional(),
  spinLabelling: z.boolean().optional(),
  inversionRecovery: z.boolean().optional(),
  /** One of the series' Volumes is a phase image. */
  phaseInSeries: z.boolean().optional(),
  echoTimeMs: range.optional(),
  repetitionTimeMs: range.optional(),
  inversionTimeMs: range.optional(),
  flipAngleDeg: range.optional(),
  highestBValueSPerMm2: range.optional(),
  /** Points of the fourth axis. */
  repeats: range.optional(),
  seriesEchoes: range.optional(),
  seriesInversionTimes: range.optional(),
  /** Slice directions in the series. */
  orientations: range.optional(),
  /** Regular expression, in the scanner's name of the sequence or of its file. */
  sequenceName: pattern.optional(),
  /** Regular expression, in SeriesDescription or ProtocolName: what people typed. */
  says: pattern.optional(),
});

export type Conditions = z.infer<typeof conditionsSchema>;

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "i").source.length > 0;
  } catch {
    return false;
  }
}

/**
 * How the echo was made and read out; null where the header does not say. Siemens writes SE, or EchoPulseSequence GRADIENT, on
 * either kind of EPI: the sequence's own name (epfid: free induction decay, epse: spin echo) is right.
 */
export function readoutOf(features: RoleFeatures): Readout | null {
  const { echoPulse, pulseSequenceName, isEchoPlanar } = features;
  if (isEchoPlanar !== true)
    return echoPulse === "spin" ? "spin echo" : echoPulse === "gradient" ? "gradient echo" : null;
  const name = pulseSequenceName ?? "";
  if (/epse/i.test(name)) return "spin echo-planar";
  return /epfid/i.test(name) || echoPulse !== "spin" ? "gradient echo-planar" : "spin echo-planar";
}

type Test = (features: RoleFeatures) => boolean;

/** Makes the test of one set of conditions; it holds where every condition does, and an unknown value meets none. */
export function matcher(conditions: Conditions): Test {
  const tests: Test[] = [];
  const anyOf = (wanted: readonly string[] | undefined, read: (f: RoleFeatures) => readonly string[]) => {
    if (wanted) tests.push((features) => read(features).some((value) => wanted.includes(value)));
  };
  const within = (wanted: Conditions["repeats"], read: (f: RoleFeatures) => number | null) => {
    if (!wanted) return;
    const [low, high] = wanted;
    tests.push((features) => {
      const value = read(features);
      return value !== null && value >= low && (high === null || value <= high);
    });
  };
  const flag = (wanted: boolean | undefined, read: (f: RoleFeatures) => boolean | null) => {
    if (wanted !== undefined) tests.push((features) => read(features) === wanted);
  };
  const matches = (source: string | undefined, read: (f: RoleFeatures) => readonly (string | null)[]) => {
    if (source === undefined) return;
    const expression = new RegExp(source, "i");
    tests.push((features) => read(features).some((text) => text !== null && expression.test(text)));
  };
  anyOf(conditions.imageType, (f) => f.imageType.map((value) => value.toUpperCase()));
  anyOf(conditions.map, (f) => (f.map === null ? [] : [f.map]));
  anyOf(conditions.vendor, (f) => [f.vendor]);
  anyOf(conditions.acquisitionContrast, (f) =>
    f.acquisitionContrast === null ? [] : [f.acquisitionContrast],
  );
  anyOf(conditions.contrastAgent, (f) => [f.contrastAgent]);
  anyOf(conditions.echoPlanar, (f) => [yesNo(f.isEchoPlanar)]);
  anyOf(conditions.readout && [conditions.readout], (f) => [readoutOf(f) ?? "unknown"]);
  anyOf(conditions.sequenceVariant, (f) => f.sequenceVariant);
  flag(conditions.is3D, (f) => f.is3D);
  flag(conditions.derived, (f) => f.isDerived);
  flag(conditions.timeOfFlight, (f) => f.isTimeOfFlight);
  flag(conditions.spinLabelling, (f) => f.isArterialSpinLabelling);
  flag(conditions.inversionRecovery, (f) => f.isInversionRecovery);
  flag(conditions.phaseInSeries, (f) => f.seriesHasPhase);
  within(conditions.echoTimeMs, (f) => f.echoTimeMs);
  within(conditions.repetitionTimeMs, (f) => f.repetitionTimeMs);
  within(conditions.inversionTimeMs, (f) => f.inversionTimeMs);
  within(conditions.flipAngleDeg, (f) => f.flipAngleDeg);
  within(conditions.highestBValueSPerMm2, (f) => (f.bValues.length > 0 ? Math.max(...f.bValues) : null));
  within(conditions.repeats, (f) => f.repeats);
  within(conditions.seriesEchoes, (f) => f.seriesEchoes);
  within(conditions.seriesInversionTimes, (f) => f.seriesInversionTimes);
  within(conditions.orientations, (f) => f.orientations);
  matches(conditions.sequenceName, (f) => [f.pulseSequenceName, f.sequenceFile]);
  matches(conditions.says, (f) => [f.seriesDescription, f.protocolName]);
  return (features) => tests.every((test) => test(features));
}

function yesNo(value: boolean | null): "yes" | "no" | "unknown" {
  return value === null ? "unknown" : value ? "yes" : "no";
}
