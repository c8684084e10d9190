import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlap, planVersion, type StandingVersion, type Validity } from "./plan-version";

const version = (number: number, validFrom: string, validUntil: string | null): StandingVersion => ({
  id: String(number),
  version: number,
  validFrom,
  validUntil,
});
const OPEN = version(1, "2021-01-01", null);

describe("planVersion", () => {
  it("ends the version in whose validity the new one begins", () => {
    expect(planVersion([OPEN], { validFrom: "2024-06-01", validUntil: null })).toEqual({
      closes: [{ id: "1", version: 1, validUntil: "2024-06-01" }],
      supersedes: [],
      gaps: [],
    });
  });

  it("supersedes the version that begins on its first day or later", () => {
    for (const validFrom of ["2021-01-01", "2020-05-05"]) {
      expect(planVersion([OPEN], { validFrom, validUntil: null })).toEqual({
        closes: [],
        supersedes: [{ id: "1", version: 1 }],
        gaps: [],
      });
    }
  });

  it("leaves alone what ends before it, or begins after it", () => {
    const past = version(1, "2021-01-01", "2022-01-01");
    const future = version(2, "2030-01-01", null);
    expect(planVersion([past, future], { validFrom: "2022-01-01", validUntil: "2030-01-01" })).toEqual({
      closes: [],
      supersedes: [],
      gaps: [],
    });
  });

  it("tells of days on which nothing applies any more", () => {
    expect(planVersion([OPEN], { validFrom: "2024-01-01", validUntil: "2024-02-01" }).gaps).toEqual([
      { from: "2024-02-01", until: null },
    ]);
  });

  it("never leaves two versions on one day", () => {
    const day = fc.integer({ min: 0, max: 400 }).map((days) => dayAfter(days));
    const validity = fc
      .tuple(day, fc.option(fc.integer({ min: 1, max: 200 })))
      .map(([validFrom, length]): Validity => ({
        validFrom,
        validUntil: length === null ? null : dayAfter(length, validFrom),
      }));
    fc.assert(
      fc.property(fc.array(validity, { maxLength: 12 }), (all) => {
        let standing: StandingVersion[] = [];
        all.forEach((next, index) => {
          const { closes, supersedes } = planVersion(standing, next);
          const gone = new Set(supersedes.map(({ id }) => id));
          const ends = new Map(closes.map(({ id, validUntil }) => [id, validUntil]));
          standing = [
            ...standing
              .filter(({ id }) => !gone.has(id))
              .map((one) => ({ ...one, validUntil: ends.get(one.id) ?? one.validUntil })),
            { id: String(index), version: index, ...next },
          ];
          for (const a of standing) {
            expect(a.validUntil === null || a.validFrom < a.validUntil).toBe(true);
            for (const b of standing) expect(a === b || !overlap(a, b)).toBe(true);
          }
        });
      }),
    );
  });
});

function dayAfter(days: number, from = "2024-01-01"): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
