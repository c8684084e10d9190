const SNOMED_RT = /^(?:[A-Z]{1,2}-[0-9A-F]{4,6}|C-B[0-9A-F]{4})$/;
const SNOMED_CT = /^\d{6,18}$/;

/** Atoms of UCUM that imaging uses, with what may stand before and after them. */
const UCUM_ATOM =
  "(?:[kcmunpMGdh]?(?:mol|Hz|rad|cd|eV|Bq|Gy|Pa|Cel|deg|min|T|m|g|s|A|K|V|J|W|N|L|l|d|h|a|u)|mo|wk|%|ppm|ppb|10\\*|1|Ohm|meq|\\[(?:ppm|ppb|hnsf'U|arb'U|iU|pH)\\]|mm\\[Hg\\])";
const UCUM_ANNOTATION =
  "\\{(?:ratio|counts?|pixels?|voxels?|lesions?|index|score|normalized|shape|fraction|percent|SUVbw|SUVlbm|SUVbsa|[Hh]ounsfield unit|arbitrary units?|intensity|a\\.?u\\.?)\\}";
const UCUM_TERM = `(?:${UCUM_ATOM}[-+]?\\d{0,3}(?:${UCUM_ANNOTATION})?|${UCUM_ANNOTATION})`;
const UCUM = new RegExp(`^/?${UCUM_TERM}(?:[./]${UCUM_TERM}){0,5}$`);

/** Codes of vendors and groups: capitals and digits, short. */
const SHORT_CODE = /^(?:[A-Z]{1,3}-?)?[0-9A-F]{1,6}$/;

/** Coding schemes that we know (PS3.16 8) and what their codes look like; codes of other schemes are replaced. */
export const CODING_SCHEMES: ReadonlyMap<string, RegExp> = new Map([
  ["DCM", /^(?:\d{5,6}|[A-Z]{2,8})$/],
  ["SCT", SNOMED_CT],
  ["SRT", SNOMED_RT],
  ["SNM3", SNOMED_RT],
  ["99SDM", SNOMED_RT],
  ["UCUM", UCUM],
  ["LN", /^\d{1,6}-\d$/],
  ["RADLEX", /^RID\d{1,6}$/],
  ["FMA", /^\d{1,6}$/],
  ["NEU", /^\d{1,5}$/],
  ["UMLS", /^C\d{7}$/],
  ["NCIt", /^C\d{1,7}$/],
  ["UBERON", /^(?:UBERON:)?\d{7}$/],
  ["IBSI", /^[0-9A-Z]{4}$/],
  ["MSH", /^[A-Z]\d{5,9}$/],
  ["I10", /^[A-Z]\d{2}(?:\.\d{1,3})?$/],
  ["RFC3066", /^[a-z]{2,3}(?:-[A-Z]{2})?$/],
  ["RFC5646", /^[a-z]{2,3}(?:-[A-Z]{2})?$/],
  ["ISO639_1", /^[a-z]{2}$/],
  ["ISO639_2", /^[a-z]{3}$/],
  ["ISO3166_1", /^[A-Z]{2,3}$/],
  // What Philips writes where there is no code.
  ["UNDEFINED", /^UNDEFINED$/],
  ["99SMS_CTMR", SHORT_CODE],
  ["99PMP", SHORT_CODE],
]);

/** What codes of a scheme look like, undefined where we do not know it. */
export function codeValuePattern(scheme: string): RegExp | undefined {
  return CODING_SCHEMES.get(scheme);
}
