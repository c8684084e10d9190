import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether dcmtk's network tools are installed. */
export function hasDcmtkNetwork(): boolean {
  return existsSync("/usr/bin/storescu") && existsSync("/usr/bin/echoscu");
}

/** Runs one of dcmtk's tools. @returns its exit code and what it said */
export async function dcmtk(
  program: string,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run(program, [...args], { timeout: 120_000 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const failed = error as { code?: number | string; stdout?: string; stderr?: string };
    return {
      code: typeof failed.code === "number" ? failed.code : 1,
      output: `${failed.stdout ?? ""}${failed.stderr ?? ""}`,
    };
  }
}
