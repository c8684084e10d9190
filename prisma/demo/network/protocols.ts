import type { Random } from "../random";
import type { ProtocolCode } from "./diseases";
import { type PairRule, type ParameterRule, protocolContentSchema } from "@/lib/harmonise/protocol/content";
import type { Manufacturer, Network } from "./rows";
import { COIL_7T, COILS, type SequenceKey, sequenceSettings, type SequenceSettings } from "./sequences";

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

interface DemoProtocol {
  name: string;
  /** What the exams that follow it are called. */
  studyDescription: string;
  steps: readonly Step[];
}

export const PROTOCOLS: Record<ProtocolCode, DemoProtocol> = {
  "CORE-DEMENTIA": {
    name: "Socle démences et vieillissement, 3 T",
    studyDescription: "MRI brain dementia",
    // T1w for volumes, FLAIR for white matter, SWI for microbleeds (ARIA-H), DWI for recent ischaemia and prions.
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
    studyDescription: "MRI brain MS",
    // As the MAGNIMS-CMSC-NAIMS consensus of 2021 asks: 3D FLAIR first, gadolinium and DIR where they answer a question.
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
    studyDescription: "MRI brain psychiatry",
    // Anatomy, function at rest with the field map that unwarps it, and diffusion of many directions.
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
    studyDescription: "MRI brain 7T research",
    steps: [step("localiser"), step("mp2rage"), step("t1fine"), step("t2star7", 0.8, true)],
  },
};

const MAKERS: readonly Manufacturer[] = ["Siemens", "Philips", "GE", "Canon"];

/** A protocol's periods of validity (true days), and the tolerance on inversion times in each. */
const PERIODS: Record<ProtocolCode, readonly { from: string; until: string | null; inversion: number }[]> = {
  "CORE-DEMENTIA": [{ from: "2021-01-01", until: null, inversion: 0.03 }],
  // Suppression of fluid differed too much between sites: tightened after two years.
  "CORE-INFLAMMATORY": [
    { from: "2021-01-01", until: "2024-01-01", inversion: 0.1 },
    { from: "2024-01-01", until: null, inversion: 0.03 },
  ],
  "CORE-PSYCHIATRY": [{ from: "2021-01-01", until: null, inversion: 0.03 }],
  "RESEARCH-7T": [{ from: "2021-01-01", until: null, inversion: 0.03 }],
};

/** The field map must be of the BOLD's grid, so that it can unwarp it. */
const FIELD_MAP_PAIRS: readonly PairRule[] = (["voxelSizeXMm", "voxelSizeYMm", "voxelSizeZMm"] as const).map(
  (parameter) => ({
    first: stepName("fieldmap"),
    second: stepName("bold"),
    relation: "sameParameter",
    parameter,
    tolerance: { relative: 0.05 },
    severity: "major",
  }),
);

/** Protocols and their versions (true dates). */
export function makeProtocols(random: Random): Pick<Network, "protocols" | "protocolVersions"> {
  const result: ReturnType<typeof makeProtocols> = { protocols: [], protocolVersions: [] };
  for (const code of CODES) {
    const { name, steps } = PROTOCOLS[code];
    const protocolId = random.uuid();
    result.protocols.push({ id: protocolId, code, name });
    PERIODS[code].forEach(({ from, until, inversion }, index) => {
      result.protocolVersions.push({
        id: random.uuid(),
        protocolId,
        version: index + 1,
        validFrom: new Date(from),
        validUntil: until === null ? null : new Date(until),
        content: protocolContentSchema.parse({
          steps: steps
            .filter(({ sequence }) => isJudged(sequence))
            .map((one) => stepOf(one, inversion, code === "RESEARCH-7T")),
          pairs: code === "CORE-PSYCHIATRY" ? FIELD_MAP_PAIRS : [],
        }),
      });
    });
  }
  return result;
}

const CODES: readonly ProtocolCode[] = [
  "CORE-DEMENTIA",
  "CORE-INFLAMMATORY",
  "CORE-PSYCHIATRY",
  "RESEARCH-7T",
];

/** Which exams follow which protocol: those of the 7 T project, else by what the exam is called. */
export function makeAssignment(
  { protocols, projects }: Pick<Network, "protocols" | "projects">,
  random: Random,
): Network["assignmentRules"] {
  const protocolIds = (code: ProtocolCode) =>
    protocols.flatMap((protocol) => (protocol.code === code ? [protocol.id] : []));
  const research = projects.find(({ code }) => code === "BIOMARQUEURS-7T");
  return [
    {
      id: random.uuid(),
      kind: "project",
      projectId: research?.id ?? null,
      pattern: null,
      protocolIds: protocolIds("RESEARCH-7T"),
    },
    ...(["CORE-DEMENTIA", "CORE-INFLAMMATORY", "CORE-PSYCHIATRY"] as const).map((code) => ({
      id: random.uuid(),
      kind: "studyDescription" as const,
      projectId: null,
      pattern: `${PROTOCOLS[code].studyDescription}*`,
      protocolIds: protocolIds(code),
    })),
  ];
}

