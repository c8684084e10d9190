import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { countKeyOf, perturbCount, SAMPLE_ONE_IN, SAMPLED_KEY } from "./perturb-count";
import { SMALLEST_TOLD, type ShownCount } from "./search-result";
import { attack, drawSubjects, QUESTIONS, type Mechanism } from "./testing/differencing-attack";

const keys = fc
  .array(fc.boolean(), { maxLength: 400 })
  .map((sampled) => sampled.map((isSampled) => countKeyOf(isSampled ? 0 : 1)));
const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n).toString();
const sampledOf = (members: readonly bigint[]) => members.filter((key) => key > 0n).length;

/** Numbers from 0 to 1 that are the same at every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("perturbCount", () => {
  it("tells nothing of fewer than 11 subjects, whoever of them is in the sample", () => {
    for (let sampled = 0; sampled < SMALLEST_TOLD; sampled++) {
      expect(perturbCount(String(sampled * SAMPLED_KEY), String(400 * SAMPLED_KEY))).toBe("below-11");
    }
    expect(perturbCount(String(SMALLEST_TOLD * SAMPLED_KEY))).toBe(35);
  });

  it("tells three times the sampled members, rounded to 5", () => {
    fc.assert(
      fc.property(keys, (members) => {
        const sampled = sampledOf(members);
        const expected = sampled < SMALLEST_TOLD ? "below-11" : Math.round((sampled * SAMPLE_ONE_IN) / 5) * 5;
        expect(perturbCount(sum(members))).toBe(expected);
      }),
    );
  });

  it("is near the truth: two standard deviations of a third, for 95 of 100 sets", () => {
    const random = seeded(3);
    for (const size of [60, 200, 1_000, 10_000]) {
      const near = Array.from({ length: 200 }, () => {
        const members = Array.from({ length: size }, () => countKeyOf(random() * SAMPLE_ONE_IN));
        const told = perturbCount(sum(members));
        return told !== "below-11" && Math.abs(told - size) <= 2 * Math.sqrt(2 * size) + 2.5;
      });
      expect(near.filter(Boolean).length).toBeGreaterThan(size === 60 ? 170 : 180);
    }
  });

  it("tells the same with and without any subject outside the sample, in every count", () => {
    fc.assert(
      fc.property(keys, fc.array(fc.nat({ max: 9 })), fc.nat({ max: 400 }), (members, exams, at) => {
        const unsampled = members.findIndex((key, index) => key === 0n && index >= at % (members.length + 1));
        if (unsampled < 0) return;
        const counted = (of: readonly bigint[], skipped: number) =>
          sum(of.map((key, index) => (index === skipped ? 0n : key * BigInt(exams[index] ?? 1))));
        expect(perturbCount(sum(members.toSpliced(unsampled, 1)), counted(members, unsampled))).toBe(
          perturbCount(sum(members), counted(members, -1)),
        );
      }),
    );
  });
});

/** What was told before: noise of up to 4 that is a function of the members, unrelated for neighbouring sets. */
const independentNoise: Mechanism = ({ subjects, exams, keys: keySum }) => {
  const mix = (seed: number) => {
    let x = seed >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    return (x ^ (x >>> 16)) >>> 0;
  };
  const noise = (seed: number) => (mix((keySum % 2 ** 32) ^ seed) % 9) - 4;
  const rounded = (value: number) => Math.round(value / 5) * 5;
  const below: [ShownCount, ShownCount] = ["below-11", "below-11"];
  if (Math.min(subjects, subjects + noise(0)) < SMALLEST_TOLD) return below;
  return [rounded(subjects + noise(0)), rounded(exams + noise(mix(exams)))];
};

const sample: Mechanism = ({ keys: keySum, examKeys }) => [
  perturbCount(String(keySum)),
  perturbCount(String(keySum), String(examKeys)),
];

describe("a differencing attack by one who knows the rules, 1,000 questions a target", () => {
  const targets = env().testLong ? 10_000 : 600;
  /** Half, and half of the sample: nothing of the others is ever told. */
  const BOUND = 1 / 2 + 1 / (2 * SAMPLE_ONE_IN);
  /** Four standard errors of a share over so many targets. */
  const slack = (4 * 0.5) / Math.sqrt(targets);

  it("is right of a target no more often than the stated bound", () => {
    expect(QUESTIONS).toBe(1_000);
    const random = seeded(19);
    const subjects = drawSubjects(6_000, random, () => Number(countKeyOf(random() * SAMPLE_ONE_IN)));
    const { right, told } = attack(subjects, targets, sample, random);
    // An attack that is told nothing would prove nothing.
    expect(told).toBeGreaterThan(0.3);
    expect(right).toBeLessThan(BOUND + slack);
    expect(right).toBeGreaterThan(0.5);
  });

  it("is told nothing at all of subjects outside the sample", () => {
    const random = seeded(23);
    const subjects = drawSubjects(6_000, random, () => Number(countKeyOf(random() * SAMPLE_ONE_IN)));
    const { right, told } = attack(subjects, targets, sample, random, ({ key }) => key === 0);
    expect(told).toBeGreaterThan(0.3);
    expect(Math.abs(right - 0.5)).toBeLessThan(slack);
  });

  it("would succeed against noise that is unrelated for neighbouring sets (why that was given up)", () => {
    const random = seeded(29);
    const subjects = drawSubjects(6_000, random, () => Math.floor(random() * 2 ** 32));
    const { right } = attack(subjects, 100, independentNoise, random);
    expect(right).toBeGreaterThan(0.95);
  });
});
