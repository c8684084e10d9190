import { describe, expect, it } from "vitest";
import { type KnownFinding, planFindings } from "./plan-findings";
import type { HeldFinding } from "./scanner-changes";

const held = (sinceOn: string, epochId: string | null, subject = "snrForeground"): HeldFinding => ({
  role: "T1w",
  body: {
    kind: "metric-shift",
    subject,
    detail: { before: 20, after: 17, relativeShift: -0.15, examsBefore: 40, examsAfter: 40, p: 0.001 },
  },
  sinceOn,
  epochId,
  within: { from: "2024-01-01", to: "2025-01-01" },
});

const known = (sinceOn: string, epochId: string | null, open = true): KnownFinding => ({
  id: `${sinceOn} ${epochId}`,
  kind: "metric-shift",
  role: "T1w",
  subject: "snrForeground",
  sinceOn,
  epochId,
  open,
});

describe("planFindings", () => {
  it("opens what is new, and nothing the second time", () => {
    const finding = held("2024-03-14", "XA60");
    expect(planFindings([], [finding]).opened).toEqual([finding]);
    const again = planFindings([known("2024-03-14", "XA60")], [finding]);
    expect(again.opened).toEqual([]);
    expect(again.kept).toEqual([{ id: "2024-03-14 XA60", finding, sinceOn: "2024-03-14" }]);
    expect(again.closed).toEqual([]);
  });

  it("knows a change again when older exams move its first day", () => {
    const moved = planFindings([known("2024-03-14", "XA60")], [held("2024-03-01", "XA60")]);
    expect(moved.opened).toEqual([]);
    expect(moved.kept.map(({ id, sinceOn }) => [id, sinceOn])).toEqual([["2024-03-14 XA60", "2024-03-01"]]);
    const unannounced = planFindings([known("2024-06-10", null)], [held("2024-06-17", null)]);
    expect(unannounced.opened).toEqual([]);
    expect(unannounced.kept).toHaveLength(1);
  });

  it("keeps apart what began in another epoch or is about something else", () => {
    expect(planFindings([known("2023-06-10", null)], [held("2024-06-17", null)])).toMatchObject({
      opened: [{ sinceOn: "2024-06-17" }],
      closed: ["2023-06-10 null"],
    });
    expect(planFindings([known("2024-03-14", "a")], [held("2024-03-14", "a", "entropyFocus")])).toMatchObject(
      {
        opened: [{ sinceOn: "2024-03-14" }],
        closed: ["2024-03-14 a"],
      },
    );
  });

  it("closes what no longer holds, once, and opens its row again when it does", () => {
    expect(planFindings([known("2024-03-14", "XA60")], []).closed).toEqual(["2024-03-14 XA60"]);
    expect(planFindings([known("2024-03-14", "XA60", false)], []).closed).toEqual([]);
    const back = planFindings([known("2024-03-14", "XA60", false)], [held("2024-03-14", "XA60")]);
    expect(back.opened).toEqual([]);
    expect(back.reopened.map(({ id }) => id)).toEqual(["2024-03-14 XA60"]);
  });

  it("never gives two rows one first day", () => {
    const rows = [known("2024-03-14", "XA60"), known("2024-03-01", "XA50", false)];
    const plan = planFindings(rows, [held("2024-03-01", "XA60")]);
    expect(plan.kept.map(({ sinceOn }) => sinceOn)).toEqual(["2024-03-14"]);
    expect(plan.reopened).toEqual([]);
  });
});
