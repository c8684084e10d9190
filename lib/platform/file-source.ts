import { open } from "node:fs/promises";
import { checkRange, type OpenByteSource } from "./byte-source";
import { AppError } from "./errors";

/**
 * A file as a source, open until it is closed.
 * @throws the file system's error when it cannot be opened; a read throws AppError `internal` when the file has shrunk
 */
export async function fileSource(path: string): Promise<OpenByteSource> {
  const file = await open(path, "r");
  try {
    const { size: byteLength } = await file.stat();
    return {
      byteLength,
      async read(start, end) {
        checkRange(byteLength, start, end);
        const bytes = new Uint8Array(end - start);
        for (let filled = 0; filled < bytes.length;) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
          if (bytesRead === 0) throw new AppError("internal", "a file is shorter than it was");
          filled += bytesRead;
        }
        return bytes;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
