import { createHash } from "node:crypto";
import { instanceKey, type InstanceName } from "@/lib/catalogue/instance-key";
import { AppError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/store";

/** An instance whose object is to be read again. */
export interface InstanceToVerify extends InstanceName {
  seriesId: string;
  byteCount: number;
}

/** How a stored object can differ from its row. */
export type ObjectFault = "missing" | "altered" | "unreadable";

/**
 * Reads a stored object again, a piece at a time, and compares length and digest with what was noted when it was
 * stored. @returns null when it is what it was
 */
export async function verifyObject(
  store: ObjectStore,
  instance: InstanceToVerify,
): Promise<ObjectFault | null> {
  const key = instanceKey(instance.seriesId, instance);
  try {
    if ((await store.size(key)) !== instance.byteCount) return "altered";
    if (instance.objectSha256 === null) return null;
    const hash = createHash("sha256");
    for await (const chunk of store.stream(key)) hash.update(chunk);
    return Buffer.compare(hash.digest(), instance.objectSha256) === 0 ? null : "altered";
  } catch (error) {
    return isAbsent(error) ? "missing" : "unreadable";
  }
}

function isAbsent(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "not-found";
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
