import { availableParallelism } from "node:os";
import { systemActor } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/password";
import { linkageHash } from "@/lib/deid/identity";
import { watchScanners } from "@/lib/harmonise/lifeline/watch-scanners";
import { inTransaction } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "./accounts";
import { insertDemonstration, isDemonstrationLoaded } from "./demonstration-store";
import { type DemoNetwork, generateNetwork } from "./network/generate";
import { judgeQuality, replaceQuality } from "./network/qc";
import type { ImagedSeries, ImagingJob } from "./pixels/image-exam";
import { imageExams } from "./pixels/pool";

export interface LoadOptions {
  progress: (line: string) => void;
  /** For tests: part of the subjects, what is imaged, and worker threads (0: none). */
  share?: number;
  imaging?: (jobs: ImagingJob[]) => ImagingJob[];
  threads?: number;
}

/**
 * Fills an empty catalogue with the demonstration network; does nothing when it is already there.
 * The database is written in one transaction after the objects, so an interrupted run starts again cleanly.
 * @returns whether anything was loaded
 * @throws AppError `forbidden` outside demonstration mode
 */
export async function loadDemonstration(options: LoadOptions): Promise<boolean> {
  const { progress, share = 1, threads = Math.min(4, availableParallelism()) } = options;
  const { mode, nodeEnv } = env();
  if (mode !== "demo" && nodeEnv !== "test") {
    throw new AppError("forbidden", "the demonstration is loaded in demonstration mode only");
  }
  if (await isDemonstrationLoaded()) return false;
  const started = Date.now();
  const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(0)} s`;

  const network = generateNetwork({ share });
  const { imaging = (all: ImagingJob[]) => all } = options;
  const jobs = imaging(imagingJobs(network));
  progress(
    `Demonstration: ${network.sites.length} sites, ${network.subjects.length} subjects, ${network.exams.length} exams; ` +
      `imaging ${jobs.length} of them`,
  );
  const imaged = await imageExams(jobs, threads, (done) =>
    progress(`  imaged ${done} of ${jobs.length} exams (${seconds()})`),
  );
  addPixels(network, imaged.flat());
  replaceQuality(network, imaged.flat());
  judgeQuality(network);

  const { linkageKey } = secrets();
  const links = network.identifiers.flatMap(({ subjectId, siteId, siteCode, patientId }) => {
    const hash = linkageHash(linkageKey, siteCode, patientId);
    return hash ? [{ subjectId, siteId, linkageHash: new Uint8Array(hash) }] : [];
  });
  const accounts = await Promise.all(
    DEMO_ACCOUNTS.map(async (account) => ({ ...account, passwordHash: await hashPassword(DEMO_PASSWORD) })),
  );
  await inTransaction(
    (tx) => insertDemonstration(tx, { network, imaged: imaged.flat(), links, accounts }),
    170_000,
  );
  // What drifts is found at once rather than with the next night.
  await watchScanners(systemActor("scanner.watch"));
  const megabytes = imaged
    .flat()
    .reduce(
      (sum, { instances, viewByteCount }) =>
        sum + viewByteCount + instances.reduce((n, i) => n + i.byteCount, 0),
      0,
    );
  progress(`  demonstration loaded in ${seconds()}, ${(megabytes / 1e6).toFixed(0)} MB of pictures`);
  return true;
}

/** The exams that get pixels, with what each needs to be made. */
export function imagingJobs(network: DemoNetwork): ImagingJob[] {
  return network.pixelExams.map(({ examId, head, visitIndex, sequences }) => {
    const exam = find(network.exams, ({ id }) => id === examId);
    const series = network.series.filter((row) => row.examId === examId);
    return {
      head,
      visitIndex,
      exam,
      subject: find(network.subjects, ({ id }) => id === exam.subjectId),
      scanner: find(network.scanners, ({ id }) => id === exam.scannerId),
      softwareVersions: find(network.epochs, ({ id }) => id === exam.epochId).softwareVersions,
      parts: sequences.map((sequence) => {
        const row = find(series, (candidate) => network.sequenceOf.get(candidate.id) === sequence);
        return {
          sequence,
          series: row,
          volume: find(network.volumes, ({ seriesId }) => seriesId === row.id),
        };
      }),
    };
  });
}

function find<T>(rows: readonly T[], wanted: (row: T) => boolean): T {
  const row = rows.find(wanted);
  if (row === undefined) throw new RangeError("the demonstration network is incomplete");
  return row;
}

/** Writes what was imaged into the rows of its series and volumes. */
function addPixels(network: DemoNetwork, imaged: readonly ImagedSeries[]): void {
  const series = new Map(network.series.map((row) => [row.id, row]));
  const volumes = new Map(network.volumes.map((row) => [row.id, row]));
  for (const { seriesId, volumeId, manifest, instances } of imaged) {
    const row = series.get(seriesId);
    const volume = volumes.get(volumeId);
    if (!row || !volume) continue;
    row.hasPixels = true;
    row.instanceCount = instances.length;
    row.frameCount = instances.length;
    row.byteCount = BigInt(instances.reduce((sum, { byteCount }) => sum + byteCount, 0));
    [volume.nx, volume.ny, volume.nz, volume.nt] = manifest.dimensions;
  }
}
