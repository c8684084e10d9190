import type { Random } from "../random";
import type { ProtocolCode } from "./diseases";
import type { Finding, Manufacturer, Network, ProtocolStepRow, VerdictName } from "./rows";
import { type SequenceKey, sequenceSettings, type SequenceSettings } from "./sequences";

interface Step {
  sequence: SequenceKey;
  required: boolean;
  /** How often an exam has it. */
  share: number;
}

const step = (sequence: SequenceKey, share = 1, required = share === 1): Step => ({
  sequence,
  required,
  share,
});

export const PROTOCOLS: Record<ProtocolCode, { name: string; steps: readonly Step[] }> = {
  "CORE-DEMENTIA": {
    name: "Socle démences et vieillissement, 3 T",
    steps: [
      step("localiser"),
      step("t1"),
      step("flair3d"),
      step("t2", 0.85, true),
      step("swi"),
      step("dwi"),
      step("adc"),
      step("asl", 0.3),
    ],
  },
  "CORE-INFLAMMATORY": {
    name: "Socle inflammatoire (SEP), 3 T",
    steps: [
      step("localiser"),
      step("flair3d"),
      step("t1"),
      step("dwi"),
      step("adc"),
      step("t2", 0.7),
      step("swi", 0.65),
      step("dir", 0.35),
      step("t1gad", 0.4),
    ],
  },
  "CORE-PSYCHIATRY": {
    name: "Socle psychiatrie, 3 T",
    steps: [
      step("localiser"),
      step("t1"),
      step("bold"),
      step("fieldmap"),
      step("dti", 0.85, true),
      step("flair2d", 0.6),
    ],
  },
  "RESEARCH-7T": {
    name: "Recherche 7 T",
    steps: [step("localiser"), step("mp2rage"), step("t1fine"), step("t2star7", 0.8, true)],
  },
};

const MAKERS: readonly Manufacturer[] = ["Siemens", "Philips", "GE", "Canon"];

interface Rule {
  parameter: "repetitionTimeMs" | "echoTimeMs" | "inversionTimeMs" | "flipAngleDeg" | "voxelSizeMaxMm";
  unit: string;
  /** Relative tolerance, 0-1. */
  tolerance: number;
  severity: "minor" | "major";
}

const RULES: readonly Rule[] = [
  { parameter: "repetitionTimeMs", unit: "ms", tolerance: 0.05, severity: "minor" },
  { parameter: "echoTimeMs", unit: "ms", tolerance: 0.05, severity: "minor" },
  { parameter: "inversionTimeMs", unit: "ms", tolerance: 0.03, severity: "major" },
  { parameter: "flipAngleDeg", unit: "deg", tolerance: 0.1, severity: "minor" },
  { parameter: "voxelSizeMaxMm", unit: "mm", tolerance: 0.1, severity: "major" },
];

const largestVoxel = (s: SequenceSettings): number =>
  Math.max(s.voxelSizeXMm, s.voxelSizeYMm, s.voxelSizeZMm);

function valueOf(settings: SequenceSettings, parameter: Rule["parameter"]): number | null {
  if (parameter === "echoTimeMs") return settings.echoTimesMs[0] ?? null;
  if (parameter === "voxelSizeMaxMm") return largestVoxel(settings);
  return settings[parameter];
}

/** Protocols, their versions (true dates) and their steps. */
export function makeProtocols(
  random: Random,
): Pick<Network, "protocols" | "protocolVersions" | "protocolSteps"> {
  const result: ReturnType<typeof makeProtocols> = { protocols: [], protocolVersions: [], protocolSteps: [] };
  for (const [code, { name, steps }] of Object.entries(PROTOCOLS)) {
    const protocolId = random.uuid();
    const protocolVersionId = random.uuid();
    result.protocols.push({ id: protocolId, code, name });
    result.protocolVersions.push({
      id: protocolVersionId,
      protocolId,
      version: 1,
      validFrom: new Date("2021-01-01"),
      validUntil: null,
    });
    steps
      .filter(({ sequence }) => sequence !== "localiser" && sequence !== "adc")
      .forEach(({ sequence, required }, ordinal) => {
        const reference = sequenceSettings(sequence, "Siemens");
        result.protocolSteps.push({
          id: random.uuid(),
          protocolVersionId,
          ordinal,
          role: reference.role,
          is3D: reference.is3D,
          required,
          rules: rulesOf(sequence),
        });
      });
  }
  return result;
}

function rulesOf(sequence: SequenceKey): ProtocolStepRow["rules"] {
  return RULES.flatMap((rule) => {
    const expected = MAKERS.flatMap((maker) => {
      const value = valueOf(sequenceSettings(sequence, maker), rule.parameter);
      return value === null ? [] : [[maker, value] as const];
    });
    return expected.length === 0 ? [] : [{ ...rule, expected: Object.fromEntries(expected) }];
  });
}

/** Judges what was run against what the protocol expects of that vendor. */
export function judge(
  observed: SequenceSettings,
  expected: SequenceSettings,
): { value: VerdictName; findings: Finding[] } {
  let value: VerdictName = "compliant";
  const findings: Finding[] = [];
  for (const { parameter, unit, tolerance, severity } of RULES) {
    const wanted = valueOf(expected, parameter);
    if (wanted === null) continue;
    const seen = valueOf(observed, parameter);
    if (seen === null) {
      if (value === "compliant") value = "undetermined";
      findings.push({ parameter, unit, expected: wanted, observed: null, tolerance, delta: null });
      continue;
    }
    const delta = seen - wanted;
    if (Math.abs(delta) <= tolerance * wanted + 1e-9) continue;
    findings.push({
      parameter,
      unit,
      expected: wanted,
      observed: seen,
      tolerance,
      delta: Number(delta.toFixed(3)),
    });
    if (severity === "major") value = "major";
    else if (value !== "major") value = "minor";
  }
  return { value, findings };
}

/** What really ran: mostly the protocol; a drifting software release or an operator's choice changes it. */
export function deviate(settings: SequenceSettings, random: Random, drift: boolean): SequenceSettings {
  const result = { ...settings, echoTimesMs: [...settings.echoTimesMs] };
  if (settings.derived || settings.role === "localiser") return result;
  if (drift && settings.role === "FLAIR" && settings.inversionTimeMs !== null) {
    result.inversionTimeMs = Math.round(settings.inversionTimeMs * 0.92);
    result.repetitionTimeMs = Math.round((settings.repetitionTimeMs ?? 0) * 0.96);
  }
  if (drift && settings.role === "T1w" && settings.repetitionTimeMs !== null) {
    result.repetitionTimeMs = Number((settings.repetitionTimeMs * 1.043).toFixed(2));
    result.echoTimesMs = settings.echoTimesMs.map((te) => Number((te * 1.08).toFixed(2)));
  }
  if (random.chance(0.035)) result.flipAngleDeg = (settings.flipAngleDeg ?? 90) + random.pick([-2, 2, 6]);
  if (random.chance(0.04))
    result.voxelSizeZMm = Number((settings.voxelSizeZMm * random.pick([1.1, 1.2, 1.5])).toFixed(2));
  if (random.chance(0.04)) {
    result.echoTimesMs = settings.echoTimesMs.map((te) =>
      Number((te * random.between(0.88, 1.14)).toFixed(2)),
    );
  }
  // A converter in between sometimes drops it: undetermined, never compliant.
  if (random.chance(0.015)) result.inversionTimeMs = null;
  return result;
}
