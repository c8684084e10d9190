import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);
const COMMAND = "/usr/bin/dciodvfy";
/** It exits with 1 when it finds errors, and says them on standard error. */
const failureSchema = z.object({ stdout: z.string(), stderr: z.string() });

/** True where dicom3tools' verifier of IODs is installed. */
export function hasDciodvfy(): boolean {
  return existsSync(COMMAND);
}

/** Errors that dciodvfy finds in a file, without the values that it quotes. */
export async function iodErrors(path: string): Promise<string[]> {
  const options = { encoding: "latin1", maxBuffer: 256 * 1024 * 1024 } as const;
  const { stdout, stderr } = await run(COMMAND, ["-new", path], options).catch((error: unknown) => {
    const failure = failureSchema.safeParse(error);
    if (!failure.success) throw error;
    return failure.data;
  });
  return `${stderr}\n${stdout}`
    .split("\n")
    .filter((line) => line.startsWith("Error"))
    .map((line) => line.replace(/<[^>]*>(?=[^-]*$)/g, ""));
}
