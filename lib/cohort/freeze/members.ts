import type { Answer, FrozenExamRow, FrozenSeriesRow } from "./freeze-store";
import { type PresentExam, STATE_FORMAT } from "./member-state";

/**
 * The members of a version as they are now. A subject is named by its place among the version's subjects, in the order of
 * their random ids: it says which exams are one person's and is of no use elsewhere.
 */
export function membersOf(
  answer: Answer,
  present: ReadonlyMap<string, PresentExam>,
): { exams: FrozenExamRow[]; series: FrozenSeriesRow[]; subjects: number } {
  const subjectIds = [...new Set(answer.exams.map(({ subjectId }) => subjectId))].sort();
  const width = Math.max(4, String(subjectIds.length).length);
  const names = new Map(subjectIds.map((id, at) => [id, `S${String(at + 1).padStart(width, "0")}`]));
  const chosen = new Set(answer.series.map(({ seriesId }) => seriesId));
  const exams: FrozenExamRow[] = [];
  const series: FrozenSeriesRow[] = [];
  for (const { examId, subjectId } of answer.exams) {
    const exam = present.get(examId);
    const subject = names.get(subjectId);
    // Both were read from one state of the data.
    if (!exam || subject === undefined) throw new Error("an answering exam is not in the catalogue");
    const otherSeries = [...exam.series].filter(([id]) => !chosen.has(id));
    exams.push({
      examId,
      subjectId,
      state: {
        format: STATE_FORMAT,
        subject,
        ...exam.state,
        otherSeries: otherSeries.map(([id, state]) => ({ series: id, ...state })),
      },
    });
    for (const [seriesId, state] of exam.series) {
      if (chosen.has(seriesId)) series.push({ seriesId, examId, state });
    }
  }
  return { exams, series, subjects: subjectIds.length };
}
