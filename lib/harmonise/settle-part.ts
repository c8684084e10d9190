import type { Tx } from "@/lib/platform/db/client";
import { queueMeasuring } from "./queue-measuring";
import { type CorrectedSeries, findCorrections, findNextSeries, writeRoles } from "./role-correction-store";
import { isSameRole, settleRoles } from "./rules/settle-roles";

/** Series per transaction: short enough that nobody waits for it. */
export const PART = 200;

export interface SettledPart {
  /** Exams of which a series has another role now. */
  examIds: string[];
  /** The last series of the part; null where it was the last part. */
  cursor: string | null;
}

/** Brings the next series of one scanner and description in line with the corrections that stand. */
export async function settlePart(
  tx: Tx,
  series: CorrectedSeries,
  after: string | null,
): Promise<SettledPart> {
  const corrections = await findCorrections(tx, series);
  const part = await findNextSeries(tx, series, after, PART);
  const examIds = new Set<string>();
  for (const { seriesId, examId, volumes } of part) {
    const settled = settleRoles(volumes, corrections);
    const changed = settled.filter((volume, n) => !isSameRole(volume, volumes[n] ?? volume));
    const [main] = settled;
    if (!main || changed.length === 0) continue;
    await writeRoles(tx, seriesId, changed, main);
    // Another role has other metrics.
    if (changed.includes(main)) await queueMeasuring(tx, seriesId);
    examIds.add(examId);
  }
  return { examIds: [...examIds], cursor: part.length < PART ? null : (part.at(-1)?.seriesId ?? null) };
}
