"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { LinkButton } from "@/components/ui/link-button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { Thumbnail } from "@/components/ui/thumbnail";
import type { ExamSummary, SubjectRecord } from "@/lib/catalogue/record";
import { useAgeName } from "./age";
import { useMonthName } from "./relative-month";
import { ScannerLine, useFieldStrength } from "./scanner-name";
import { SequenceChips } from "./sequence-chips";

/** The exams of a subject by visit; two of them with images can be chosen and compared. */
export function ExamsTable({ visits }: { visits: SubjectRecord["visits"] }) {
  const t = useTranslations("records.subject");
  const monthName = useMonthName();
  const router = useRouter();
  const exams = visits.flatMap((visit) => visit.exams);
  const viewable = exams.filter(({ canView }) => canView);
  const [chosen, setChosen] = useState<readonly string[]>(() => firstAndLast(viewable));
  const [a, b] = exams.filter(({ id }) => chosen.includes(id));

  const toggle = (id: string, on: boolean) => {
    // The third choice pushes out the first.
    setChosen((current) => (on ? [...current, id].slice(-2) : current.filter((other) => other !== id)));
  };

  return (
    <div className="flex flex-col gap-2">
      <Table aria-label={t("examsTitle")}>
        <TableHead>
          <TableRow>
            {viewable.length > 1 ? (
              <TableHeading className="w-8">
                <span className="sr-only">{t("columns.select")}</span>
              </TableHeading>
            ) : null}
            <TableHeading className="w-12">
              <span className="sr-only">{t("columns.image")}</span>
            </TableHeading>
            <TableHeading>{t("columns.visit")}</TableHeading>
            <TableHeading>{t("columns.place")}</TableHeading>
            <TableHeading numeric>{t("columns.field")}</TableHeading>
            <TableHeading numeric>{t("columns.age")}</TableHeading>
            <TableHeading>{t("columns.sequences")}</TableHeading>
            <TableHeading numeric>{t("columns.series")}</TableHeading>
            <TableHeading>
              <span className="sr-only">{t("columns.actions")}</span>
            </TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {exams.map((exam) => (
            <TableRow key={exam.id} thumbnails>
              {viewable.length > 1 ? (
                <TableCell>
                  {exam.canView ? (
                    <Checkbox
                      checked={chosen.includes(exam.id)}
                      onCheckedChange={(state) => {
                        toggle(exam.id, state === true);
                      }}
                      aria-label={t("pick", { month: monthName(exam.month) })}
                    />
                  ) : null}
                </TableCell>
              ) : null}
              <ExamCells exam={exam} />
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {viewable.length > 1 ? (
        <div className="flex items-center gap-3">
          <Button
            variant="primary"
            disabled={!a || !b}
            onClick={() => {
              if (a && b) router.push(`/compare?a=${a.id}&b=${b.id}`);
            }}
          >
            {a && b ? t("compareReady", { a: monthName(a.month), b: monthName(b.month) }) : t("compare")}
          </Button>
          {a && b ? null : <span className="text-muted">{t("compareHint")}</span>}
        </div>
      ) : null}
    </div>
  );
}

function firstAndLast(viewable: readonly ExamSummary[]): string[] {
  const first = viewable[0];
  const last = viewable.at(-1);
  return first && last && first !== last ? [first.id, last.id] : [];
}

function ExamCells({ exam }: { exam: ExamSummary }) {
  const t = useTranslations("records.subject");
  const monthName = useMonthName();
  const ageName = useAgeName();
  const fieldStrength = useFieldStrength();
  return (
    <>
      <TableCell>
        <Thumbnail volumeId={exam.thumbnailVolumeId} />
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <Link
          href={`/exams/${exam.id}`}
          className="font-medium decoration-thread underline-offset-4 hover:underline"
        >
          {monthName(exam.month)}
        </Link>
        {exam.description ? <div className="max-w-56 truncate text-muted">{exam.description}</div> : null}
      </TableCell>
      <TableCell>
        <ScannerLine scanner={exam.scanner} field={false} />
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {fieldStrength(exam.scanner.fieldStrengthTesla)}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {ageName(exam.ageAtExamYears)}
      </TableCell>
      <TableCell>
        <SequenceChips sequences={exam.sequences} />
      </TableCell>
      <TableCell numeric>{exam.seriesCount}</TableCell>
      <TableCell className="text-right whitespace-nowrap">
        {exam.canView ? (
          <LinkButton href={`/view/${exam.id}`} size="small">
            {t("view")}
          </LinkButton>
        ) : (
          <span className="text-muted">{t("noImages")}</span>
        )}
      </TableCell>
    </>
  );
}
