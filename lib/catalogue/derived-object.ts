/** What a derived object says of itself, before it has rows. UIDs are keyed hashes or remapped. */
export interface DerivedFacts {
  kind: "segmentation" | "parametricMap" | "measurementReport" | "registration";
  /** Remapped SOPInstanceUID. */
  sopInstanceUid: string;
  /** Segments, measurements or quantities, cleaned to vocabulary. */
  labels: string[];
  /** Instances and series that it names as what it was made from. */
  references: SourceReference[];
}

/** A pointer to a source; whether that is in the catalogue is not known yet. */
export interface SourceReference {
  /** First 16 bytes of HMAC(uidKey, UID). */
  uidHash: Uint8Array<ArrayBuffer>;
  isSeries: boolean;
}

/** The 16 bytes of a UUID. */
export function uuidBytes(uuid: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(uuid.replaceAll("-", ""), "hex"));
}

const UID_ROOT = "2.25.";
const UID_HASH_BYTES = 16;

/** The keyed hash inside a remapped UID ("2.25." and its 128 bits); null for a UID that was not remapped. */
export function hashOfRemappedUid(uid: string): Uint8Array<ArrayBuffer> | null {
  if (!uid.startsWith(UID_ROOT)) return null;
  const hex = BigInt(uid.slice(UID_ROOT.length))
    .toString(16)
    .padStart(2 * UID_HASH_BYTES, "0");
  return hex.length === 2 * UID_HASH_BYTES ? new Uint8Array(Buffer.from(hex, "hex")) : null;
}

/** The remapped UID of a keyed hash; the inverse of `hashOfRemappedUid`. */
export function remappedUidOf(uidHash: Uint8Array): string {
  return `${UID_ROOT}${BigInt(`0x${Buffer.from(uidHash).toString("hex")}`).toString(10)}`;
}
