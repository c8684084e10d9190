import type { RawCount } from "@/lib/catalogue/facet-people-store";

/**
 * Counts the distinct subjects of each value, for exams that come subject by subject: a value counts a subject once,
 * when enough of its visits have it.
 */
export class SubjectTally {
  private readonly last: number[] = [];
  private readonly counts: number[] = [];
  private readonly keySums: number[] = [];
  private readonly visits: number[][] = [];

  constructor(
    private readonly countKey: readonly number[],
    private readonly visitsNeeded: number,
  ) {}

  /** @param value a small number; the caller knows what it stands for */
  add(value: number, subject: number, visit: number): void {
    if (this.visitsNeeded === 1) {
      if (this.last[value] === subject) return;
      this.last[value] = subject;
      this.count(value, subject);
      return;
    }
    let seen = this.visits[value];
    if (this.last[value] !== subject || !seen) {
      this.last[value] = subject;
      seen = this.visits[value] = [];
    }
    if (seen.includes(visit)) return;
    if (seen.push(visit) === this.visitsNeeded) this.count(value, subject);
  }

  /** What was counted, under the name of a facet. */
  rows(facet: string, nameOf: (value: number) => string): RawCount[] {
    return this.counts.flatMap((count, value) => ({
      facet,
      value: nameOf(value),
      count,
      keySum: String(this.keySums[value] ?? 0),
    }));
  }

  private count(value: number, subject: number): void {
    this.counts[value] = (this.counts[value] ?? 0) + 1;
    // Whole numbers below 2^33: their sum is exact up to a million subjects.
    this.keySums[value] = (this.keySums[value] ?? 0) + (this.countKey[subject] ?? 0);
  }
}
