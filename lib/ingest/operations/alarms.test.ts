import { describe, expect, it } from "vitest";
import { type AlarmFacts, type AlarmKind, type AlarmState, countStanding, judgeAlarms } from "./alarms";
import { fixityBudget } from "./fixity-budget";

const GIB = 2 ** 30;

const WELL: AlarmFacts = {
  waiting: 0,
  waitingSeconds: 0,
  jobSeconds: 0,
  deadLetters: 0,
  failedSeries: 0,
  disk: { freeBytes: 500 * GIB, totalBytes: 1000 * GIB },
  fixityFailures: 0,
  fixityPassDays: 3,
  fixityDays: 30,
  silentScanners: 0,
  heldThisWeek: 0,
  heldLastWeek: 0,
  processes: [
    { kind: "web", dead: false },
    { kind: "worker", dead: false },
  ],
};

const stateOf = (kind: AlarmKind, facts: Partial<AlarmFacts>) =>
  judgeAlarms({ ...WELL, ...facts }).find((alarm) => alarm.kind === kind)?.state;

describe("alarms", () => {
  it("are silent when all is well", () => {
    expect(countStanding(judgeAlarms(WELL))).toBe(0);
  });

  it.each<[AlarmKind, Partial<AlarmFacts>, AlarmState]>([
    ["spool-age", { waiting: 3, waitingSeconds: 599 }, "ok"],
    ["spool-age", { waiting: 3, waitingSeconds: 600 }, "warning"],
    ["spool-age", { waiting: 3, waitingSeconds: 3600 }, "alarm"],
    ["job-age", { jobSeconds: 899 }, "ok"],
    ["job-age", { jobSeconds: 900 }, "warning"],
    ["job-age", { jobSeconds: 7200 }, "alarm"],
    ["dead-letters", { deadLetters: 1 }, "alarm"],
    ["series-failed", { failedSeries: 1 }, "warning"],
    ["disk", { disk: { freeBytes: 101 * GIB, totalBytes: 1000 * GIB } }, "ok"],
    ["disk", { disk: { freeBytes: 99 * GIB, totalBytes: 1000 * GIB } }, "warning"],
    ["disk", { disk: { freeBytes: 29 * GIB, totalBytes: 1000 * GIB } }, "alarm"],
    ["disk", { disk: { freeBytes: 9 * GIB, totalBytes: 20 * GIB } }, "warning"],
    ["disk", { disk: { freeBytes: 3 * GIB, totalBytes: 20 * GIB } }, "alarm"],
    ["fixity", { fixityFailures: 1 }, "alarm"],
    ["fixity-late", { fixityPassDays: 30 }, "ok"],
    ["fixity-late", { fixityPassDays: 31 }, "warning"],
    ["scanner-silent", { silentScanners: 2 }, "warning"],
    ["quarantine-growing", { heldThisWeek: 19, heldLastWeek: 0 }, "ok"],
    ["quarantine-growing", { heldThisWeek: 20, heldLastWeek: 0 }, "warning"],
    ["quarantine-growing", { heldThisWeek: 100, heldLastWeek: 90 }, "ok"],
    ["quarantine-growing", { heldThisWeek: 2000, heldLastWeek: 100 }, "alarm"],
    ["process-dead", { processes: [{ kind: "web", dead: false }] }, "alarm"],
    ["process-dead", { processes: [...WELL.processes, { kind: "worker", dead: true }] }, "warning"],
    ["process-dead", { processes: [...WELL.processes, { kind: "receiver", dead: true }] }, "alarm"],
    ["process-dead", { processes: [...WELL.processes, { kind: "command", dead: true }] }, "ok"],
  ])("%s %o: %s", (kind, facts, state) => {
    expect(stateOf(kind, facts)).toBe(state);
  });
});

describe("the budget of a re-reading", () => {
  it.each([
    ["a small catalogue", 10, 30, 60],
    ["ten years", 120e12, 30, 60],
    ["a short period", 5e12, 1, 60],
    ["a large step", 5e12, 30, 3600],
  ])("%s is read whole within half the period", (_, bytes, days, step) => {
    const calls = (days * 86_400) / step / 2;
    expect(fixityBudget(bytes, days, step) * calls).toBeGreaterThanOrEqual(bytes);
    expect(fixityBudget(bytes, days, step)).toBeLessThanOrEqual(bytes / calls + 16 * 2 ** 20 + 1);
  });
});
