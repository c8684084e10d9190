import { SMALLEST_TOLD, type ShownCount } from "./search-result";

/** Largest change by perturbation, in subjects. */
const REACH = 4;

/** SplitMix-style mixing of 32 bits: neighbouring sums give unrelated noise. */
function mix(seed: number): number {
  let x = seed >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/**
 * The count told to someone who may not see rows: "below-11" for few subjects, else perturbed by a function of the
 * members alone, then rounded to 5. Equal sets give equal answers however they were asked for, so asking again, or
 * in another way, teaches nothing; and two sets that differ by one subject get unrelated noise.
 * @param subjects exact number of subjects; decides whether anything is told
 * @param keySum sum of their secret count keys (decimal digits)
 * @param counted exact number told instead of `subjects` (exams or series of the same subjects)
 */
export function perturbCount(subjects: number, keySum: string, counted = subjects): ShownCount {
  const cell = Number(BigInt.asUintN(32, BigInt(keySum)));
  const noise = (seed: number) => (mix(cell ^ seed) % (2 * REACH + 1)) - REACH;
  // The bound is tried on the perturbed number too: crossing it does not tell an exact 11.
  if (Math.min(subjects, subjects + noise(0)) < SMALLEST_TOLD) return "below-11";
  const told = counted === subjects ? subjects + noise(0) : counted + noise(mix(counted));
  return Math.max(10, Math.round(told / 5) * 5);
}
