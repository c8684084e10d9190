import { isUndated } from "./exam-date";

/** Exams of a subject on one scanner that lie within this time are one visit (PS3.3 knows no visit across Studies). */
const VISIT_MS = 12 * 3_600_000;
const MEAN_MONTH_MS = 30.436875 * 86_400_000;

export interface VisitExam {
  examId: string;
  scannerId: string;
  /** Shifted. */
  examAt: Date;
  /** The visit it is in now; null for a new exam. */
  visitId: string | null;
}

export interface PlannedVisit {
  /** A visit that is kept, or null for one to be made. */
  visitId: string | null;
  scannerId: string;
  startedAt: Date;
  monthsFromFirst: number;
  examIds: string[];
}

/**
 * Groups all exams of one subject into visits, whatever the order in which they came. Undated exams are a visit each,
 * and count for no interval.
 */
export function planVisits(exams: readonly VisitExam[]): PlannedVisit[] {
  const ordered = [...exams].sort(
    (a, b) => a.examAt.getTime() - b.examAt.getTime() || a.examId.localeCompare(b.examId),
  );
  const groups: VisitExam[][] = [];
  for (const exam of ordered) {
    const open = groups.findLast((group) => group[0]?.scannerId === exam.scannerId);
    const first = open?.[0];
    const joins =
      open && first && !isUndated(exam.examAt) && exam.examAt.getTime() - first.examAt.getTime() <= VISIT_MS;
    if (joins) open.push(exam);
    else groups.push([exam]);
  }

  const firstDated = ordered.find((exam) => !isUndated(exam.examAt))?.examAt;
  const kept = new Set<string>();
  return groups.flatMap((group) => {
    const first = group[0];
    if (!first) return [];
    const visitId = group.find((exam) => exam.visitId !== null && !kept.has(exam.visitId))?.visitId ?? null;
    if (visitId !== null) kept.add(visitId);
    return [
      {
        visitId,
        scannerId: first.scannerId,
        startedAt: first.examAt,
        monthsFromFirst: firstDated && !isUndated(first.examAt) ? monthsBetween(firstDated, first.examAt) : 0,
        examIds: group.map((exam) => exam.examId),
      },
    ];
  });
}

/** Nearest whole number of mean months: a visit eleven days early is still the yearly one. */
function monthsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / MEAN_MONTH_MS);
}
