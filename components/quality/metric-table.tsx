import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icons";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { SeriesQuality, ShownMetric } from "@/lib/harmonise/qc/quality";
import { StripPlot } from "./strip-plot";

const NO_BREAK_SPACE = "\u00a0";

/** The metrics of a series within their comparable group; an outlier with the sentence why. */
export function MetricTable({ metrics }: { metrics: SeriesQuality["metrics"] }) {
  const t = useTranslations("quality");
  const groups = metrics.flatMap(({ group }) => group ?? []);
  // One line per kind of group: metrics of a series may have different ones.
  const told = groups.filter(
    (group, index) => groups.findIndex(({ scope }) => scope === group.scope) === index,
  );
  return (
    <div className="flex flex-col gap-2">
      <Table aria-label={t("title")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("columns.metric")}</TableHeading>
            <TableHeading numeric>{t("columns.value")}</TableHeading>
            <TableHeading>{t("columns.group")}</TableHeading>
            <TableHeading numeric>{t("columns.median")}</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {metrics.map((metric) => (
            <MetricLine key={metric.name} metric={metric} />
          ))}
        </TableBody>
      </Table>
      {told.length === 0 ? (
        <p className="text-muted">{t("noGroupAtAll")}</p>
      ) : (
        <p className="text-muted">
          {told.map(({ scope, count, isCountExact }) => (
            <span key={scope}>
              {t("groupOf", {
                exact: isCountExact ? "exact" : count === 0 ? "few" : "about",
                count,
                scope: t(`group.${scope}`),
              })}{" "}
            </span>
          ))}
          {t("legend")}
        </p>
      )}
    </div>
  );
}

function MetricLine({ metric }: { metric: ShownMetric }) {
  const t = useTranslations("quality");
  const written = useWritten(metric);
  const distance = useWritten({ digits: 1, unit: null });
  const { name, value, absent, group, z, isOutlier } = metric;
  return (
    <TableRow>
      <TableCell className="min-w-56 py-1.5">
        <span className="font-medium">{t(`metric.${name}`)}</span>
        <span className="block max-w-96 text-micro text-muted">{t(`definition.${name}`)}</span>
        {isOutlier && z !== null ? (
          <span className="mt-0.5 flex items-center gap-1.5 text-major">
            <Icon name="warning" className="size-3.5 shrink-0" />
            {t(z < 0 ? "outlierLow" : "outlierHigh", { distance: distance(Math.abs(z)) })}
          </span>
        ) : null}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {value === null ? "–" : written(value)}
      </TableCell>
      <TableCell>
        {value === null ? (
          <span className="text-muted">{absent === null ? "–" : t(`absent.${absent}`)}</span>
        ) : group === null ? (
          <span className="text-muted">{t("noGroup")}</span>
        ) : (
          <StripPlot {...group} value={value} isOutlier={isOutlier} written={written} />
        )}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap text-muted">
        {group === null ? "–" : written(group.median)}
      </TableCell>
    </TableRow>
  );
}

function useWritten({ digits, unit }: Pick<ShownMetric, "digits" | "unit">): (value: number) => string {
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (value) =>
    unit === null ? format.format(value) : `${format.format(value)}${NO_BREAK_SPACE}${unit}`;
}
