import { classNames } from "@/components/ui/class-names";

/** How a cohort is drawn: its letter, and a line whose dashes tell it apart without colour. */
export const COHORT_LETTERS = ["A", "B", "C", "D"] as const;

const LINES = [
  { className: "stroke-data-4", dashes: undefined },
  { className: "stroke-data-3", dashes: "7 3" },
  { className: "stroke-ink", dashes: "2 3" },
  { className: "stroke-muted", dashes: "9 3 2 3" },
] as const;

/** The line of the cohort at a place. */
export function cohortLine(at: number) {
  return LINES[at] ?? LINES[0];
}

export function cohortLetter(at: number): string {
  return COHORT_LETTERS[at] ?? String(at + 1);
}

/** Letter and line of a cohort, for legends and headings. */
export function CohortMark({ at, className }: { at: number; className?: string }) {
  const { className: stroke, dashes } = cohortLine(at);
  return (
    <span className={classNames("inline-flex items-center gap-1.5 font-semibold", className)}>
      {cohortLetter(at)}
      <svg viewBox="0 0 28 6" aria-hidden="true" className="h-1.5 w-7">
        <line x1="0" x2="28" y1="3" y2="3" strokeWidth="2" strokeDasharray={dashes} className={stroke} />
      </svg>
    </span>
  );
}
