import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { type KnownEpoch, planEpoch, UNDATED_EPOCH } from "./epoch-plan";

/** Applies plans to a list in memory, as the store does to rows. */
function arrive(exams: readonly { software: string; at: Date | null }[]) {
  const epochs: KnownEpoch[] = [];
  const open = (softwareVersions: string, startedAt: Date) => {
    const epoch = { id: String(epochs.length), softwareVersions, startedAt, examTimes: [] as Date[] };
    epochs.push(epoch);
    return epoch;
  };
  const find = (id: string) => epochs.find((epoch) => epoch.id === id) as KnownEpoch;
  for (const { software, at } of exams) {
    const plan = planEpoch(epochs, software, at);
    let epoch: KnownEpoch;
    if (plan.kind === "use") epoch = find(plan.epochId);
    else if (plan.kind === "backdate") {
      epoch = find(plan.epochId);
      epoch.startedAt = plan.startedAt;
    } else {
      epoch = open(software, plan.startedAt);
      if (plan.kind === "split") {
        const before = find(plan.resumed.epochId);
        const resumed = open(plan.resumed.softwareVersions, plan.resumed.startedAt);
        resumed.examTimes = before.examTimes.filter((time) => time >= plan.resumed.startedAt);
        before.examTimes = before.examTimes.filter((time) => time < plan.resumed.startedAt);
      }
    }
    if (at) epoch.examTimes.push(at);
  }
  return epochs
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
    .map((epoch) => `${epoch.softwareVersions}@${epoch.startedAt.toISOString().slice(0, 10)}`);
}

const day = (n: number) => new Date(Date.UTC(2020, 0, n));

describe("software epochs", () => {
  test("open with the first exam of a software and follow true time", () => {
    expect(
      arrive([
        { software: "E11", at: day(1) },
        { software: "E11", at: day(5) },
        { software: "XA30", at: day(9) },
      ]),
    ).toEqual(["E11@2020-01-01", "XA30@2020-01-09"]);
  });

  test("an exam inside another software's period splits it", () => {
    expect(
      arrive([
        { software: "E11", at: day(1) },
        { software: "E11", at: day(9) },
        { software: "XA30", at: day(5) },
      ]),
    ).toEqual(["E11@2020-01-01", "XA30@2020-01-05", "E11@2020-01-09"]);
  });

  test("an undated exam opens no dated epoch, and its epoch is dated by the first that is", () => {
    expect(arrive([{ software: "R002", at: null }])).toEqual([
      `R002@${UNDATED_EPOCH.toISOString().slice(0, 10)}`,
    ]);
    expect(
      arrive([
        { software: "R002", at: null },
        { software: "R002", at: day(3) },
      ]),
    ).toEqual(["R002@2020-01-03"]);
  });

  test("whatever the order of arrival, the epochs are the runs of the true order", () => {
    const exams = fc.uniqueArray(
      fc.record({ n: fc.integer({ min: 1, max: 28 }), software: fc.constantFrom("A", "B", "C") }),
      { selector: (exam) => exam.n, maxLength: 12 },
    );
    fc.assert(
      fc.property(exams, (list) => {
        const given = list.map(({ n, software }) => ({ software, at: day(n) }));
        const ordered = [...given].sort((a, b) => a.at.getTime() - b.at.getTime());
        const runs = ordered.filter((exam, i) => exam.software !== ordered[i - 1]?.software);
        expect(arrive(given)).toEqual(
          runs.map((run) => `${run.software}@${run.at.toISOString().slice(0, 10)}`),
        );
      }),
    );
  });
});
