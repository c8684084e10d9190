import type { HeldFinding } from "./scanner-changes";

/** A finding as its row has it. */
export interface KnownFinding {
  id: string;
  kind: string;
  role: string;
  subject: string;
  sinceOn: string;
  epochId: string | null;
  open: boolean;
}

export interface FindingsPlan {
  /** New ones: they are announced. */
  opened: HeldFinding[];
  /** Closed ones that hold again; announced too, and nobody has seen them yet. */
  reopened: { id: string; finding: HeldFinding }[];
  /** Open ones whose figures (or first day, as older exams arrive) have moved. */
  kept: { id: string; finding: HeldFinding; sinceOn: string }[];
  /** Ids of open ones that no longer hold. */
  closed: string[];
}

/**
 * How rows become what holds now. One change is one row however its figures move: it is known by the epoch that began
 * with it, an unannounced one by the epoch inside which it lies.
 */
export function planFindings(known: readonly KnownFinding[], held: readonly HeldFinding[]): FindingsPlan {
  const plan: FindingsPlan = { opened: [], reopened: [], kept: [], closed: [] };
  const taken = new Set<string>();
  for (const finding of held) {
    const alike = known.filter(
      ({ kind, role, subject }) =>
        kind === finding.body.kind && role === finding.role && subject === finding.body.subject,
    );
    const free = alike.filter(({ id }) => !taken.has(id));
    const same = free.find((row) => row.open && isSame(row, finding));
    const before = free.find((row) => !row.open && row.sinceOn === finding.sinceOn);
    if (same) {
      taken.add(same.id);
      const clash = alike.some(({ id, sinceOn }) => id !== same.id && sinceOn === finding.sinceOn);
      plan.kept.push({ id: same.id, finding, sinceOn: clash ? same.sinceOn : finding.sinceOn });
    } else if (before) {
      taken.add(before.id);
      plan.reopened.push({ id: before.id, finding });
    } else if (!alike.some(({ sinceOn }) => sinceOn === finding.sinceOn)) plan.opened.push(finding);
  }
  plan.closed = known.filter(({ id, open }) => open && !taken.has(id)).map(({ id }) => id);
  return plan;
}

function isSame(row: KnownFinding, { epochId, sinceOn, within }: HeldFinding): boolean {
  if (row.sinceOn === sinceOn) return true;
  if (epochId !== null) return row.epochId === epochId;
  return row.epochId === null && row.sinceOn >= within.from && row.sinceOn <= within.to;
}
