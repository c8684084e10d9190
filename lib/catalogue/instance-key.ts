/** What names an instance's bytes. */
export interface InstanceName {
  uidHash: Uint8Array;
  /** SHA-256 of the stored bytes; null for an object stored before it was kept. */
  objectSha256: Uint8Array | null;
}

const SHA_PREFIX_BYTES = 8;

/**
 * The key under which an instance's bytes are stored. Their own digest is part of it: two processes that store the
 * same UID with different content never write to one place, and a repeated write of the same content is harmless.
 */
export function instanceKey(seriesId: string, { uidHash, objectSha256 }: InstanceName): string {
  const uid = Buffer.from(uidHash).toString("hex");
  const content = objectSha256
    ? `-${Buffer.from(objectSha256.subarray(0, SHA_PREFIX_BYTES)).toString("hex")}`
    : "";
  return `instances/${seriesId}/${uid}${content}.dcm`;
}

/**
 * The id of a series, made from its remapped SeriesInstanceUID ("2.25." and 128 bits of a keyed hash): whoever
 * registers the series, now or after a crash, finds the same id and so the same keys.
 */
export function seriesIdOf(remappedUid: string): string {
  const bits = BigInt(remappedUid.slice("2.25.".length)) & ((1n << 128n) - 1n);
  const hex = bits.toString(16).padStart(32, "0");
  // A keyed hash tells as little as a random number, so it is written as one: version 4 (RFC 9562), its variant.
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const fields = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20)];
  return [...fields, hex.slice(20)].join("-");
}

/** Where what is kept of a given NIfTI file lies. */
export function originalKey(volumeId: string): string {
  return `volumes/${volumeId}/original.nii.gz`;
}
