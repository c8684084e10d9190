import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of 2 MiB at a path; null where this user may not mount one. @returns how to take it away again */
export function mountSmall(path: string): (() => void) | null {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "ariane-test", path], { stdio: "ignore" });
  } catch {
    return null;
  }
  return () => execFileSync("umount", [path]);
}

/** Whether this user may mount a file system. */
export function canMount(): boolean {
  const probe = join(tmpdir(), `ariane-mount-${process.pid}`);
  const unmount = mountSmall(probe);
  unmount?.();
  rmSync(probe, { recursive: true, force: true });
  return unmount !== null;
}

/** Name of the file that fills a small disk. */
export const BALLAST = "ballast";

/** Fills a small disk: nothing is left but what a few blocks hold. @returns how to make room again */
export function fillUp(path: string): () => void {
  const ballast = join(path, BALLAST);
  for (let size = 1 << 20; size >= 4096; size >>= 1) {
    try {
      writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full at this size; the smaller ones fill the rest.
    }
  }
  return () => {
    rmSync(ballast);
  };
}
