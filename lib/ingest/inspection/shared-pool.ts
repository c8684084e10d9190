import { secrets } from "@/lib/platform/secrets";
import { type InspectionPool, inspectionPool } from "./pool";

let shared: { uidKey: string; pool: InspectionPool } | undefined;

/** The inspection threads of this process. They keep no process alive and start with the first file. */
export function sharedInspectionPool(): InspectionPool {
  const { uidKey } = secrets();
  const key = uidKey.toString("base64");
  if (shared?.uidKey !== key) {
    void shared?.pool.close();
    shared = { uidKey: key, pool: inspectionPool({ uidKey }) };
  }
  return shared.pool;
}
