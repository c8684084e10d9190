import type { Random } from "../random";
import type { ProtocolCode } from "./diseases";
import { deviate, PROTOCOLS, stepName } from "./protocols";
import { judgeSeries, rulesAt } from "@/lib/harmonise/protocol/judge-series";
import type { ScannerFacts, SeriesFacts } from "@/lib/harmonise/protocol/parameters";
import type { EpochRow, Network, ScannerRow, SeriesRow } from "./rows";
import { type SequenceKey, sequenceSettings } from "./sequences";

const COILS = {
  Siemens: "HeadNeck_64",
  Philips: "dS Head 32ch",
  GE: "48CH HEAD",
  Canon: "Head SPEEDER 32ch",
  UIH: "Head 32",
  Other: "Head",
} as const;

/** Classic MR Image Storage (PS3.4 B.5). */
export const MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4";

/** A UID under the UUID root (PS3.5 B.2). */
export function demoUid(random: Random): string {
  return `2.25.${BigInt(`0x${Buffer.from(random.bytes(16)).toString("hex")}`).toString(10)}`;
}

/** Adds the series, volumes and verdicts of one exam. */
export function addSeries(
  network: Network & { sequenceOf: Map<string, SequenceKey> },
  random: Random,
  examId: string,
  protocol: ProtocolCode,
  place: { scanner: ScannerRow; drifts: ReadonlySet<string> },
  epoch: EpochRow,
  choice: { part: number; parts: number; pixels: readonly SequenceKey[] },
): void {
  const { scanner, drifts } = place;
  const facts: ScannerFacts = { ...scanner, scannerId: scanner.id };
  const frameOfReferenceUid = demoUid(random);
  const planned = PROTOCOLS[protocol].steps
    .filter(({ share, sequence }) => random.chance(share) || choice.pixels.includes(sequence))
    .map(({ sequence }) => sequence);
  // Sometimes a patient cannot stay until the end.
  const kept = choice.pixels.length === 0 && random.chance(0.06) ? planned.slice(0, -2) : planned;
  const sequences: SequenceKey[] =
    choice.parts === 1
      ? [...kept, ...choice.pixels.filter((key) => !kept.includes(key))]
      : kept.filter((_, index) =>
          index < Math.ceil(kept.length / 2) ? choice.part === 0 : choice.part === 1,
        );
  const protocolId = network.protocols.find(({ code }) => code === protocol)?.id;
  const version = network.protocolVersions.find((one) => one.protocolId === protocolId);

  sequences.forEach((key, index) => {
    const expected = sequenceSettings(key, scanner.manufacturer);
    const settings = choice.pixels.includes(key) ? expected : deviate(expected, random, drifts.has(epoch.id));
    const { matrix, fourthAxis, ...parameters } = settings;
    const [nx, ny, nz, nt] = matrix;
    const id = random.uuid();
    network.sequenceOf.set(id, key);
    const is = { map: settings.map, derived: settings.derived, is3D: settings.is3D, role: settings.role };
    const row: SeriesRow = {
      ...parameters,
      id,
      examId,
      seriesInstanceUid: demoUid(random),
      seriesNumber: index + 1,
      protocolName: settings.description,
      sopClassUid: MR_IMAGE_STORAGE,
      state: "complete",
      instanceCount: 0,
      frameCount: 0,
      byteCount: 0n,
      hasPixels: false,
      qcState: "unmeasured",
      component: "magnitude",
      voxelSizeMaxMm: Math.max(settings.voxelSizeXMm, settings.voxelSizeYMm, settings.voxelSizeZMm),
      phaseEncodingAxis: settings.role === "DWI" || settings.role === "BOLD" ? "COL" : "ROW",
      receiveCoil: scanner.fieldStrengthTesla > 3 ? "1Tx32Rx Head" : COILS[scanner.manufacturer],
    };
    network.series.push(row);
    network.volumes.push({
      ...is,
      id: random.uuid(),
      seriesId: id,
      ordinal: 0,
      kind: settings.role === "localiser" ? "stack" : "volume",
      roleRule: "demonstration",
      roleConfidence: 1,
      component: "magnitude",
      contrastAgent: settings.contrastAgent,
      nx,
      ny,
      nz,
      nt,
      fourthAxis,
      voxelSizeXMm: settings.voxelSizeXMm,
      voxelSizeYMm: settings.voxelSizeYMm,
      voxelSizeZMm: settings.voxelSizeZMm,
      frameOfReferenceUid,
      echoTimeMs: settings.echoTimesMs[0] ?? null,
    });
    const step = version?.content.steps.findIndex(({ name }) => name === stepName(key)) ?? -1;
    const asked = version?.content.steps[step];
    if (version && asked) {
      network.verdicts.push({
        seriesId: id,
        protocolVersionId: version.id,
        stepOrdinal: step,
        ...judgeSeries(factsOf(row), facts, rulesAt(asked, facts)),
      });
    }
  });
}

function factsOf(row: SeriesRow): SeriesFacts {
  return {
    ...row,
    seriesId: row.id,
    parallelReductionFactorSlice: null,
    partialFourier: null,
    totalReadoutTimeMs: null,
    phaseEncodingDirection: null,
    pulseSequenceName: null,
    sliceThicknessMm: null,
    sliceSpacingMm: null,
    acquisitionMatrix: [],
    directionCount: null,
    volumeCount: null,
  };
}
