import type { Random } from "../random";
import type { ProtocolCode } from "./diseases";
import { deviate, PROTOCOLS } from "./protocols";
import type { EpochRow, Network, ScannerRow, SeriesRow } from "./rows";
import { COIL_7T, COILS, type SequenceKey, sequenceSettings } from "./sequences";

/** Classic MR Image Storage (PS3.4 B.5). */
export const MR_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.4";

/** A UID under the UUID root (PS3.5 B.2). */
export function demoUid(random: Random): string {
  return `2.25.${BigInt(`0x${Buffer.from(random.bytes(16)).toString("hex")}`).toString(10)}`;
}

/** Adds the series and volumes of one exam. */
export function addSeries(
  network: Network & { sequenceOf: Map<string, SequenceKey> },
  random: Random,
  examId: string,
  protocol: ProtocolCode,
  place: { scanner: ScannerRow; drifts: ReadonlySet<string> },
  epoch: EpochRow,
  choice: { part: number; parts: number; pixels: readonly SequenceKey[]; strays: boolean },
): void {
  const { scanner, drifts } = place;
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

  sequences.forEach((key, index) => {
    const expected = sequenceSettings(key, scanner.manufacturer);
    const settings =
      choice.pixels.includes(key) || !choice.strays
        ? expected
        : deviate(expected, random, drifts.has(epoch.id));
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
      receiveCoil: scanner.fieldStrengthTesla > 3 ? COIL_7T : COILS[scanner.manufacturer],
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
  });
}
