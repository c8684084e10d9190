/** Text as a search compares it: lower case, without accents, ligatures undone, runs of other signs as one space. */
export function normaliseText(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** The distinct words of a search, in order. */
export function searchWords(text: string): string[] {
  const normalised = normaliseText(text);
  return normalised === "" ? [] : [...new Set(normalised.split(" "))];
}

/**
 * Whether a text holds a word of a search. A word of one or two letters must start a word of the text, so that "T1"
 * or "3" does not match everything.
 */
export function textHasWord(text: string, word: string): boolean {
  const normalised = normaliseText(text);
  return word.length > 2 ? normalised.includes(word) : ` ${normalised}`.includes(` ${word}`);
}
