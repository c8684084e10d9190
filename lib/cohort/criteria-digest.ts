import { createHash } from "node:crypto";
import { canonicalCriteria, canonicalJson } from "./canonical";
import type { Criteria } from "./criteria";

/** SHA-256 of the canonical form, in hexadecimal. */
export function criteriaDigest(criteria: Criteria): string {
  return createHash("sha256")
    .update(canonicalJson(canonicalCriteria(criteria)))
    .digest("hex");
}
