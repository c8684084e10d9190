import type { VerdictValue } from "@/lib/harmonise/protocol/finding";
import type { ScannerFindingBody } from "@/lib/harmonise/scanner-finding";
import type { EpochView } from "@/lib/network/network-view";

// What the pages show of scanners over time. Plain data, browser-safe.

/**
 * A stretch of time over which exams are counted: a month for readers of true dates; for all others an epoch, in order,
 * which tells no date.
 */
export type Bin = { kind: "month"; month: string } | { kind: "epoch"; epochId: string };

export type VerdictCounts = Record<VerdictValue, number>;

/** Middle half of a metric's values, one value an exam. */
export interface MetricBin {
  median: number;
  lower: number;
  upper: number;
  exams: number;
}

export interface MetricRow {
  role: string;
  name: string;
  /** One for each bin; null where nothing was measured. */
  bins: (MetricBin | null)[];
}

/** A finding as far as the reader may know it. */
export interface FindingView {
  id: string;
  role: string;
  /** Without its figures for whoever may not count the site's exams. */
  kind: ScannerFindingBody["kind"];
  subject: string;
  body: ScannerFindingBody | null;
  /** True first day; told to readers of true dates only. */
  sinceOn: string | null;
  /** Software, or the note of a hardware event, with which it began; null for an unannounced change. */
  epoch: string | null;
  epochId: string | null;
  acknowledged: boolean;
}

export interface ScannerLifeline {
  scanner: {
    id: string;
    siteId: string;
    siteCode: string;
    siteName: string;
    manufacturer: string;
    model: string;
    label: string | null;
    fieldStrengthTesla: number;
    retired: boolean;
  };
  /** The reader may read true dates here, count its exams, acknowledge findings. */
  dated: boolean;
  counted: boolean;
  mayManage: boolean;
  /** Oldest first; the last one is current. */
  epochs: EpochView[];
  /** For those who run the site. */
  contact: { lastReceivedAt: Date | null; silent: boolean } | null;
  findings: FindingView[];
  /** Null for whoever may not count. */
  chart: LifelineChart | null;
}

export interface LifelineChart {
  /** Oldest first, without gaps. */
  bins: Bin[];
  /** Exams of persons, by when they were acquired. */
  exams: number[];
  /** Exams by when they were received, for those who run the site and read dates. */
  arrivals: number[] | null;
  /** Exams of phantoms: in none of the other numbers. */
  phantoms: number[];
  /** Series by receive coil, the commonest first. */
  coils: { name: string; series: number[] }[];
  protocols: { code: string; name: string }[];
  /** Code of the protocol that `compliance` is about; null for the worst verdict of each series. */
  protocol: string | null;
  compliance: VerdictCounts[];
  /** Roles that were measured. */
  roles: string[];
  role: string | null;
  metrics: MetricRow[];
}

export const SCANNER_STATUSES = ["drifts", "silent", "unknown", "steady"] as const;
export type ScannerStatus = (typeof SCANNER_STATUSES)[number];

/** One line of the overview. */
export interface ScannerStatusView {
  scannerId: string;
  siteName: string;
  manufacturer: string;
  model: string;
  label: string | null;
  status: ScannerStatus;
  /** Earliest true day of an open finding, for readers of true dates. */
  sinceOn: string | null;
  /** Epoch with which the earliest finding began. */
  sinceEpoch: string | null;
  /** What moved, most important first. */
  findings: { kind: ScannerFindingBody["kind"]; role: string; subject: string; acknowledged: boolean }[];
  /** Share of compliant series by month, newest last, null where none was judged; null for whoever may not count. */
  compliance: (number | null)[] | null;
}
