import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Folder of the real scanner files that tests read, or null where it is absent (the tests on it are then
 * skipped by name). They are real people's heads: nothing of them is ever written into the repository.
 */
export function sharedData(): string | null {
  const folder = resolve(import.meta.dirname, "../../../../shared/data");
  return existsSync(join(folder, "MANIFEST.md")) ? folder : null;
}
