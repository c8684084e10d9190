import { type FileHandle, open, rm } from "node:fs/promises";

/**
 * Writes a file that must not exist yet, for its owner alone, and fsyncs it. Nothing is left of it when that fails. Its
 * folder is the caller's to fsync, after the rename that gives it its name.
 */
export async function writeNewFile(
  path: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    if (content instanceof Uint8Array) await writeAll(file, content);
    else for await (const chunk of content) await writeAll(file, chunk);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
}

/** A write may take only a part, e.g. when a signal comes. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}