function isJudged(sequence: SequenceKey): boolean {
  return sequence !== "localiser" && sequence !== "adc";
}

/** How the protocol names a sequence. */
export function stepName(sequence: SequenceKey): string {
  return sequenceSettings(sequence, "Siemens").description;
}

function stepOf({ sequence, required }: Step, inversion: number, at7T: boolean) {
  const reference = sequenceSettings(sequence, "Siemens");
  return {
    name: stepName(sequence),
    role: reference.role,
    // Microbleeds are looked for in whatever SWI there is; that it is 3D is asked of it as a rule.
    ...(sequence === "swi" ? {} : { is3D: reference.is3D }),
    map: reference.map,
    required,
    ...(reference.role === "T1w" && { contrastAgent: reference.contrastAgent }),
    rules: commonRules(reference),
    variants: MAKERS.map((vendor) => ({
      scope: { vendor },
      rules: [
        ...vendorRules(sequenceSettings(sequence, vendor), inversion),
        {
          parameter: "receiveCoil",
          expect: { value: at7T ? COIL_7T : COILS[vendor] },
          severity: "minor",
        } satisfies ParameterRule,
      ],
    })),
  };
}

/** What every scanner of the network is asked for. */
function commonRules(settings: SequenceSettings): ParameterRule[] {
  const { role, is3D, bValuesSPerMm2, multibandFactor, directionCount, phaseEncodingDirection } = settings;
  const rules: ParameterRule[] = (["voxelSizeXMm", "voxelSizeYMm", "voxelSizeZMm"] as const).map(
    (parameter) => ({
      parameter,
      expect: { value: settings[parameter] },
      tolerance: { relative: 0.1 },
      unit: "mm",
      severity: "major",
    }),
  );
  rules.push({ parameter: "parallelReductionFactor", expect: { oneOf: [1, 2, 3] }, severity: "minor" });
  // Slices may lie a little apart, and never overlap: lesions between them are lost, or counted twice.
  if (!is3D) rules.push({ parameter: "sliceGapMm", expect: { min: 0, max: 0.4 }, severity: "major" });
  if (role === "SWI") rules.push({ parameter: "is3D", expect: { value: true }, severity: "major" });
  if (bValuesSPerMm2.length > 0) {
    rules.push({
      parameter: "bValuesSPerMm2",
      expect: { value: bValuesSPerMm2 },
      tolerance: { absolute: 20 },
      severity: "major",
    });
  }
  if (multibandFactor !== null)
    rules.push({ parameter: "multibandFactor", expect: { value: multibandFactor }, severity: "minor" });
  if (directionCount !== null)
    rules.push({ parameter: "directionCount", expect: { min: 60 }, severity: "major" });
  if (role === "BOLD") {
    rules.push({ parameter: "volumeCount", expect: { min: 200 }, severity: "major" });
    rules.push({
      parameter: "phaseEncodingDirection",
      expect: { value: phaseEncodingDirection ?? "AP" },
      severity: "minor",
    });
  }
  return rules;
}

/** Timings, which each maker's sequence has its own way to the same contrast. */
function vendorRules(settings: SequenceSettings, inversion: number): ParameterRule[] {
  const timed = [
    { parameter: "repetitionTimeMs", unit: "ms", relative: 0.05, severity: "minor" },
    { parameter: "echoTimesMs", unit: "ms", relative: 0.05, severity: "minor" },
    { parameter: "inversionTimeMs", unit: "ms", relative: inversion, severity: "major" },
    { parameter: "flipAngleDeg", unit: "deg", relative: 0.1, severity: "minor" },
    { parameter: "pixelBandwidthHzPerPixel", unit: "Hz/px", relative: 0.2, severity: "minor" },
  ] as const;
  return timed.flatMap(({ parameter, unit, relative, severity }): ParameterRule[] => {
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
  if (random.chance(0.04)) {
    const factor = random.pick([1.1, 1.2, 1.5]);
    result.voxelSizeZMm = Number((settings.voxelSizeZMm * factor).toFixed(2));
    result.sliceSpacingMm = result.voxelSizeZMm;
    result.sliceThicknessMm = Number((settings.sliceThicknessMm * factor).toFixed(2));
  }
  if (random.chance(0.04)) {
    result.echoTimesMs = settings.echoTimesMs.map((te) =>
      Number((te * random.between(0.88, 1.14)).toFixed(2)),
    );
  }
  // A converter in between sometimes drops it: undetermined, never compliant.
  if (random.chance(0.015)) result.inversionTimeMs = null;
  return result;
}
