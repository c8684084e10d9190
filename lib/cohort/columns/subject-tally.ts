import type { RawCount } from "@/lib/catalogue/counted-values";
const FIRST_VALUES = 128;

/**
 * Counts the distinct subjects of each value, for exams that come subject by subject: a value counts a subject once,
 * when enough of its visits have it.
 */
export class SubjectTally {
  private last = new Int32Array(FIRST_VALUES).fill(-1);
  private counts = new Float64Array(FIRST_VALUES);
  private keySums = new Float64Array(FIRST_VALUES);
  private readonly visits: number[][] = [];

  constructor(
    private readonly countKey: readonly number[],
    private readonly visitsNeeded: number,
  ) {}

  /** @param value a small number; the caller knows what it stands for */
  add(value: number, subject: number, visit: number): void {
    if (value >= this.last.length) this.grow(value);
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
    const rows: RawCount[] = [];
    this.counts.forEach((count, value) => {
      if (count === 0) return;
      rows.push({ facet, value: nameOf(value), count, keySum: String(this.keySums[value] ?? 0) });
    });
    return rows;
  }

  private count(value: number, subject: number): void {
    this.counts[value] = (this.counts[value] ?? 0) + 1;
    // Whole numbers below 2^33: their sum is exact up to a million subjects.
    this.keySums[value] = (this.keySums[value] ?? 0) + (this.countKey[subject] ?? 0);
  }

  private grow(value: number): void {
    const size = 2 * value;
    const last = new Int32Array(size).fill(-1);
    last.set(this.last);
    this.last = last;
    const counts = new Float64Array(size);
    counts.set(this.counts);
    this.counts = counts;
    const keySums = new Float64Array(size);
    keySums.set(this.keySums);
    this.keySums = keySums;
  }
}
