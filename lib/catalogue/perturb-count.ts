import { SMALLEST_TOLD, type ShownCount } from "./search-result";

// What is told to someone who may only count (decision 0019). A secret third of the subjects, drawn once when they are
// registered, stands for all: a count is three times the sampled subjects that it holds. Nothing told depends on the
// others in any way, so no chain of questions, however long, says anything of two subjects in three.

/** One subject in so many is in the secret sample. */
export const SAMPLE_ONE_IN = 3;
/** The key of a subject outside the sample is 0; keys are this on average, so that a sum of keys estimates a number. */
const MEAN_KEY = 2 ** 31;
/** The key of a subject of the sample. */
export const SAMPLED_KEY = SAMPLE_ONE_IN * MEAN_KEY;

/** The secret count key of a new subject. @param draw uniform from 0 to SAMPLE_ONE_IN, excluded */
export function countKeyOf(draw: number): bigint {
  return draw < 1 ? BigInt(SAMPLED_KEY) : 0n;
}

/**
 * The number told to someone who may not see rows: "below-11" while the sample holds fewer than 11 (hence always below
 * 11 subjects), else the estimate from the sample, rounded to 5. A function of the sampled members alone: equal sets
 * give equal answers however they were asked for, and a set without one subject gives the same answer as with it, unless
 * that subject is of the sample.
 * @param keySum sum of the secret count keys of the subjects (decimal digits)
 * @param countedKeySum the same over what is counted instead (exams, series): each counted with its subject's key
 */
export function perturbCount(keySum: string, countedKeySum = keySum): ShownCount {
  if (Number(keySum) / SAMPLED_KEY < SMALLEST_TOLD) return "below-11";
  return Math.round(Number(countedKeySum) / MEAN_KEY / 5) * 5;
}
