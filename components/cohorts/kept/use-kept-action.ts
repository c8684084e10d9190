"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/access/action";

const REASONS = ["cohort-changed", "nobody-answers", "no-such-person", "self"] as const;

/** Runs a server action on a kept question: says that it is done, or why not, and shows the page as it is then. */
export function useKeptAction() {
  const router = useRouter();
  const toast = useToast();
  const t = useTranslations("cohort-kept");
  const errors = useTranslations("errors");
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
        title: reason ? t(`reason.${reason}`) : errors(result?.problem.code ?? "unavailable"),
      });
    });
  };
  return { run, pending };
}
