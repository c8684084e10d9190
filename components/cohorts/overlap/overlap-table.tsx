import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Table, TableBody, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ShownCount } from "@/lib/catalogue/search-result";
import type { Criteria, ExamNode } from "@/lib/cohort/criteria";
import { type CellMark, cellMark } from "@/lib/cohort/overlap/cell-mark";
import type { OverlapCount, OverlapTable, OverlapValue } from "@/lib/cohort/overlap/overlap";
import type { OverlapRequest } from "@/lib/cohort/overlap/overlap-request";
import { narrowed } from "@/lib/cohort/overlap/value-clauses";
import { encodeCriteria } from "@/lib/cohort/url";
import { useValueNames } from "./value-names";

/** Patterns that tell cells apart without colour: hatched is empty, dotted is thin. */
const PATTERNS: Record<CellMark, string | undefined> = {
  empty: "repeating-linear-gradient(135deg, var(--color-line) 0 1px, transparent 1px 6px)",
  thin: "radial-gradient(var(--color-line) 1px, transparent 1.4px)",
  hidden: "radial-gradient(var(--color-line) 1px, transparent 1.4px)",
  enough: undefined,
};

function patternOf(mark: CellMark) {
  const backgroundImage = PATTERNS[mark];
  return backgroundImage
    ? { backgroundImage, backgroundSize: mark === "empty" ? undefined : "6px 6px" }
    : undefined;
}

/** What the patterns mean. */
export function MarkLegend({ exact, thinBelow }: { exact: boolean; thinBelow: number }) {
  const t = useTranslations("cohort-compare.overlap.marks");
  const shown: [CellMark, string][] = exact
    ? [
        ["empty", t("emptyLegend")],
        ["thin", t("thinLegend", { count: thinBelow })],
      ]
    : [
        ["hidden", t("hiddenLegend")],
        ["thin", t("thinLegend", { count: thinBelow })],
      ];
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-micro text-muted">
      {shown.map(([mark, text]) => (
        <li key={mark} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="h-4 w-6 rounded-sm border border-control"
            style={patternOf(mark)}
          />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** One table of two dimensions with its margins; every cell opens its question. */
export function OverlapMatrix({
  label,
  criteria,
  request,
  thinBelow,
  exact,
  rows,
  columns,
  table,
}: {
  label: string;
  criteria: Criteria;
  request: OverlapRequest;
  thinBelow: number;
  exact: boolean;
  rows: readonly OverlapValue[];
  columns: readonly OverlapValue[];
  table: OverlapTable;
}) {
  const t = useTranslations("cohort-compare.overlap");
  const name = useValueNames();
  const largest = Math.max(
    1,
    ...table.cells.flat().map((cell) => (cell[request.unit] === "below-11" ? 0 : Number(cell[request.unit]))),
  );
  const cell = (
    count: OverlapCount | undefined,
    values: readonly (OverlapValue | null)[],
    isMargin = false,
  ) => (
    <Cell
      count={count?.[request.unit] ?? 0}
      {...{ thinBelow, exact, largest, isMargin }}
      link={linkOf(criteria, values)}
      isWider={values.some((value) => value?.clauseIsWider)}
    />
  );
  return (
    <Table aria-label={label} className="w-auto min-w-1/2">
      <TableHead>
        <tr>
          <TableHeading>
            {t("corner", {
              rows: t(`dimension.${request.rows}`),
              columns: t(`dimension.${request.columns}`),
            })}
          </TableHeading>
          {columns.map((column) => (
            <TableHeading
              key={column.key}
              numeric
              className="h-auto max-w-36 min-w-24 py-1.5 align-bottom whitespace-normal!"
            >
              {name(request.columns, column)}
            </TableHeading>
          ))}
          <TableHeading numeric className="min-w-20 border-l py-1.5 align-bottom">
            {t("all")}
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row, r) => (
          <TableRow key={row.key}>
            <TableHeading scope="row" className="max-w-72 min-w-44 text-ink whitespace-normal!">
              {name(request.rows, row)}
            </TableHeading>
            {columns.map((column, c) => (
              <td key={column.key} className="h-px p-0">
                {cell(table.cells[r]?.[c], [table.split, row, column])}
              </td>
            ))}
            <td className="h-px border-l p-0">{cell(table.rowMargins[r], [table.split, row], true)}</td>
          </TableRow>
        ))}
        <TableRow className="font-medium">
          <TableHeading scope="row" className="text-ink">
            {t("all")}
          </TableHeading>
          {columns.map((column, c) => (
            <td key={column.key} className="h-px p-0">
              {cell(table.columnMargins[c], [table.split, column], true)}
            </td>
          ))}
          <td className="h-px border-l p-0">{cell(table.total, [table.split], true)}</td>
        </TableRow>
      </TableBody>
    </Table>
  );
}

/** The builder's address of a cell; null where a value of it cannot be asked for. */
function linkOf(criteria: Criteria, values: readonly (OverlapValue | null)[]): string | null {
  const clauses: ExamNode[] = [];
  for (const value of values) {
    if (value === null) continue;
    if (value.clause === null) return null;
    clauses.push(value.clause);
  }
  return `/cohorts/build?q=${encodeCriteria(narrowed(criteria, clauses))}`;
}

function Cell({
  count,
  thinBelow,
  exact,
  largest,
  isMargin,
  link,
  isWider,
}: {
  count: ShownCount;
  thinBelow: number;
  exact: boolean;
  largest: number;
  isMargin: boolean;
  link: string | null;
  isWider: boolean;
}) {
  const t = useTranslations("cohort-compare.overlap");
  const mark = cellMark(count, thinBelow);
  const content: ReactNode = (
    <>
      <CountText count={count} exact={exact} />
      {mark === "empty" || mark === "thin" ? (
        <span className="ml-1.5 text-micro text-muted">{t(`marks.${mark}`)}</span>
      ) : null}
      {isMargin || count === "below-11" ? null : (
        <span aria-hidden="true" className="mt-0.5 flex h-0.75 justify-end">
          <span className="bg-data-3" style={{ width: `${(count / largest) * 100}%` }} />
        </span>
      )}
    </>
  );
  // Its pattern fills the cell, however tall the row is.
  const classes = "block h-full min-h-8 px-3 py-1 text-right";
  return link === null ? (
    <span className={classes} style={patternOf(mark)}>
      {content}
    </span>
  ) : (
    <Link
      href={link}
      prefetch={false}
      title={isWider ? t("opensWider") : t("opens")}
      className={classNames(classes, "hover:bg-hover hover:underline")}
      style={patternOf(mark)}
    >
      {content}
    </Link>
  );
}

/** A count as the reader is told it. */
export function CountText({ count, exact }: { count: ShownCount; exact: boolean }) {
  const t = useTranslations("cohort-compare.counts");
  const format = useFormatter();
  return <>{count === "below-11" ? t("below") : exact ? format.number(count) : t("about", { count })}</>;
}
