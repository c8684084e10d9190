"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { PasswordState } from "@/components/account/password-state";
import { runAction } from "@/lib/access/action";
import { changePassword, changePasswordSchema } from "@/lib/access/change-password";

const formSchema = z.object({ current: z.string(), next: z.string(), repeat: z.string() });

/** Changes one's own password; every session ends, so the next page is the sign-in. */
export async function submitPassword(_: PasswordState, form: FormData): Promise<PasswordState> {
  const given = formSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return { kind: "failed", reason: "failed" };
  const { current, next, repeat } = given.data;
  if (next !== repeat) return { kind: "failed", reason: "mismatch" };
  const result = await runAction(changePasswordSchema, { current, next }, changePassword);
  if (result.ok) redirect("/sign-in");
  switch (result.problem.code) {
    case "invalid-input":
      return { kind: "failed", reason: "tooShort" };
    case "forbidden":
      return { kind: "failed", reason: "wrong" };
    case "rate-limited":
      return { kind: "failed", reason: "rateLimited" };
    default:
      return { kind: "failed", reason: "failed" };
  }
}
