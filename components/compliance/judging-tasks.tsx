"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect } from "react";
import { Progress } from "@/components/ui/progress";
import type { JudgingTaskView } from "@/lib/harmonise/judging-task";

const REFRESH_MS = 3000;

/** What is being judged anew, how far it is, and what it changed; the page is read again while something is under way. */
export function JudgingTasks({ tasks }: { tasks: readonly JudgingTaskView[] }) {
  const t = useTranslations("compliance.tasks");
  const format = useFormatter();
  const router = useRouter();
  const isOpen = tasks.some(({ finishedAt }) => finishedAt === null);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      router.refresh();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isOpen, router]);
  if (tasks.length === 0) return <p className="text-muted">{t("none")}</p>;
  return (
    <ul className="divide-y rounded-lg border bg-surface text-dense">
      {tasks.map(({ id, reason, done, total, changed, createdAt, finishedAt }) => (
        <li key={id} className="flex flex-col gap-1 px-4 py-1.5">
          <span className="flex flex-wrap justify-between gap-x-4">
            <span className="font-medium">{t(`reason.${reason}`)}</span>
            <span className="text-muted">
              {format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })}
              {" · "}
              {finishedAt === null ? t("progress", { done, total }) : t("done", { total })}
              {" · "}
              {t("changed", { count: changed })}
            </span>
          </span>
          {finishedAt === null ? (
            <Progress value={total === 0 ? null : done / total} label={t(`reason.${reason}`)} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
