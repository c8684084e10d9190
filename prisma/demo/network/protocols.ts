import type { Random } from "../random";
import type { ProtocolCode } from "./diseases";
import { protocolContentSchema } from "@/lib/harmonise/protocol/content";
import type { Manufacturer, Network } from "./rows";
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
  parameter:
    | "repetitionTimeMs"
    | "echoTimesMs"
    | "inversionTimeMs"
    | "flipAngleDeg"
    | "voxelSizeXMm"
    | "voxelSizeYMm"
    | "voxelSizeZMm";
  unit: string;
  /** Relative tolerance, 0-1. */
  relative: number;
  severity: "minor" | "major";
}

const RULES: readonly Rule[] = [
  { parameter: "repetitionTimeMs", unit: "ms", relative: 0.05, severity: "minor" },
  { parameter: "echoTimesMs", unit: "ms", relative: 0.05, severity: "minor" },
  { parameter: "inversionTimeMs", unit: "ms", relative: 0.03, severity: "major" },
  { parameter: "flipAngleDeg", unit: "deg", relative: 0.1, severity: "minor" },
  { parameter: "voxelSizeXMm", unit: "mm", relative: 0.1, severity: "major" },
  { parameter: "voxelSizeYMm", unit: "mm", relative: 0.1, severity: "major" },
  { parameter: "voxelSizeZMm", unit: "mm", relative: 0.1, severity: "major" },
];

/** Protocols and their versions (true dates). */
export function makeProtocols(random: Random): Pick<Network, "protocols" | "protocolVersions"> {
  const result: ReturnType<typeof makeProtocols> = { protocols: [], protocolVersions: [] };
  for (const [code, { name, steps }] of Object.entries(PROTOCOLS)) {
    const protocolId = random.uuid();
    result.protocols.push({ id: protocolId, code, name });
    result.protocolVersions.push({
      id: random.uuid(),
      protocolId,
      version: 1,
      validFrom: new Date("2021-01-01"),
      validUntil: null,
      content: protocolContentSchema.parse({
        steps: steps.filter(({ sequence }) => isJudged(sequence)).map(stepOf),
      }),
    });
  }
  return result;
}

function isJudged(sequence: SequenceKey): boolean {
  return sequence !== "localiser" && sequence !== "adc";
}

/** How the protocol names a sequence. */
export function stepName(sequence: SequenceKey): string {
  return sequenceSettings(sequence, "Siemens").description;
}

function stepOf({ sequence, required }: Step) {
  const reference = sequenceSettings(sequence, "Siemens");
  return {
    name: stepName(sequence),
    role: reference.role,
    is3D: reference.is3D,
    map: reference.map,
    required,
    variants: MAKERS.map((vendor) => ({
      scope: { vendor },
      rules: rulesOf(sequenceSettings(sequence, vendor)),
    })),
  };
}

function rulesOf(settings: SequenceSettings) {
  return RULES.flatMap(({ parameter, unit, relative, severity }) => {
    const value = settings[parameter];
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [{ parameter, unit, severity, expect: { value }, tolerance: { relative } }];
  });
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
