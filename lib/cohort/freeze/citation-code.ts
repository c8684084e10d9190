import { randomInt } from "node:crypto";

/** No letter or figure that is read for another: 0 and O, 1, I and L, U and V. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS = 6;

/** A citation code, e.g. "ARIANE-C-7K2QM4.1". */
export const CITATION_CODE = new RegExp(`^ARIANE-C-[${ALPHABET}]{${LETTERS}}\\.[1-9][0-9]{0,5}$`);

/** A new random part of a citation code, which all versions of a cohort share. */
export function newCitationStem(): string {
  const letters = Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return `ARIANE-C-${letters.join("")}`;
}
