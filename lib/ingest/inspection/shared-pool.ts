import { secrets } from "@/lib/platform/secrets";
import { type InspectionPool, inspectionPool } from "./pool";

let shared: { keys: string; pool: InspectionPool } | undefined;

/** The inspection threads of this process. They keep no process alive and start with the first file. */
export function sharedInspectionPool(): InspectionPool {
  const { uidKey, linkageKey } = secrets();
  const keys = Buffer.concat([uidKey, linkageKey]).toString("base64");
  if (shared?.keys !== keys) {
    void shared?.pool.close();
    shared = { keys, pool: inspectionPool({ keys: { uidKey, linkageKey } }) };
  }
  return shared.pool;
}
