import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnosisAt, type DatedDiagnosis } from "./diagnosis-at";
import { UNDATED } from "./exam-date";

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);
const EXAM = new Date("2150-06-15T14:30:00Z");

function diagnosis(given: Partial<DatedDiagnosis>): DatedDiagnosis {
  return {
    assertedOn: day("2150-01-01"),
    assertedPrecision: "day",
    abatedOn: null,
    abatedPrecision: null,
    verification: "confirmed",
    ...given,
  };
}

describe("diagnosis at the date of an exam", () => {
  it.each<[string, Partial<DatedDiagnosis>, string]>([
    ["asserted before", {}, "present"],
    ["asserted on the day of the exam", { assertedOn: day("2150-06-15") }, "present"],
    ["asserted the day after", { assertedOn: day("2150-06-16") }, "absent"],
    ["provisional", { verification: "provisional" }, "present"],
    ["refuted", { verification: "refuted" }, "absent"],
    ["abated the day before", { abatedOn: day("2150-06-14"), abatedPrecision: "day" }, "absent"],
    ["abated on the day", { abatedOn: day("2150-06-15"), abatedPrecision: "day" }, "absent"],
    ["abated the day after", { abatedOn: day("2150-06-16"), abatedPrecision: "day" }, "present"],
    [
      "asserted in the month of the exam",
      { assertedOn: day("2150-06-01"), assertedPrecision: "month" },
      "unresolved",
    ],
    [
      "asserted in the month before",
      { assertedOn: day("2150-05-01"), assertedPrecision: "month" },
      "present",
    ],
    ["asserted in the month after", { assertedOn: day("2150-07-01"), assertedPrecision: "month" }, "absent"],
    ["asserted in the year of the exam", { assertedPrecision: "year" }, "unresolved"],
    ["asserted the year before", { assertedOn: day("2149-01-01"), assertedPrecision: "year" }, "present"],
    [
      "abated in the month of the exam",
      { abatedOn: day("2150-06-01"), abatedPrecision: "month" },
      "unresolved",
    ],
    [
      "abated in the year of the exam",
      { abatedOn: day("2150-01-02"), abatedPrecision: "year" },
      "unresolved",
    ],
    [
      "asserted in doubt, surely abated",
      {
        assertedOn: day("2150-01-01"),
        assertedPrecision: "year",
        abatedOn: day("2150-05-01"),
        abatedPrecision: "day",
      },
      "absent",
    ],
    [
      "asserted after, whatever the abatement",
      { assertedOn: day("2151-01-01"), abatedOn: day("2150-06-01"), abatedPrecision: "month" },
      "absent",
    ],
  ])("%s", (_, given, expected) => {
    expect(diagnosisAt(diagnosis(given), EXAM)).toBe(expected);
  });

  it("is unresolved for an exam without a date, unless refuted", () => {
    expect(diagnosisAt(diagnosis({}), UNDATED)).toBe("unresolved");
    expect(diagnosisAt(diagnosis({ verification: "refuted" }), UNDATED)).toBe("absent");
  });

  it("does not depend on the offset, which is in whole days", () => {
    const days = fc.integer({ min: -800, max: 800 });
    const precision = fc.constantFrom("day" as const, "month" as const, "year" as const);
    fc.assert(
      fc.property(
        days,
        precision,
        fc.option(days),
        precision,
        fc.integer({ min: 1, max: 40_000 }),
        (a, p, b, q, o) => {
          const at = (offset: number) => (n: number) => new Date(EXAM.getTime() + (n + offset) * 86_400_000);
          const made = (offset: number) =>
            diagnosisAt(
              diagnosis({
                assertedOn: at(offset)(a),
                assertedPrecision: p,
                abatedOn: b === null ? null : at(offset)(b),
                abatedPrecision: b === null ? null : q,
              }),
              at(offset)(0),
            );
          expect(made(o)).toBe(made(0));
        },
      ),
    );
  });
});
