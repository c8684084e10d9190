import type { ShownCount } from "@/lib/catalogue/search-result";

/** Every number of people, exams or series that an answer holds, wherever it stands. */
export function shownNumbers(value: unknown): ShownCount[] {
  if (Array.isArray(value)) return value.flatMap(shownNumbers);
  if (typeof value !== "object" || value === null) return [];
  // The bars of the chart of exams are numbered by exams; those numbers count nobody.
  const isBar = "count" in value;
  return Object.entries(value).flatMap(([key, part]: [string, unknown]): ShownCount[] => {
    if (key === "criteria" || key === "change" || key === "path") return [];
    const isCount =
      key === "count" || key === "control" || (!isBar && ["subjects", "exams", "series"].includes(key));
    return isCount ? [part as ShownCount] : shownNumbers(part);
  });
}

/** Whether a number is one that somebody who may only count can be shown. */
export function isPerturbed(shown: ShownCount): boolean {
  return shown === "below-11" || (shown >= 10 && shown % 5 === 0);
}
