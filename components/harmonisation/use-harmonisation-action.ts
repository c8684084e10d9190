"use client";

import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/access/action";

/** Runs a server action that changes nothing on the page around it, and says why when it failed. */
export function useHarmonisationAction() {
  const toast = useToast();
  const t = useTranslations("errors");
  const [pending, startTransition] = useTransition();
  const run = <T>(action: () => Promise<ActionResult<T>>, then: (data: T) => void) => {
    startTransition(async () => {
      const result = await action().catch(() => null);
      if (result?.ok) then(result.data);
      else toast({ tone: "danger", title: t(result?.problem.code ?? "unavailable") });
    });
  };
  return { run, pending };
}
