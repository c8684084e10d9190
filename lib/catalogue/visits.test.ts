import { describe, expect, test } from "vitest";
import { UNDATED } from "./exam-date";
import { planVisits } from "./visits";

const exam = (examId: string, at: string, scannerId = "s1", visitId: string | null = null) => ({
  examId,
  scannerId,
  visitId,
  examAt: at === "?" ? UNDATED : new Date(`${at}Z`),
});
const shape = (exams: Parameters<typeof planVisits>[0]) =>
  planVisits(exams).map((visit) => [visit.visitId, visit.examIds.join("+"), visit.monthsFromFirst]);

describe("visits", () => {
  test("studies of one scanner within 12 hours are one visit", () => {
    expect(
      shape([
        exam("a", "2130-03-01T08:00:00"),
        exam("b", "2130-03-01T20:00:00"),
        exam("c", "2130-03-01T20:00:01"),
      ]),
    ).toEqual([
      [null, "a+b", 0],
      [null, "c", 0],
    ]);
  });

  test("another scanner is another visit, even between two studies of the first", () => {
    expect(
      shape([
        exam("a", "2130-03-01T08:00:00"),
        exam("b", "2130-03-01T09:00:00", "s2"),
        exam("c", "2130-03-01T10:00:00"),
      ]),
    ).toEqual([
      [null, "a+c", 0],
      [null, "b", 0],
    ]);
  });

  test("an earlier exam that comes later moves the months of the others", () => {
    expect(shape([exam("new", "2129-03-04T08:00:00"), exam("a", "2130-03-01T08:00:00", "s1", "v1")])).toEqual(
      [
        [null, "new", 0],
        ["v1", "a", 12],
      ],
    );
  });

  test("an exam between two visits can join them; the spare visit is left out", () => {
    expect(
      shape([exam("a", "2130-03-01T08:00:00", "s1", "v1"), exam("b", "2130-03-01T19:00:00", "s1", "v2")]),
    ).toEqual([["v1", "a+b", 0]]);
  });

  test("undated exams are a visit each and no baseline", () => {
    expect(shape([exam("a", "?"), exam("b", "?"), exam("c", "2130-03-01T08:00:00")])).toEqual([
      [null, "a", 0],
      [null, "b", 0],
      [null, "c", 0],
    ]);
  });
});
