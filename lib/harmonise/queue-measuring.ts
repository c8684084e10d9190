import type { Tx } from "@/lib/platform/db/client";
import { enqueue } from "@/lib/platform/queue";

/** Asks for the quality metrics of a series: its main volume is new, or has another role. A request that waits is one. */
export async function queueMeasuring(tx: Tx, seriesId: string): Promise<void> {
  await enqueue(tx, "series.measure", { seriesId }, `series.measure:${seriesId}`);
}
