import type { CatalogueExam, Members } from "../evaluate";
import { HAND_CATALOGUE, idOf } from "./hand-catalogue";
import type { HandQuestion } from "./hand-questions";

/** Whether an exam is within the reach of whoever asks. */
export function isWithinReach({ reach }: HandQuestion): (exam: CatalogueExam) => boolean {
  return (exam) =>
    reach === undefined ||
    reach.sites.includes(exam.siteCode) ||
    exam.projects.some((code) => reach.projects.includes(code));
}

/** The ids that a question must give at the three levels. */
export function expectedMembers({ exams, series }: HandQuestion): Members {
  const examIds = exams.map(idOf).sort();
  const subjects = HAND_CATALOGUE.subjects.filter((subject) =>
    subject.visits.some((visit) => visit.exams.some(({ id }) => examIds.includes(id))),
  );
  const held = subjects
    .flatMap((subject) => subject.visits.flatMap((visit) => visit.exams))
    .filter(({ id }) => examIds.includes(id))
    .flatMap((exam) => exam.series.map(({ id }) => id));
  return {
    subjectIds: subjects.map(({ id }) => id).sort(),
    examIds,
    seriesIds: (series?.map(idOf) ?? held).sort(),
  };
}
