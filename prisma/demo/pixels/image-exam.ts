import { phaseAxisOf } from "@/lib/harmonise/qc/ghost";
import { measureVolume, type QcOutcome } from "@/lib/harmonise/qc/measure";
import { encodeFrame } from "@/lib/imaging/htj2k";
import { volumeManifestSchema, type VolumeManifest } from "@/lib/imaging/manifest";
import { makeThumbnail } from "@/lib/imaging/thumbnail";
import { WindowFinder } from "@/lib/imaging/window";
import type { ObjectStore } from "@/lib/platform/store";
import type { ExamRow, ScannerRow, SeriesRow, SubjectRow, VolumeRow } from "../network/rows";
import type { SequenceKey } from "../network/sequences";
import { mapTissues, renderSignal, type Pose, type TissueMap } from "../phantom/acquire";
import { buildHead, type Head } from "../phantom/anatomy";
import { signalTable } from "../phantom/sequences";
import { seededRandom } from "../random";
import { ACQUISITIONS, type Acquisition } from "./acquisitions";
import { HEADS } from "./heads";
import { instanceDigest, writeInstance, type InstanceContext } from "./instance";
import { storeMagnitude } from "./noise";

/** One exam to make pixels for; plain data, so that it can be sent to a worker. */
export interface ImagingJob {
  head: string;
  visitIndex: number;
  subject: SubjectRow;
  exam: ExamRow;
  scanner: ScannerRow;
  softwareVersions: string;
  parts: { sequence: SequenceKey; series: SeriesRow; volume: VolumeRow }[];
}

export interface InstanceRow {
  uidHash: Uint8Array<ArrayBuffer>;
  seriesId: string;
  digest: Uint8Array<ArrayBuffer>;
  byteCount: number;
  frameCount: number;
}

/** What was made of one series. */
export interface ImagedSeries {
  seriesId: string;
  volumeId: string;
  manifest: VolumeManifest;
  viewByteCount: number;
  instances: InstanceRow[];
  quality: QcOutcome;
}

/** Slices made at a time: bounds the memory of a 0.5 mm volume. */
const SLAB = 24;

/** Images one exam: instances and view objects into the store. Deterministic. */
export async function imageExam(job: ImagingJob, store: ObjectStore): Promise<ImagedSeries[]> {
  const phantom = HEADS[job.head];
  const state = phantom?.visits[job.visitIndex];
  if (!phantom || !state) throw new RangeError(`no phantom visit ${job.head}/${job.visitIndex}`);
  const head = headOf(job.head);
  const random = seededRandom(`${job.head}/pose/${job.visitIndex}`);
  const pose: Pose = {
    shiftMm: [random.normal(0, 1.2), random.normal(0, 1.5), random.normal(0, 1.8)],
    rotation: [random.normal(0, 0.022), random.normal(0, 0.014), random.normal(0, 0.018)],
  };
  const scans = job.parts.map((part, index) => {
    const acquisition = ACQUISITIONS[part.sequence];
    if (!acquisition) throw new RangeError(`the phantom cannot be imaged with ${part.sequence}`);
    return new Scan(job, part.series, part.volume, acquisition, 7919 * (job.visitIndex + 1) + index, store);
  });
  for (const grid of new Set(scans.map(({ acquisition }) => acquisition.grid))) {
    const sharing = scans.filter(({ acquisition }) => acquisition.grid === grid);
    for (let from = 0; from < grid.dimensions[2]; from += SLAB) {
      const to = Math.min(grid.dimensions[2], from + SLAB);
      const map = mapTissues(head, state, grid, pose, from, to);
      for (const scan of sharing) await scan.slab(map, from, to);
    }
  }
  return Promise.all(scans.map((scan) => scan.finish()));
}

// Both visits of a subject have one head; only the last is kept, it is 60 MB.
let built: { name: string; head: Head } | undefined;
function headOf(name: string): Head {
  const traits = HEADS[name]?.traits;
  if (!traits) throw new RangeError(`no phantom ${name}`);
  if (built?.name !== name) built = { name, head: buildHead(traits) };
  return built.head;
}

/** One series in the making. */
class Scan {
  private readonly codestreams: Uint8Array[] = [];
  private readonly instances: InstanceRow[] = [];
  private readonly finder: WindowFinder;
  private readonly range = { min: Number.POSITIVE_INFINITY, max: 0 };
  private readonly tables: Float64Array[];
  private readonly context: InstanceContext;

  constructor(
    job: ImagingJob,
    private readonly series: SeriesRow,
    private readonly volume: VolumeRow,
    readonly acquisition: Acquisition,
    private readonly seed: number,
    private readonly store: ObjectStore,
  ) {
    const { grid, points, unit } = acquisition;
    const { subject, exam, scanner, softwareVersions } = job;
    const [nx, ny, nz] = grid.dimensions;
    this.finder = new WindowFinder(nx * ny * nz);
    this.tables = points.map((physics) => signalTable(physics, scanner.fieldStrengthTesla));
    const { frameOfReferenceUid } = volume;
    this.context = { subject, exam, scanner, softwareVersions, series, frameOfReferenceUid, grid, unit };
  }

