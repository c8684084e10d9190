/** A period of a scanner between two changes. */
export interface EpochView {
  id: string;
  kind: "software" | "hardware";
  softwareVersions: string;
  /** True first day (ISO, "2024-03-18"), told only to holders of true dates at the site. */
  startedOn: string | null;
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
}

export interface SiteView {
  id: string;
  name: string;
  city: string;
  /** The actor may read true dates here. */
  trueDates: boolean;
  scanners: ScannerView[];
}
