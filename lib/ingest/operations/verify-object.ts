import { createHash } from "node:crypto";
import { instanceKey, type InstanceName, originalKey } from "@/lib/catalogue/instance-key";
import { AppError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/store";

/** An object of an instance, or the NIfTI file of a computed volume, that is to be read again. */
export interface ObjectToVerify extends InstanceName {
  seriesId: string;
  byteCount: number;
  /** Null for an instance; of a computed volume, whose id's bytes then stand for a UID hash. */
  volumeId: string | null;
}

/** Where it lies. */
export function keyOf(object: ObjectToVerify): string {
  return object.volumeId === null ? instanceKey(object.seriesId, object) : originalKey(object.volumeId);
}

/** How a stored object can differ from its row. */
export type ObjectFault = "missing" | "altered" | "unreadable";

/**
 * Reads a stored object again, a piece at a time, and compares length and digest with what was noted when it was
 * stored. @returns null when it is what it was
 */
export async function verifyObject(store: ObjectStore, object: ObjectToVerify): Promise<ObjectFault | null> {
  const key = keyOf(object);
  try {
    if ((await store.size(key)) !== object.byteCount) return "altered";
    if (object.objectSha256 === null) return null;
    const hash = createHash("sha256");
    for await (const chunk of store.stream(key)) hash.update(chunk);
    return Buffer.compare(hash.digest(), object.objectSha256) === 0 ? null : "altered";
  } catch (error) {
    return isAbsent(error) ? "missing" : "unreadable";
  }
}

function isAbsent(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "not-found";
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
