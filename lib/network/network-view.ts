/** A period of a scanner between two changes. */
export interface EpochView {
  id: string;
  kind: "software" | "hardware";
  softwareVersions: string;
  /** True first day (ISO, "2024-03-18"), told only to holders of true dates at the site. */
  startedOn: string | null;
  /** What a person noted about a hardware event. */
  note: string | null;
}

/** What comes from a scanner, in true time: for those who run its site. */
export interface ScannerTraffic {
  /** Exams received and their series, since the day and the month began. */
  examsToday: number;
  seriesToday: number;
  examsThisMonth: number;
  seriesThisMonth: number;
  /** When its newest instance was stored; null for none yet. */
  lastReceivedAt: Date | null;
  silentAfterHours: number | null;
  /** Nothing came for longer than that. */
  silent: boolean;
}

export interface ScannerView {
  id: string;
  manufacturer: string;
  model: string;
  label: string | null;
  fieldStrengthTesla: number;
  retired: boolean;
  /** Oldest first; the last one is current. */
  epochs: EpochView[];
  /** Over the exams that the actor may browse; null when there is none of this scanner within her rights. */
  counts: { subjects: number; exams: number } | null;
  /** Null for whoever does not run its site. */
  traffic: ScannerTraffic | null;
}

export interface SiteView {
  id: string;
  name: string;
  city: string;
  /** The actor may read true dates here. */
  trueDates: boolean;
  /** Issuer of its hospital identifiers; null for whoever does not run the site. */
  code: string | null;
  /** The actor may enter and change scanners here. */
  mayManage: boolean;
  scanners: ScannerView[];
}
