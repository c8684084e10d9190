import { openSealed, sealStream } from "@/lib/deid/seal";
import type { ByteSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { objectStore } from "@/lib/platform/store";

/** Where an uploaded archive lies, sealed, until its members are taken out. */
const archiveKey = (id: string) => `archives/${id}`;

/** Seals an archive as it comes and keeps it durably. @returns its length. @throws AppError `storage-full` */
export async function keepArchive(id: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const key = archiveKey(id);
  let byteCount = 0;
  async function* counted() {
    for await (const chunk of content) {
      byteCount += chunk.length;
      yield chunk;
    }
  }
  try {
    await objectStore().put(key, sealStream(secrets().sealKey, counted(), key));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EDQUOT")
      throw new AppError("storage-full", undefined, undefined, { cause: error });
    throw error;
  }
  return byteCount;
}

/** Reads an archive in parts, in the clear in memory alone. @throws AppError `not-found`, `internal` (altered) */
export async function withArchive<T>(id: string, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const key = archiveKey(id);
  const sealed = await objectStore().source(key);
  try {
    const read = (start: number, end: number) => sealed.read(start, end);
    return await work(await openSealed(read, sealed.byteLength, secrets().sealKey, key));
  } finally {
    await sealed.close();
  }
}

/** No error when it is gone. */
export async function dropArchive(id: string): Promise<void> {
  await objectStore().remove(archiveKey(id));
}
