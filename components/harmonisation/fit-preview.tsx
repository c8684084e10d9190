"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { EpochLabel, FitPreview } from "@/lib/harmonise/models/model-view";
import { LeftOutLine } from "./left-out";
import { useHarmonisationNames } from "./names";
import { RefusalList } from "./refusal-list";

/** Of whom a fit would be made, and why it would be refused. */
export function FitPreviewPanel({
  preview,
  epochs,
  onLeaveOut,
}: {
  preview: FitPreview;
  epochs: readonly EpochLabel[];
  /** Takes scanner epochs out of the group. */
  onLeaveOut: (epochIds: readonly string[]) => void;
}) {
  const t = useTranslations("combat.preview");
  const format = useFormatter();
  const { epochName } = useHarmonisationNames();
  const most = Math.max(1, ...preview.batches.map(({ subjects }) => subjects));
  const small = preview.refusals.flatMap((refusal) =>
    refusal.reason === "small-batch" ? [refusal.batch] : [],
  );
  const nameOf = (epochId: string) => epochName(epochs.find((epoch) => epoch.epochId === epochId));
  const batches = preview.batches
    .map((batch) => ({ ...batch, name: nameOf(batch.epochId) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sentence">
        {t("sentence", { subjects: preview.subjects, batches: batches.length, exams: preview.exams })}
      </p>
      <LeftOutLine leftOut={preview.leftOut} />
      {preview.refusals.length > 0 ? <RefusalList refusals={preview.refusals} epochs={epochs} /> : null}
      {small.length > 0 && small.length < batches.length ? (
        <div>
          <Button
            onClick={() => {
              onLeaveOut(small);
            }}
          >
            {t("leaveOut", { count: small.length })}
          </Button>
        </div>
      ) : null}
      {batches.length > 0 ? (
        <Table aria-label={t("batches")}>
          <TableHead>
            <tr>
              <TableHeading>{t("batch")}</TableHeading>
              <TableHeading numeric>{t("subjects")}</TableHeading>
              <TableHeading className="w-1/3">
                <span className="sr-only">{t("share")}</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {batches.map(({ epochId, subjects, name }) => (
              <TableRow key={epochId}>
                <TableCell>{name}</TableCell>
                <TableCell numeric>{format.number(subjects)}</TableCell>
                <TableCell>
                  <span
                    aria-hidden="true"
                    className="block h-1.5 rounded-full bg-data-3"
                    style={{ width: `${(subjects / most) * 100}%` }}
                  />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : null}
    </div>
  );
}
