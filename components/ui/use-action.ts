"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useToast } from "./toast";
import type { ActionResult } from "@/lib/access/action";

const REASONS = [
  "self",
  "last-administrator",
  "account-exists",
  "disabled",
  "site-code-taken",
  "scanner-has-exams",
  "epoch-exists",
  "not-for-these-files",
  "title-taken",
  "match-decided",
  "merge-running",
  "unusable-identifier",
  "too-many-tokens",
  "too-many-requests",
  "protocol-changed",
  "protocol-code-taken",
  "unknown-scanner",
  "assignment-changed",
  "cohort-changed",
  "nobody-answers",
  "no-such-person",
  "already-yours",
] as const;

/**
 * Runs a server action: says that it is done, or why not, and shows the page as it is then. `run` resolves to the
 * action's answer, or to null when it failed (the person has been told).
 */
export function useAction() {
  const router = useRouter();
  const toast = useToast();
  const t = useTranslations("errors");
  const [pending, startTransition] = useTransition();

  const run = <T>(action: () => Promise<ActionResult<T>>, done: string | null, then?: (data: T) => void) => {
    startTransition(async () => {
      const result = await action().catch(() => null);
      if (result?.ok) {
        if (done !== null) toast({ title: done });
        router.refresh();
        then?.(result.data);
        return;
      }
      const reason = REASONS.find((known) => known === result?.problem.details?.["reason"]);
      toast({
        tone: "danger",
        title: t(reason ? `reason.${reason}` : (result?.problem.code ?? "unavailable")),
      });
    });
  };
  return { run, pending };
}
