/** A period of true days, the last one excluded; null is "until further notice". */
export interface Validity {
  validFrom: string;
  validUntil: string | null;
}

/** A version that nothing has superseded. */
export interface StandingVersion extends Validity {
  id: string;
  version: number;
}

/** What a new version does to those that stand. */
export interface VersionPlan {
  /** They end where it begins. */
  closes: { id: string; version: number; validUntil: string }[];
  /** It takes their place from their first day on: they judge nothing any more. */
  supersedes: { id: string; version: number }[];
  /** Days on which an earlier version applied and, because the new one ends before it, none will. */
  gaps: { from: string; until: string | null }[];
}

/** Whether two periods have a day in common. */
export function overlap(a: Validity, b: Validity): boolean {
  return (
    (a.validUntil === null || b.validFrom < a.validUntil) &&
    (b.validUntil === null || a.validFrom < b.validUntil)
  );
}

/**
 * How the versions of one protocol are kept from overlapping: one that began before the new one ends where it begins;
 * one that begins on its first day or later gives way altogether. Pure.
 */
export function planVersion(standing: readonly StandingVersion[], next: Validity): VersionPlan {
  const plan: VersionPlan = { closes: [], supersedes: [], gaps: [] };
  for (const { id, version, ...validity } of standing) {
    if (!overlap(validity, next)) continue;
    if (validity.validFrom < next.validFrom) plan.closes.push({ id, version, validUntil: next.validFrom });
    else plan.supersedes.push({ id, version });
    const outlasts = validity.validUntil === null || (next.validUntil ?? "9999") < validity.validUntil;
    if (next.validUntil !== null && outlasts)
      plan.gaps.push({ from: next.validUntil, until: validity.validUntil });
  }
  return plan;
}
