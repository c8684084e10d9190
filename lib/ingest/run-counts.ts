import type { FileFate } from "./rules/reasons";

export interface FateCount {
  fate: FileFate["fate"];
  reason: FileFate["reason"];
  count: number;
}

/** received = stored + duplicate + quarantined + refused. */
export interface RunCounts {
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
  /** By fate and reason, most frequent first. */
  outcomes: FateCount[];
}

/** Counts fates; every file that is given is counted once. */
export class FateTally {
  private readonly counts = new Map<string, FateCount>();

  add({ fate, reason }: Pick<FileFate, "fate" | "reason">): void {
    const key = `${fate} ${reason}`;
    const entry = this.counts.get(key) ?? { fate, reason, count: 0 };
    entry.count += 1;
    this.counts.set(key, entry);
  }

  result(): RunCounts {
    const outcomes = [...this.counts.values()].sort(
      (a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1),
    );
    const of = (fate: FileFate["fate"]) =>
      outcomes.filter((entry) => entry.fate === fate).reduce((total, entry) => total + entry.count, 0);
    const [stored, duplicate, quarantined, refused] = [
      of("stored"),
      of("duplicate"),
      of("quarantined"),
      of("refused"),
    ];
    return {
      received: stored + duplicate + quarantined + refused,
      stored,
      duplicate,
      quarantined,
      refused,
      outcomes,
    };
  }
}