  private get pointCount(): number {
    return this.tables.length * this.acquisition.repetitions;
  }

  async slab(map: TissueMap, from: number, to: number): Promise<void> {
    const { acquisition, seed } = this;
    for (const [index, table] of this.tables.entries()) {
      const signal = renderSignal(map, table, acquisition.unit === null ? 0.03 : 0.05);
      for (let repetition = 0; repetition < acquisition.repetitions; repetition++) {
        const point = index * acquisition.repetitions + repetition;
        const moment = acquisition.repetitions > 1 ? fluctuate(map, signal, repetition) : signal;
        const stored = storeMagnitude(map, moment, acquisition, seed + 104_729 * point, from);
        const [nx, ny] = acquisition.grid.dimensions;
        const slices = Array.from({ length: to - from }, (_, n) =>
          this.frame(stored.subarray(n * nx * ny, (n + 1) * nx * ny), from + n, point),
        );
        await Promise.all(slices);
      }
    }
  }

  private async frame(pixels: Uint16Array, slice: number, point: number): Promise<void> {
    const { grid, fourthAxis } = this.acquisition;
    const [columns, rows, nz] = grid.dimensions;
    const { range } = this;
    for (const value of pixels) {
      if (value < range.min) range.min = value;
      if (value > range.max) range.max = value;
    }
    if (point === 0) this.finder.offer(pixels, 1, 0);
    const codestream = await encodeFrame({
      columns,
      rows,
      samplesPerPixel: 1,
      bitsStored: 16,
      type: "uint16",
      data: pixels,
    });
    const index = point * nz + slice;
    this.codestreams[index] = codestream;
    const uidHash = new Uint8Array(seededRandom(`${this.series.id}/${index}`).bytes(16));
    const hex = Buffer.from(uidHash).toString("hex");
    const value = fourthAxis.values[point] ?? null;
    const file = writeInstance(
      this.context,
      {
        sopInstanceUid: `2.25.${BigInt(`0x${hex}`).toString(10)}`,
        slice,
        point,
        points: this.pointCount,
        bValue: fourthAxis.kind === "bValue" ? value : null,
        timeS: fourthAxis.kind === "time" ? value : null,
      },
      codestream,
    );
    await this.store.put(`instances/${this.series.id}/${hex}.dcm`, file);
    this.instances.push({
      uidHash,
      seriesId: this.series.id,
      digest: instanceDigest(grid, slice, pixels),
      byteCount: file.length,
      frameCount: 1,
    });
  }

  async finish(): Promise<ImagedSeries> {
    const { acquisition, codestreams, series, volume, store } = this;
    const { grid, fourthAxis, unit } = acquisition;
    let bytes = 0;
    const frameByteEnds = codestreams.map((codestream) => (bytes += codestream.length));
    const frames = new Uint8Array(Buffer.concat(codestreams));
    const manifest = volumeManifestSchema.parse({
      version: 1,
      kind: "volume",
      stackReason: null,
      dimensions: [...grid.dimensions, this.pointCount],
      voxelSizeMm: grid.voxelSizeMm,
      originMm: grid.originMm,
      direction: grid.direction,
      frameOfReferenceUid: volume.frameOfReferenceUid,
      sample: { type: "uint16", samplesPerPixel: 1, bitsStored: 16 },
      valueRange: this.range,
      rescale: { slope: 1, intercept: 0, unit },
      frameRescales: null,
      window: this.finder.window(),
      fourthAxis,
      codec: "htj2k",
      frameByteEnds,
      framePositionsMm: null,
      gaps: [],
    } satisfies Record<keyof VolumeManifest, unknown>);
    await store.put(`volumes/${volume.id}/frames.htj2k`, frames);
    const thumbnail = await makeThumbnail(manifest, (start, end) =>
      Promise.resolve(frames.subarray(start, end)),
    );
    await store.put(`volumes/${volume.id}/thumbnail.webp`, thumbnail);
    const quality = await measureVolume(
      {
        role: volume.role,
        map: volume.map,
        component: volume.component,
        phaseAxis: phaseAxisOf(series.phaseEncodingAxis),
      },
      manifest,
      (start, end) => Promise.resolve(frames.subarray(start, end)),
    );
    this.instances.sort((a, b) => Buffer.compare(a.uidHash, b.uidHash));
    return {
      seriesId: series.id,
      volumeId: volume.id,
      manifest,
      viewByteCount: bytes,
      instances: this.instances,
      quality,
    };
  }
}

/** Slow fluctuation of a resting time series, in phase where the texture is positive. */
function fluctuate(map: TissueMap, signal: Float32Array, repetition: number): Float32Array {
  const swing = 0.012 * Math.sin((2 * Math.PI * repetition) / 9);
  return signal.map((value, i) => value * (1 + swing * Math.sign(map.texture[i] ?? 0)));
}
