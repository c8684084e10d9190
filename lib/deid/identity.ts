import { createHmac, randomBytes, randomInt } from "node:crypto";

import { isStandardUid } from "@/lib/dicom/uid";

/** Crockford base32: no I, L, O, U, so that a pseudonym read aloud stays what it was. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Offset in whole days: 100 to 200 years ahead, so that no shifted date can be, or be taken for, a true one. */
const MIN_OFFSET_DAYS = 36_525;
const MAX_OFFSET_DAYS = 73_050;

const UID_HASH_BYTES = 16;

/** PatientIDs that scanners and operators write when they have none; joining on them would merge strangers. */
const UNUSABLE_IDS: ReadonlySet<string> = new Set([
  "ANON",
  "ANONYMOUS",
  "ANONYME",
  "ANONYMIZED",
  "DEV",
  "DUMMY",
  "INCONNU",
  "NA",
  "NAN",
  "NONE",
  "NULL",
  "PATIENT",
  "PHANTOM",
  "FANTOME",
  "TEST",
  "UNKNOWN",
  "UNDEFINED",
]);

/** A random pseudonym `ARI-XXXX-XX` (30 bits; the store retries when it is taken). */
export function newPseudonym(): string {
  const characters = Array.from(randomBytes(6), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return `ARI-${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** A random date offset of one subject, in whole days. */
export function newDateOffsetDays(): number {
  return randomInt(MIN_OFFSET_DAYS, MAX_OFFSET_DAYS + 1);
}

/** PatientID as it is compared: without case, outer blanks and inner runs of blanks. */
function normalisePatientId(patientId: string): string {
  return patientId.normalize("NFKC").trim().replace(/\s+/g, " ").toUpperCase();
}

/** False for a PatientID that names nobody: empty, punctuation only, one repeated character, or a stock word. */
export function isUsablePatientId(patientId: string | undefined): patientId is string {
  if (patientId === undefined) return false;
  const bare = normalisePatientId(patientId).replace(/[^\p{L}\p{N}]/gu, "");
  if (bare.length < 2 || /^(.)\1*$/u.test(bare)) return false;
  return !UNUSABLE_IDS.has(bare);
}

/**
 * Key under which a patient of a site is found again: HMAC-SHA256 (32 bytes) of site and PatientID; null when the
 * PatientID is unusable, in which case each Study becomes its own flagged Subject.
 */
export function linkageHash(
  linkageKey: Uint8Array | string,
  siteCode: string,
  patientId: string | undefined,
): Buffer | null {
  if (!isUsablePatientId(patientId)) return null;
  return createHmac("sha256", linkageKey)
    .update(`${siteCode}\u0000${normalisePatientId(patientId)}`, "utf8")
    .digest();
}

/** First 16 bytes of the HMAC-SHA256 of a UID: what instances are stored and found by. */
export function uidHash(uidKey: Uint8Array | string, uid: string): Buffer {
  return createHmac("sha256", uidKey).update(uid, "utf8").digest().subarray(0, UID_HASH_BYTES);
}

/**
 * The UID that stands for `uid` everywhere: `2.25.` and its hash as a decimal (PS3.5 B.2), the same in every file and
 * year. UIDs of the standard itself stay.
 */
export function remapUid(uidKey: Uint8Array | string, uid: string): string {
  if (isStandardUid(uid)) return uid;
  return `2.25.${BigInt(`0x${uidHash(uidKey, uid).toString("hex")}`).toString(10)}`;
}
