"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatVoxelSize } from "@/components/format/quantity";
import { Pseudonym } from "@/components/ui/pseudonym";
import { SequenceChip } from "@/components/ui/sequence-chip";
import { TableCell } from "@/components/ui/table";
import { MAX_AGE_YEARS } from "@/lib/catalogue/search-query";
import type { CatalogueRows, ExamRow, SeriesRow, SubjectRow } from "@/lib/catalogue/search-result";
import { useLabels } from "./labels";
import { ResultRow, ResultTable, WIDE_ONLY, type Column } from "./result-table";
import { ExamMarks, SeriesMarks } from "./judgement-cells";
import { Places, RowPicture, SequenceChips, Visits } from "./row-cells";

/** One page of the answer, by subject, by exam or by series. */
export function ResultRows({ page, mayOpenViewer }: { page: CatalogueRows; mayOpenViewer: boolean }) {
  switch (page.unit) {
    case "subjects":
      return <SubjectRows rows={page.rows} mayOpenViewer={mayOpenViewer} />;
    case "exams":
      return <ExamRows rows={page.rows} mayOpenViewer={mayOpenViewer} />;
    case "series":
      return <SeriesRows rows={page.rows} mayOpenViewer={mayOpenViewer} />;
  }
}

interface Rows<T> {
  rows: readonly T[];
  mayOpenViewer: boolean;
}

function useAge() {
  const t = useTranslations("catalogue.table");
  const format = useFormatter();
  const one = (years: number) => (years >= MAX_AGE_YEARS ? t("over89") : format.number(years));
  return (ages: { from: number; to: number } | null) => {
    if (ages === null) return t("unknown");
    if (ages.from === ages.to || ages.to >= MAX_AGE_YEARS) return one(ages.to);
    return t("ageRange", ages);
  };
}

function Diagnoses({ diagnoses }: { diagnoses: SubjectRow["diagnoses"] }) {
  const labels = useLabels();
  const words = diagnoses.map(labels.term);
  return (
    <span className="block max-w-44 truncate 2xl:max-w-96" title={words.join("\n")}>
      {words.join(", ")}
    </span>
  );
}

function SubjectRows({ rows, mayOpenViewer }: Rows<SubjectRow>) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  const age = useAge();
  const columns: Column[] = [
    { key: "picture", label: t("picture"), silent: true },
    { key: "subject", label: t("subject"), sort: "pseudonym" },
    { key: "sex", label: t("sex") },
    { key: "age", label: t("age"), sort: "age", numeric: true },
    { key: "visits", label: t("visits"), sort: "visits" },
    { key: "diagnoses", label: t("diagnoses") },
    { key: "place", label: t("place"), sort: "site" },
    { key: "sequences", label: t("sequences") },
  ];
  return (
    <ResultTable columns={columns}>
      {rows.map((row, index) => {
        const images = mayOpenViewer && row.viewExamId ? `/view/${row.viewExamId}` : null;
        return (
          <ResultRow
            key={row.pseudonym}
            href={`/subjects/${encodeURIComponent(row.pseudonym)}`}
            images={images}
            first={index === 0}
            label={row.pseudonym}
          >
            <TableCell>
              <RowPicture volumeId={row.thumbnailVolumeId} images={images} label={row.pseudonym} />
            </TableCell>
            <TableCell>
              <Pseudonym value={row.pseudonym} link />
            </TableCell>
            <TableCell>
              <abbr title={labels.sex(row.sex)} className="no-underline">
                {labels.sexShort(row.sex)}
              </abbr>
            </TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {age(row.ageYears)}
            </TableCell>
            <TableCell>
              <Visits visits={row.visits} pseudonym={row.pseudonym} />
            </TableCell>
            <TableCell>
              <Diagnoses diagnoses={row.diagnoses} />
            </TableCell>
            <TableCell>
              <Places places={row.places} />
            </TableCell>
            <TableCell>
              <SequenceChips sequences={row.sequences} />
            </TableCell>
          </ResultRow>
        );
      })}
    </ResultTable>
  );
}

