"use server";

import type { FindState } from "@/components/find/find-state";
import { runAction } from "@/lib/access/action";
import { findSubjectByIdentifier, identifierQuerySchema } from "@/lib/catalogue/find-subject-by-identifier";

/** The identifier comes in the body of a POST and goes nowhere else: not into the address, the answer or a log. */
export async function findPatient(_: FindState, form: FormData): Promise<FindState> {
  const result = await runAction(
    identifierQuerySchema,
    { siteId: form.get("siteId"), identifier: form.get("identifier") },
    findSubjectByIdentifier,
  );
  if (result.ok) {
    return result.data === null ? { kind: "none" } : { kind: "found", pseudonym: result.data.pseudonym };
  }
  switch (result.problem.code) {
    case "invalid-input":
      return { kind: "failed", reason: "invalid" };
    case "rate-limited":
      return { kind: "failed", reason: "rateLimited" };
    case "forbidden":
      return { kind: "failed", reason: "forbidden" };
    default:
      return { kind: "failed", reason: "failed" };
  }
}
