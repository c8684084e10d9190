/** The part of time that a timeline shows, in months since the first visit. */
export interface MonthDomain {
  fromMonth: number;
  toMonth: number;
}

const STEPS_MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
const MOST_TICKS = 12;

/**
 * All visits and what comes after them, and what came before as far as it does not push the visits into a corner: at
 * most as long as the follow-up, and two years at least. Earlier starts are drawn as arrows.
 */
export function monthDomain(visitMonths: readonly number[], otherMonths: readonly number[]): MonthDomain {
  const firstVisit = Math.min(0, ...visitMonths);
  const toMonth = Math.max(firstVisit + 1, ...visitMonths, ...otherMonths);
  const reach = Math.max(24, toMonth - firstVisit);
  const fromMonth = Math.max(firstVisit - reach, Math.min(firstVisit, ...otherMonths));
  const margin = Math.max(1, Math.round((toMonth - fromMonth) * 0.04));
  return { fromMonth: fromMonth - margin, toMonth: toMonth + margin };
}

/** Position of a month, 0 to 1, held inside the domain. */
export function positionOf(domain: MonthDomain, month: number): number {
  const fraction = (month - domain.fromMonth) / (domain.toMonth - domain.fromMonth);
  return Math.min(1, Math.max(0, fraction));
}

/** Round months inside the domain, M0 among them when it is. */
export function monthTicks(domain: MonthDomain): number[] {
  const span = domain.toMonth - domain.fromMonth;
  const step = STEPS_MONTHS.find((months) => span / months <= MOST_TICKS) ?? 240;
  const ticks: number[] = [];
  for (let month = Math.ceil(domain.fromMonth / step) * step; month <= domain.toMonth; month += step) {
    ticks.push(month + 0);
  }
  return ticks;
}

/** "M12", "M0", "M−14" with a true minus sign. */
export function monthLabel(month: number): string {
  return `M${month < 0 ? "\u2212" : ""}${Math.abs(month)}`;
}
