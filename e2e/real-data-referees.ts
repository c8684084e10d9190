import { spawnSync } from "node:child_process";

/** True where both independent readers are installed. */
export function hasReferees(): boolean {
  return ["dcm2niix", "dcmdump"].every(
    (command) => !spawnSync(command, ["--version"], { stdio: "ignore" }).error,
  );
}
