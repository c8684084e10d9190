/** A software epoch of one scanner as it stands; `lastExamAt` is the true time of its latest dated exam. */
export interface KnownEpoch {
  id: string;
  softwareVersions: string;
  startedAt: Date;
  /** Times of its dated exams. */
  examTimes: Date[];
}

/** What to do so that an exam with this software at this true time has its epoch. */
export type EpochPlan =
  | { kind: "use"; epochId: string }
  /** The epoch is known, and began earlier than was known. */
  | { kind: "backdate"; epochId: string; startedAt: Date }
  | { kind: "open"; startedAt: Date }
  /**
   * The exam falls inside another software's epoch: that one ends here, and what it had after the exam becomes a
   * second epoch of the same software.
   */
  | {
      kind: "split";
      startedAt: Date;
      resumed: { epochId: string; softwareVersions: string; startedAt: Date };
    };

/** True time of an epoch all of whose exams are undated; such an epoch takes no part in the order of the others. */
export const UNDATED_EPOCH = new Date("1900-01-01T00:00:00Z");

/**
 * Places an exam among a scanner's software epochs, whatever the order of arrival. An epoch begins with the first
 * exam known to have used its software and ends where the next begins.
 * @param at true time of the exam, null when its header has no usable date
 */
export function planEpoch(
  known: readonly KnownEpoch[],
  softwareVersions: string,
  at: Date | null,
): EpochPlan {
  const undated = known.find((epoch) => isUndated(epoch) && epoch.softwareVersions === softwareVersions);
  const dated = known
    .filter((epoch) => !isUndated(epoch))
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  if (at === null) {
    const same = undated ?? dated.findLast((epoch) => epoch.softwareVersions === softwareVersions);
    return same ? { kind: "use", epochId: same.id } : { kind: "open", startedAt: UNDATED_EPOCH };
  }

  const current = dated.findLast((epoch) => epoch.startedAt <= at);
  if (current?.softwareVersions === softwareVersions) return { kind: "use", epochId: current.id };
  const later = (current?.examTimes ?? [])
    .filter((time) => time > at)
    .sort((a, b) => a.getTime() - b.getTime())[0];
  if (current && later) {
    return {
      kind: "split",
      startedAt: at,
      resumed: { epochId: current.id, softwareVersions: current.softwareVersions, startedAt: later },
    };
  }
  const next = dated.find((epoch) => epoch.startedAt > at);
  if (next?.softwareVersions === softwareVersions)
    return { kind: "backdate", epochId: next.id, startedAt: at };
  return undated ? { kind: "backdate", epochId: undated.id, startedAt: at } : { kind: "open", startedAt: at };
}

function isUndated(epoch: KnownEpoch): boolean {
  return epoch.startedAt.getTime() === UNDATED_EPOCH.getTime();
}
