import { ALL_VOCABULARY, DEVICE_VOCABULARY, PROTOCOL_VOCABULARY } from "./vocabulary";

/** Words of the patient and of those around her, upper case: they go even where the vocabulary has them. */
export type IdentityWords = ReadonlySet<string>;

const LETTERS = /\p{L}+/gu;
const DIGITS = /\d+/g;
/** What may stand between kept words when the text is kept as it was. */
const PLAIN_SEPARATORS = /^[ \t_\-+*/\\.,;:#=<>()[\]|%&@!?'"^~]*$/;

function isYear(digits: string): boolean {
  return digits.length === 4 && /^(?:18|19|20|21|22)/.test(digits);
}

/** `SagAP` is two known words; so are `HeadNeck` and `fmriSag`. */
function splitCamelCase(letters: string): string[] {
  return letters.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
}

function isKnown(letters: string, vocabulary: ReadonlySet<string>): boolean {
  if (vocabulary.has(letters.toLowerCase())) return true;
  const parts = splitCamelCase(letters);
  return parts.length > 1 && parts.every((part) => part.length > 1 && vocabulary.has(part.toLowerCase()));
}

interface WordRule {
  vocabulary: ReadonlySet<string>;
  /** Longest run of letters that passes unknown, alone and beside digits (`p2`, `b1000`, `HE1`). */
  unknownAlone: number;
  unknownBesideDigits: number;
  /** Longest run of digits, and whether it may look like a year. */
  maxDigits: number;
  allowYears: boolean;
  /** Whether identity words are looked for in words that the vocabulary knows. */
  identityBeatsVocabulary: boolean;
}

const PROTOCOL_RULE: WordRule = {
  vocabulary: PROTOCOL_VOCABULARY,
  unknownAlone: 0,
  unknownBesideDigits: 1,
  maxDigits: 4,
  allowYears: false,
  identityBeatsVocabulary: true,
};

/** For text that the profile does not ask to clean: more words are known, none is passed unknown. */
const PLAIN_RULE: WordRule = { ...PROTOCOL_RULE, vocabulary: ALL_VOCABULARY };

const DEVICE_RULE: WordRule = {
  vocabulary: DEVICE_VOCABULARY,
  unknownAlone: 2,
  unknownBesideDigits: 3,
  maxDigits: 4,
  allowYears: true,
  identityBeatsVocabulary: false,
};

const TERM_RULE: WordRule = { ...DEVICE_RULE, unknownAlone: 3 };

/** Two Han or Hangul characters are a whole name: only Latin letters without accents are short enough to say nothing. */
function isShortAscii(letters: string, longest: number): boolean {
  return letters.length <= longest && /^[A-Za-z]*$/.test(letters);
}

function mayStay(word: string, rule: WordRule, identity: IdentityWords): boolean {
  // `3DpCASL`: the dimension is no part of the word.
  const runs = word.replace(/^[1-4]D(?=\p{L})/iu, "").match(LETTERS) ?? [];
  const digits = word.match(DIGITS) ?? [];
  const hasDigits = digits.length > 0;
  const wholeKnown = rule.vocabulary.has(word.toLowerCase());
  if (identity.has(word.toUpperCase()) && (rule.identityBeatsVocabulary || !wholeKnown)) return false;
  if (digits.some((run) => run.length > rule.maxDigits)) return false;
  if (!rule.allowYears && digits.some(isYear)) return false;
  if (wholeKnown) return true;
  const unknownLength = hasDigits ? rule.unknownBesideDigits : rule.unknownAlone;
  return runs.every((run) => isShortAscii(run, unknownLength) || isKnown(run, rule.vocabulary));
}

function cleanBy(rule: WordRule, text: string, identity: IdentityWords): string {
  const pieces = text.split(/([\p{L}\p{N}]+)/u);
  let result = "";
  let droppedSince = false;
  let separator = "";
  let dropped = false;
  pieces.forEach((piece, index) => {
    if (index % 2 === 0) {
      separator = PLAIN_SEPARATORS.test(piece) ? piece : " ";
      return;
    }
    if (!mayStay(piece, rule, identity)) {
      droppedSince = true;
      dropped = true;
      return;
    }
    const joint = droppedSince && result !== "" ? " " : droppedSince ? "" : separator;
    result += joint + piece;
    droppedSince = false;
  });
  if (dropped) return result.trim();
  return result + separator;
}

/** Cleans what people typed: `T1 MPRAGE M. Dupont` becomes `T1 MPRAGE`; empty when nothing is known. */
export function cleanProtocolText(text: string, identity: IdentityWords = new Set()): string {
  return cleanBy(PROTOCOL_RULE, text, identity);
}

/** Cleans text of attributes that PS3.15 Table E.1-1 does not list, with the words of both vocabularies. */
export function cleanPlainText(text: string, identity: IdentityWords = new Set()): string {
  return cleanBy(PLAIN_RULE, text, identity);
}

/** Cleans what a scanner wrote: models, coils, software versions, unit names. */
export function cleanDeviceText(text: string, identity: IdentityWords = new Set()): string {
  return cleanBy(DEVICE_RULE, text, identity);
}

/** A maker's or model's name as it is when all its words are known, else empty: half a name would be another name. */
export function checkDeviceName(text: string, identity: IdentityWords = new Set()): string {
  return cleanDeviceText(text, identity) === text ? text : "";
}

/** A code string (CS) as it is when all its words are defined terms or short, else null. */
export function checkTerm(value: string, identity: IdentityWords = new Set()): string | null {
  if (value === "") return "";
  if (!/^[A-Za-z0-9_ .\-+*/:#]{1,64}$/.test(value)) return null;
  const words = value.match(/[A-Za-z0-9]+/g) ?? [];
  if (words.length === 0) return null;
  return words.every((word) => mayStay(word, TERM_RULE, identity)) ? value : null;
}

/** Diffusion weighting that Canon writes only in ImageComments: `b=2000(0.445,0.000,0.895)`. */
const B_VECTOR = /^b=\d{1,5}(?:\(-?\d\.\d{1,6},-?\d\.\d{1,6},-?\d\.\d{1,6}\))?$/;

/** Cleans image comments; a b-value with its vector stays exact. */
export function cleanComments(text: string, identity: IdentityWords = new Set()): string {
  return B_VECTOR.test(text.trim()) ? text : cleanProtocolText(text, identity);
}

/** Words of identifying text that must not come back through kept text: three characters or more, upper case. */
export function identityWordsOf(text: string): string[] {
  return (text.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= 3);
}
