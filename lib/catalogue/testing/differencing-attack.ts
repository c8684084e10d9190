import type { ShownCount } from "@/lib/catalogue/search-result";

// Somebody who may only count and wants to know whether one subject, the target, is in a group. She knows every rule and
// everything of everybody but the group and the secret keys, can single the target out by a clause ("and not x"), and
// chains 1,000 questions: each of many populations A with the target in it, alone and "and not x", in the group and in its
// complement, as a whole and as the sum of a facet, and some of them again.

export interface AttackedSubject {
  key: number;
  exams: number;
  inGroup: boolean;
  /** What everybody may know: one value for each of a few traits. */
  traits: readonly number[];
}

/** Sums over the subjects of a set, of which a mechanism makes what it tells. */
export interface Sums {
  subjects: number;
  exams: number;
  keys: number;
  examKeys: number;
}

/** What is told of a set: its subjects and its exams. */
export type Mechanism = (sums: Sums) => [ShownCount, ShownCount];

const TRAIT_VALUES = [2, 5, 9, 4, 3];
const POPULATIONS = 800;
/** 200 populations: with and without the target, in the group and outside (800); 20 facet sums of five (200). */
const POPULATIONS_ASKED = 200;
const FACET_SUMS = 20;
const FACET = 1;
/** Questions that one attack chains. */
export const QUESTIONS = POPULATIONS_ASKED * 4 + FACET_SUMS * (TRAIT_VALUES[FACET] ?? 0) * 2;

export function drawSubjects(count: number, random: () => number, drawKey: () => number): AttackedSubject[] {
  return Array.from({ length: count }, () => ({
    key: drawKey(),
    exams: 1 + Math.floor(random() * 4),
    inGroup: random() < 0.5,
    traits: TRAIT_VALUES.map((values) => Math.floor(random() * values)),
  }));
}

const nothing = (): Sums => ({ subjects: 0, exams: 0, keys: 0, examKeys: 0 });

/** Sums with one subject more, or less. */
function changed(sums: Sums, { exams, key }: AttackedSubject, by: 1 | -1): Sums {
  return {
    subjects: sums.subjects + by,
    exams: sums.exams + by * exams,
    keys: sums.keys + by * key,
    examKeys: sums.examKeys + by * key * exams,
  };
}

interface Population {
  holds: (subject: AttackedSubject) => boolean;
  inside: Sums;
  outside: Sums;
  /** Inside the group, by the value of one trait. */
  byValue: Sums[];
}

/** A population by one to four traits, each with some of its values. */
function drawPopulation(subjects: readonly AttackedSubject[], random: () => number): Population {
  const wanted = TRAIT_VALUES.map((values) => {
    if (random() < 0.4) return null;
    const share = 0.2 + random() * 0.7;
    return Array.from({ length: values }, () => random() < share);
  });
  const holds = ({ traits }: AttackedSubject) =>
    traits.every((value, trait) => wanted[trait]?.[value] ?? wanted[trait] === null);
  const population: Population = {
    holds,
    inside: nothing(),
    outside: nothing(),
    byValue: Array.from({ length: TRAIT_VALUES[FACET] ?? 0 }, nothing),
  };
  for (const subject of subjects) {
    if (!holds(subject)) continue;
    if (!subject.inGroup) {
      population.outside = changed(population.outside, subject, 1);
      continue;
    }
    population.inside = changed(population.inside, subject, 1);
    const value = subject.traits[FACET] ?? 0;
    population.byValue[value] = changed(population.byValue[value] ?? nothing(), subject, 1);
  }
  return population;
}

const numberOf = (count: ShownCount | undefined) => (typeof count === "number" ? count : 0);

/** What one side of the attack saw: how many answers changed without the target, and by how much in sum. */
class Evidence {
  changed = 0;
  sum = 0;

  compare(withTarget: readonly ShownCount[], without: readonly ShownCount[]): void {
    withTarget.forEach((count, index) => {
      if (count !== without[index]) this.changed += 1;
      this.sum += numberOf(count) - numberOf(without[index]);
    });
  }
}

/** Her best decision: answers change without the target only on the side where the target is. */
function decides(inside: Evidence, outside: Evidence, random: () => number): boolean {
  if (inside.changed !== outside.changed) return inside.changed > outside.changed;
  if (inside.sum !== outside.sum) return inside.sum > outside.sum;
  return random() < 0.5;
}

/**
 * Share of the targets of which the attack says rightly whether they are in the group; a coin says it of half.
 * @param isTarget whom she may be after
 */
export function attack(
  subjects: readonly AttackedSubject[],
  targetCount: number,
  tell: Mechanism,
  random: () => number,
  isTarget: (subject: AttackedSubject) => boolean = () => true,
): { right: number; told: number } {
  const populations = Array.from({ length: POPULATIONS }, () => drawPopulation(subjects, random));
  const targets = subjects.filter(isTarget);
  let right = 0;
  let told = 0;
  for (let at = 0; at < targetCount; at++) {
    const target = targets[Math.floor(random() * targets.length)];
    if (!target) break;
    const known = populations.filter(({ holds }) => holds(target));
    const inside = new Evidence();
    const outside = new Evidence();
    for (let asked = 0; asked < POPULATIONS_ASKED; asked++) {
      const population = known[Math.floor(random() * known.length)];
      if (!population) break;
      const { inGroup } = target;
      const answer = tell(population.inside);
      told += Number(answer[0] !== "below-11");
      inside.compare(answer, tell(inGroup ? changed(population.inside, target, -1) : population.inside));
      outside.compare(
        tell(population.outside),
        tell(inGroup ? population.outside : changed(population.outside, target, -1)),
      );
      if (asked >= FACET_SUMS) continue;
      population.byValue.forEach((sums, value) => {
        const isOwn = inGroup && value === target.traits[FACET];
        inside.compare(tell(sums), tell(isOwn ? changed(sums, target, -1) : sums));
      });
    }
    right += Number(decides(inside, outside, random) === target.inGroup);
  }
  return { right: right / targetCount, told: told / (targetCount * POPULATIONS_ASKED) };
}
