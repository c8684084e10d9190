import { describe, expect, it } from "vitest";
import { evaluate } from "./evaluate";
import { parseCriteria } from "./parse-criteria";
import { HAND_CATALOGUE, idOf } from "./testing/hand-catalogue";
import { HAND_QUESTIONS } from "./testing/hand-questions";
import { expectedMembers, isWithinReach } from "./testing/hand-answers";

describe("the plain evaluation answers as it was worked out by hand", () => {
  it.each(HAND_QUESTIONS)("$name", (question) => {
    const members = evaluate(parseCriteria(question.criteria), HAND_CATALOGUE, isWithinReach(question));
    expect(members).toEqual(expectedMembers(question));
  });

  it("for at least 30 questions, of every exam and series", () => {
    expect(HAND_QUESTIONS.length).toBeGreaterThanOrEqual(30);
    const asked = new Set(HAND_QUESTIONS.flatMap(({ series }) => series ?? []));
    const held = HAND_CATALOGUE.subjects.flatMap((s) =>
      s.visits.flatMap((v) => v.exams.flatMap((e) => e.series)),
    );
    expect(held.map(({ id }) => id).sort()).toEqual([...asked].map(idOf).sort());
  });
});
