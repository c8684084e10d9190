import { execFile, type ExecFileException } from "node:child_process";
import { existsSync } from "node:fs";

/** What a program said. */
export interface Ended {
  code: number;
  output: string;
}

/** True where dcmtk's network programs are installed. */
export function hasDcmtk(): boolean {
  return existsSync("/usr/bin/storescu") && existsSync("/usr/bin/echoscu");
}

/** True where OpenSSL's command is installed. */
export function hasOpenssl(): boolean {
  return existsSync("/usr/bin/openssl");
}

/** Runs a program to its end; a failure is an answer, not an exception. */
export function runProgram(command: string, args: readonly string[], cwd?: string): Promise<Ended> {
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string) => {
      const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
      resolve({ code, output: stdout + stderr });
    };
    execFile(command, [...args], { cwd, maxBuffer: 2 ** 24, timeout: 120_000 }, done);
  });
}
