import { createHash } from "node:crypto";
import { canonicalCriteria, canonicalJson } from "../canonical";
import type { Criteria } from "../criteria";

/** A member as the digest takes it: its own hash stands for its state, which a reader may have no right to. */
export interface DigestedExam {
  exam: string;
  stateSha256: string;
}

export interface DigestedSeries extends DigestedExam {
  series: string;
}

/** SHA-256 of a member's state as JSON with sorted keys and no blanks (RFC 8785), in hexadecimal. */
export function stateHash(state: unknown): string {
  return createHash("sha256").update(canonicalJson(state)).digest("hex");
}

/**
 * The digest of a frozen cohort: SHA-256 over lines of UTF-8, each ended by a line feed (docs/cohort-files.md): the name of
 * the format, the criteria in canonical form, the data version, then `exam ID HASH` by id and `series ID EXAM HASH` by id.
 */
export function cohortDigest(
  criteria: Criteria,
  dataVersion: string,
  exams: readonly DigestedExam[],
  series: readonly DigestedSeries[],
): Buffer {
  const hash = createHash("sha256");
  const line = (text: string) => hash.update(`${text}\n`);
  line("ariane-cohort-1");
  line(canonicalJson(canonicalCriteria(criteria)));
  line(dataVersion);
  for (const one of sortedBy(exams, ({ exam }) => exam)) line(`exam ${one.exam} ${one.stateSha256}`);
  for (const one of sortedBy(series, ({ series: id }) => id)) {
    line(`series ${one.series} ${one.exam} ${one.stateSha256}`);
  }
  return hash.digest();
}

function sortedBy<T>(rows: readonly T[], idOf: (row: T) => string): T[] {
  return [...rows].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}
