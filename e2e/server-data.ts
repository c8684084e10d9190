import { execFileSync } from "node:child_process";
import { childEnv } from "@/lib/platform/env";

/** Folder of the data that the browser tests' server runs on, as playwright.config.ts gives it. */
const DATA_DIR = ".cache/e2e";

/** Environment of a process that works on the server's data. */
export function serverDataEnv(): NodeJS.ProcessEnv {
  return childEnv({ ARIANE_DATA_DIR: DATA_DIR, LOG_LEVEL: "warn" });
}

/**
 * Calls an exported function of one of this folder's modules on the server's data, in a process of its own: the test
 * runner's transpiler does not take the database client. Argument and result go as JSON; neither is ever in a message.
 */
export function inServerData(module: string, name: string, argument: unknown = null): unknown {
  const script = [
    `import { readFileSync } from "node:fs";`,
    `const module = await import(${JSON.stringify(module)});`,
    `const result = await module.${name}(JSON.parse(readFileSync(0, "utf8")));`,
    `console.log("RESULT" + JSON.stringify(result ?? null));`,
    `process.exit(0);`,
  ];
  let output: string;
  try {
    output = execFileSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", script.join(" ")],
      {
        input: JSON.stringify(argument),
        encoding: "utf8",
        env: serverDataEnv(),
        stdio: ["pipe", "pipe", "ignore"],
      },
    );
  } catch {
    throw new Error(`${name} of ${module} failed`);
  }
  return JSON.parse(output.slice(output.lastIndexOf("RESULT") + "RESULT".length));
}
