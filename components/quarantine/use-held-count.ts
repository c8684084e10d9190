"use client";

import { useEffect, useState } from "react";
import type { HeldGroupView } from "@/lib/ingest/list-held-groups";
import type { HeldDecision } from "@/lib/ingest/rules/decisions";
import type { QuarantineActions } from "./quarantine-actions";

/** How many files a decision about a group would let go: the group's own until the server has counted them. */
export function useHeldCount(
  group: HeldGroupView | null,
  decision: HeldDecision,
  count: QuarantineActions["count"],
): number {
  const [counted, setCounted] = useState<{ key: string; files: number } | null>(null);
  const key = group ? `${group.siteId} ${group.groupKey}` : "";
  const { siteId = "", groupKey = "" } = group ?? {};
  useEffect(() => {
    if (key === "") return;
    let current = true;
    void count({ siteId, groupKey }, decision)
      .then((answer) => {
        if (current && answer.ok) setCounted({ key, files: answer.data });
      })
      // Without an answer the group's own number stands; deciding says what is wrong.
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [key, siteId, groupKey, decision, count]);
  return counted?.key === key ? counted.files : (group?.count ?? 0);
}