function ExamRows({ rows, mayOpenViewer }: Rows<ExamRow>) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  const age = useAge();
  const columns: Column[] = [
    { key: "picture", label: t("picture"), silent: true },
    { key: "subject", label: t("subject"), sort: "pseudonym" },
    { key: "visit", label: t("visit"), sort: "visits" },
    { key: "age", label: t("age"), sort: "age", numeric: true },
    { key: "diagnoses", label: t("diagnoses") },
    { key: "place", label: t("place"), sort: "site" },
    { key: "description", label: t("description"), wide: true },
    { key: "compliance", label: t("compliance") },
    { key: "sequences", label: t("sequences") },
  ];
  return (
    <ResultTable columns={columns}>
      {rows.map((row, index) => {
        const images = mayOpenViewer && row.hasImages ? `/view/${row.id}` : null;
        const label = t("examLink", { month: labels.month(row.month), pseudonym: row.pseudonym });
        return (
          <ResultRow key={row.id} href={`/exams/${row.id}`} images={images} first={index === 0} label={label}>
            <TableCell>
              <RowPicture volumeId={row.thumbnailVolumeId} images={images} label={label} />
            </TableCell>
            <TableCell>
              <Pseudonym value={row.pseudonym} link />
            </TableCell>
            <TableCell>
              <Link
                href={`/exams/${row.id}`}
                aria-label={label}
                className="underline-offset-2 hover:underline"
              >
                {labels.month(row.month)}
              </Link>
            </TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {age(row.ageYears === null ? null : { from: row.ageYears, to: row.ageYears })}
            </TableCell>
            <TableCell>
              <Diagnoses diagnoses={row.diagnoses} />
            </TableCell>
            <TableCell>
              <Places places={[row.place]} />
            </TableCell>
            <TableCell className={WIDE_ONLY}>
              <span className="block truncate 2xl:max-w-96" title={row.description ?? undefined}>
                {row.description}
              </span>
            </TableCell>
            <TableCell>
              <ExamMarks judged={row.judged} />
            </TableCell>
            <TableCell>
              <SequenceChips sequences={row.sequences} />
            </TableCell>
          </ResultRow>
        );
      })}
    </ResultTable>
  );
}

function SeriesRows({ rows, mayOpenViewer }: Rows<SeriesRow>) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  const locale = useLocale();
  const format = useFormatter();
  const columns: Column[] = [
    { key: "picture", label: t("picture"), silent: true },
    { key: "subject", label: t("subject"), sort: "pseudonym" },
    { key: "visit", label: t("visit"), sort: "visits" },
    { key: "sequence", label: t("sequence") },
    { key: "description", label: t("description") },
    { key: "voxel", label: t("voxel"), numeric: true },
    { key: "timing", label: t("timing"), numeric: true },
    { key: "compliance", label: t("compliance") },
    { key: "place", label: t("place"), sort: "site" },
  ];
  const timing = ({ repetitionTimeMs, echoTimesMs, inversionTimeMs }: SeriesRow) =>
    [repetitionTimeMs, echoTimesMs[0] ?? null, inversionTimeMs]
      .map((ms) => (ms === null ? t("unknown") : format.number(ms, { maximumFractionDigits: 2 })))
      .join(" / ");
  return (
    <ResultTable columns={columns}>
      {rows.map((row, index) => {
        const images = mayOpenViewer && row.hasImages ? `/view/${row.examId}?series=${row.id}` : null;
        const sequence = labels.sequence(row.sequence);
        const label = t("seriesLink", { label: sequence, pseudonym: row.pseudonym });
        return (
          <ResultRow
            key={row.id}
            href={`/series/${row.id}`}
            images={images}
            first={index === 0}
            label={label}
          >
            <TableCell>
              <RowPicture volumeId={row.thumbnailVolumeId} images={images} label={label} />
            </TableCell>
            <TableCell>
              <Pseudonym value={row.pseudonym} link />
            </TableCell>
            <TableCell>
              <Link href={`/exams/${row.examId}`} className="underline-offset-2 hover:underline">
                {labels.month(row.month)}
              </Link>
            </TableCell>
            <TableCell>
              <Link href={`/series/${row.id}`} aria-label={label}>
                <SequenceChip label={sequence} />
              </Link>
            </TableCell>
            <TableCell>
              <span className="block max-w-40 truncate 2xl:max-w-none" title={row.description ?? undefined}>
                {row.description}
              </span>
            </TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {row.voxelSizeMm ? formatVoxelSize(locale, row.voxelSizeMm) : t("unknown")}
            </TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {timing(row)}
            </TableCell>
            <TableCell>
              <SeriesMarks verdict={row.verdict} qcState={row.qcState} rating={row.rating} />
            </TableCell>
            <TableCell>
              <Places places={[row.place]} />
            </TableCell>
          </ResultRow>
        );
      })}
    </ResultTable>
  );
}
