import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { perturbCount } from "./perturb-count";

const keys = fc.array(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), { minLength: 11, maxLength: 400 });
const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n).toString();

describe("perturbCount", () => {
  it("tells nothing of fewer than 11", () => {
    for (let subjects = 0; subjects < 11; subjects++) {
      expect(perturbCount(subjects, "123456789", 400)).toBe("below-11");
    }
  });

  it("tells multiples of 5 near the truth", () => {
    fc.assert(
      fc.property(keys, (members) => {
        const told = perturbCount(members.length, sum(members));
        if (told === "below-11") return members.length < 15;
        return told % 5 === 0 && told >= 10 && Math.abs(told - members.length) <= 6;
      }),
      { seed: 1 },
    );
  });

  it("tells the same for the same members in another order", () => {
    fc.assert(
      fc.property(keys, (members) => {
        expect(perturbCount(members.length, sum([...members].reverse()))).toBe(
          perturbCount(members.length, sum(members)),
        );
      }),
      { seed: 2 },
    );
  });

  it("does not let one subject be seen by difference: the change is noise, not one", () => {
    const changes = new Set<number>();
    for (let one = 1n; one < 400n; one++) {
      const before = perturbCount(100, "88888888");
      const after = perturbCount(101, (88888888n + one * 7919n).toString());
      changes.add(Number(after) - Number(before));
    }
    expect(changes.size).toBeGreaterThan(1);
    expect([...changes].some((change) => change < 0) || [...changes].includes(0)).toBe(true);
  });
});
