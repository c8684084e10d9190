import { useLocale, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VERDICT_VALUES } from "@/lib/harmonise/protocol/finding";
import type { LifelineChart } from "@/lib/harmonise/lifeline/lifeline";
import type { LifelineAxis } from "./chart-row";
import { useQuantityName } from "./labels";

/** What the drawing shows, as figures: for reading aloud, for copying, for print. */
export function LifelineTable({ axis, chart }: { axis: LifelineAxis; chart: LifelineChart }) {
  const t = useTranslations("lifeline");
  const terms = useTranslations("terms");
  const locale = useLocale();
  const name = useQuantityName();
  const count = new Intl.NumberFormat(locale);
  const value = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  return (
    <details className="text-dense">
      <summary className="w-fit cursor-pointer py-1 text-muted hover:text-ink">{t("table")}</summary>
      <Table aria-label={t("table")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("columns.bin")}</TableHeading>
            <TableHeading numeric>{t("columns.exams")}</TableHeading>
            {chart.arrivals ? <TableHeading numeric>{t("columns.arrivals")}</TableHeading> : null}
            <TableHeading numeric>{t("columns.phantoms")}</TableHeading>
            <TableHeading numeric>{t("columns.series")}</TableHeading>
            {VERDICT_VALUES.map((verdict) => (
              <TableHeading key={verdict} numeric>
                {terms(`verdict.${verdict}`)}
              </TableHeading>
            ))}
            {chart.metrics.map((metric) => (
              <TableHeading key={metric.name} numeric>
                {name("metric-shift", metric.name)}
              </TableHeading>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {axis.bins.map((bin, index) => {
            const verdicts = chart.compliance[index];
            return (
              <TableRow key={index}>
                <TableHeading scope="row" className="font-normal text-ink">
                  {axis.nameOf(bin)}
                </TableHeading>
                <TableCell numeric>{count.format(chart.exams[index] ?? 0)}</TableCell>
                {chart.arrivals ? (
                  <TableCell numeric>{count.format(chart.arrivals[index] ?? 0)}</TableCell>
                ) : null}
                <TableCell numeric>{count.format(chart.phantoms[index] ?? 0)}</TableCell>
                <TableCell numeric>
                  {count.format(VERDICT_VALUES.reduce((sum, one) => sum + (verdicts?.[one] ?? 0), 0))}
                </TableCell>
                {VERDICT_VALUES.map((verdict) => (
                  <TableCell key={verdict} numeric>
                    {count.format(verdicts?.[verdict] ?? 0)}
                  </TableCell>
                ))}
                {chart.metrics.map((metric) => {
                  const measured = metric.bins[index];
                  return (
                    <TableCell key={metric.name} numeric>
                      {measured ? value.format(measured.median) : "–"}
                    </TableCell>
                  );
                })}
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </details>
  );
}
