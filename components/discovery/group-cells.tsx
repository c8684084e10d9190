"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useLabels } from "@/components/catalogue/labels";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ParameterGroup } from "@/lib/harmonise/discovery/group-parameters";
import type { NamedScanner } from "@/lib/harmonise/discovery/group-parameters-store";

/** Months that fit beside each other; older ones are summed up. */
const MOST_MONTHS = 18;
const FILLS = ["bg-data-1", "bg-data-2", "bg-data-3 text-on-ink", "bg-data-4 text-on-ink"] as const;

/** How many series of a group each scanner made, month by month where that may be told. */
export function GroupCells({
  group,
  scanners,
}: {
  group: ParameterGroup;
  scanners: readonly NamedScanner[];
}) {
  const t = useTranslations("discovery");
  const labels = useLabels();
  const format = useFormatter();
  const months = [...new Set(group.cells.flatMap(({ month }) => month ?? []))].sort().slice(-MOST_MONTHS);
  const own = scanners.filter(({ id }) => group.cells.some(({ scannerId }) => scannerId === id));
  const countOf = (scannerId: string, keep: (month: string | null) => boolean) =>
    group.cells
      .filter((cell) => cell.scannerId === scannerId && keep(cell.month))
      .reduce((sum, { seriesCount }) => sum + seriesCount, 0);
  const isShown = (month: string | null) => month !== null && months.includes(month);
  const hasOther = group.cells.some(({ month }) => !isShown(month));
  const largest = Math.max(1, ...group.cells.map(({ seriesCount }) => seriesCount));
  // Square root: the thin months are what one looks for.
  const fill = (count: number) =>
    count === 0 ? "" : (FILLS[Math.min(3, Math.floor(Math.sqrt(count / largest) * 4))] ?? "");
  return (
    <Table aria-label={t("cells")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("scanner")}</TableHeading>
          <TableHeading numeric>{t("series")}</TableHeading>
          {hasOther && months.length > 0 ? <TableHeading numeric>{t("otherMonths")}</TableHeading> : null}
          {months.map((month) => (
            <TableHeading key={month} numeric className="px-1.5">
              {format.dateTime(new Date(`${month}-01T00:00:00Z`), {
                month: "short",
                year: "2-digit",
                timeZone: "UTC",
              })}
            </TableHeading>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {own.map(({ id, site, manufacturer, model, label }) => (
          <TableRow key={id}>
            <TableCell className="whitespace-nowrap">
              {site} · {labels.scanner(`${manufacturer}~${model}`)}
              {label ? ` · ${label}` : ""}
            </TableCell>
            <TableCell numeric>{format.number(countOf(id, () => true))}</TableCell>
            {hasOther && months.length > 0 ? (
              <TableCell numeric>{format.number(countOf(id, (month) => !isShown(month)))}</TableCell>
            ) : null}
            {months.map((month) => {
              const count = countOf(id, (one) => one === month);
              return (
                <TableCell key={month} numeric className={`px-1.5 tabular-nums ${fill(count)}`}>
                  {count === 0 ? "·" : format.number(count)}
                </TableCell>
              );
            })}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
