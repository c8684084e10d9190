import { inServerData } from "./server-data";

/** A volume of the catalogue. */
export interface StoredVolume {
  id: string;
  kind: "volume" | "stack";
  dimensions: [number, number, number, number];
  echoTimeMs: number | null;
  component: string;
  map: string | null;
  window: { centre: number; width: number };
}

export interface StoredSeries {
  id: string;
  examId: string;
  state: string;
  volumes: StoredVolume[];
}

/** The series of the server's catalogue, by their original SeriesInstanceUID. */
export function findStoredSeries(uids: readonly string[]): Record<string, StoredSeries> {
  return inServerData("./e2e/real-data-store.ts", "findStoredSeries", uids) as Record<string, StoredSeries>;
}
