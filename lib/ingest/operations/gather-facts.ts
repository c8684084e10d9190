import { statfs } from "node:fs/promises";
import { now } from "@/lib/platform/clock";
import type { Db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { readBeats } from "@/lib/platform/process-beat";
import type { AlarmFacts } from "./alarms";
import {
  countFailedSeries,
  countHeldByWeek,
  findSilentScanners,
  readBacklog,
  readFixity,
  type SilentScanner,
} from "./alarms-store";

const DAY_MS = 86_400_000;

/** What the rules of the alarms are asked about, with the things behind the counts. */
export interface Facts extends AlarmFacts {
  scanners: SilentScanner[];
  failures: { failure: string; count: number }[];
}

/** Reads the facts of this moment. */
export class FactsReader {
  constructor(private readonly db: Db) {}

  async read(): Promise<Facts> {
    const { db } = this;
    const [backlog, scanners, held, failures, fixity, beats, disk] = await Promise.all([
      readBacklog(db),
      findSilentScanners(db),
      countHeldByWeek(db),
      countFailedSeries(db),
      readFixity(db),
      readBeats(db, null),
      statfs(env().dataDir),
    ]);
    const since = fixity.passStartedAt;
    return {
      ...backlog,
      ...held,
      scanners,
      silentScanners: scanners.length,
      failures,
      failedSeries: failures.reduce((sum, { count }) => sum + count, 0),
      fixityFailures: fixity.failures,
      fixityPassDays: since === null ? 0 : (now().getTime() - since.getTime()) / DAY_MS,
      fixityDays: env().fixityDays,
      disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
      processes: beats.map(({ kind, dead }) => ({ kind, dead })),
    };
  }
}
