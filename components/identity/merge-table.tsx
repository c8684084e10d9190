"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "@/components/admin/confirm-dialog";
import { useAction } from "@/components/ui/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ActionResult } from "@/lib/access/action";
import type { Merge } from "@/lib/ingest/identity/merge-list-store";

type Act = (mergeId: string) => Promise<ActionResult<null>>;

const AT_WORK: ReadonlySet<Merge["state"]> = new Set(["queued", "running", "splitting"]);
const REFRESH_MS = 5_000;

/** Subjects who were merged, how far their objects are rewritten, and taking a wrong merge apart. */
export function MergeTable({ merges, split, resume }: { merges: readonly Merge[]; split: Act; resume: Act }) {
  const t = useTranslations("identity.merges");
  const format = useFormatter();
  const router = useRouter();
  const { run, pending } = useAction();
  const [splitting, setSplitting] = useState<Merge | null>(null);
  const isAtWork = merges.some(({ state }) => AT_WORK.has(state));
  useEffect(() => {
    if (!isAtWork) return;
    const timer = setInterval(() => {
      router.refresh();
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isAtWork, router]);
  return (
    <>
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("kept")}</TableHeading>
            <TableHeading>{t("merged")}</TableHeading>
            <TableHeading numeric>{t("exams")}</TableHeading>
            <TableHeading>{t("state")}</TableHeading>
            <TableHeading>{t("decided")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("actions")}</span>
            </TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {merges.map((merge) => (
            <TableRow key={merge.id} className="h-11 border-t">
              <TableCell>
                <Pseudonym value={merge.keptPseudonym} link />
              </TableCell>
              <TableCell>
                <Pseudonym value={merge.mergedPseudonym} link={merge.state === "split"} />
              </TableCell>
              <TableCell numeric>{merge.examCount}</TableCell>
              <TableCell className="min-w-48">
                <MergeState merge={merge} />
              </TableCell>
              <TableCell className="whitespace-nowrap text-muted">
                {format.dateTime(merge.createdAt, { dateStyle: "medium" })}
              </TableCell>
              <TableCell className="text-right">
                {merge.state === "done" ? (
                  <Button
                    size="small"
                    onClick={() => {
                      setSplitting(merge);
                    }}
                  >
                    {t("split")}
                    <span className="sr-only">{merge.mergedPseudonym}</span>
                  </Button>
                ) : merge.state === "failed" ? (
                  <Button
                    size="small"
                    disabled={pending}
                    onClick={() => {
                      run(() => resume(merge.id), t("resumed"));
                    }}
                  >
                    {t("resume")}
                    <span className="sr-only">{merge.mergedPseudonym}</span>
                  </Button>
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <ConfirmDialog
        open={splitting !== null}
        onClose={() => {
          setSplitting(null);
        }}
        title={t("splitTitle")}
        body={t("splitBody", {
          kept: splitting?.keptPseudonym ?? "",
          merged: splitting?.mergedPseudonym ?? "",
        })}
        confirmLabel={t("splitDo")}
        pending={pending}
        onConfirm={() => {
          if (splitting === null) return;
          run(
            () => split(splitting.id),
            t("splitDone"),
            () => {
              setSplitting(null);
            },
          );
        }}
      />
    </>
  );
}

function MergeState({ merge }: { merge: Merge }) {
  const t = useTranslations("identity.merges");
  const { state, seriesDone, seriesTotal } = merge;
  const name = t(`states.${state}`);
  if (state === "done" || state === "split" || state === "failed")
    return <Badge tone={state === "failed" ? "danger" : "neutral"}>{name}</Badge>;
  return (
    <span className="flex flex-col gap-1">
      <span>
        {name} <span className="text-muted">{t("progress", { done: seriesDone, total: seriesTotal })}</span>
      </span>
      <Progress value={seriesTotal > 0 ? seriesDone / seriesTotal : null} label={name} />
    </span>
  );
}
