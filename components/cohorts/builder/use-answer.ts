"use client";

import { useEffect, useState } from "react";
import type { CohortAnswer } from "@/lib/cohort/answer";
import type { Criteria } from "@/lib/cohort/criteria";

export type Answered = Exclude<CohortAnswer, { access: "nothing" }>;

/** A question waits this long for the next key before it is asked, in milliseconds. */
const PAUSE_MS = 150;

/** An answer with the very tree that it answers. */
interface AnsweredQuestion {
  criteria: Criteria;
  answer: Answered;
}

/**
 * Keeps the answer of the question on screen: asked anew on each change, the request before it given up. Until the new
 * one is there the last answer stays, and `pending` says that it is old.
 */
export function useAnswer(
  criteria: Criteria,
  first: AnsweredQuestion,
): AnsweredQuestion & { pending: boolean; failed: boolean; retry: () => void } {
  const [answered, setAnswered] = useState(first);
  const [failedFor, setFailedFor] = useState<Criteria | null>(null);
  const [attempt, setAttempt] = useState(0);
  const upToDate = answered.criteria === criteria;

  useEffect(() => {
    if (upToDate) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      ask(criteria, controller.signal)
        .then((answer) => {
          if (controller.signal.aborted) return;
          setAnswered({ criteria, answer });
          setFailedFor(null);
        })
        .catch(() => {
          if (!controller.signal.aborted) setFailedFor(criteria);
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [criteria, upToDate, attempt]);

  const failed = failedFor === criteria;
  return {
    ...answered,
    pending: !upToDate && !failed,
    failed,
    retry: () => {
      setFailedFor(null);
      setAttempt((before) => before + 1);
    },
  };
}

async function ask(criteria: Criteria, signal: AbortSignal): Promise<Answered> {
  const response = await fetch("/api/cohorts/ask", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ criteria }),
    signal,
  });
  if (!response.ok) throw new Error("not answered");
  const answer = (await response.json()) as CohortAnswer;
  if (answer.access === "nothing") throw new Error("no rights left");
  return answer;
}
