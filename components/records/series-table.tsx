import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { formatQuantities, formatQuantity, formatVoxelSize } from "@/components/format/quantity";
import { QualityBadge } from "@/components/quality/quality-badge";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/link-button";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { Thumbnail } from "@/components/ui/thumbnail";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { ExamSummary, SeriesSummary } from "@/lib/catalogue/record";
import { IncompleteBadge } from "./incomplete-badge";
import { FaceBadge } from "./face-badge";
import { useSequenceName } from "./sequence-name";

const MOST_B_VALUES = 4;
const COLUMNS = ["sequence", "voxel", "tr", "te", "ti", "flip", "bValues", "instances", "verdict"] as const;
const NUMERIC: ReadonlySet<string> = new Set(["voxel", "tr", "te", "ti", "flip", "bValues", "instances"]);

/** What was acquired, in order, with the parameters that tell one sequence from another. */
export function SeriesTable({ exam, series }: { exam: ExamSummary; series: readonly SeriesSummary[] }) {
  const t = useTranslations("records.exam");
  if (series.length === 0) return <p className="text-muted">{t("noSeries")}</p>;
  return (
    <Table aria-label={t("acquired")}>
      <TableHead>
        <TableRow>
          <TableHeading className="w-12">
            <span className="sr-only">{t("columns.image")}</span>
          </TableHeading>
          <TableHeading numeric>{t("columns.number")}</TableHeading>
          {COLUMNS.map((column) => (
            <TableHeading key={column} numeric={NUMERIC.has(column)}>
              {t(`columns.${column}`)}
            </TableHeading>
          ))}
          <TableHeading>
            <span className="sr-only">{t("columns.actions")}</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {series.map((one) => (
          <SeriesLine key={one.id} exam={exam} series={one} />
        ))}
      </TableBody>
    </Table>
  );
}

function SeriesLine({ exam, series }: { exam: ExamSummary; series: SeriesSummary }) {
  const t = useTranslations("records.exam");
  const locale = useLocale();
  const nameOf = useSequenceName();
  const name = nameOf(series.sequence);
  const { parameters } = series;
  const quantity = (value: number | null, unit: Parameters<typeof formatQuantity>[2]) =>
    value === null ? "–" : formatQuantity(locale, value, unit);
  const openable = exam.canView && series.hasImages && series.state === "complete";
  return (
    <TableRow thumbnails>
      <TableCell>
        <Thumbnail volumeId={series.thumbnailVolumeId} />
      </TableCell>
      <TableCell numeric className="text-muted">
        {series.seriesNumber ?? "–"}
      </TableCell>
      <TableCell className="min-w-44">
        <span className="flex items-center gap-2">
          <Link
            href={`/series/${series.id}`}
            className="font-medium whitespace-nowrap decoration-thread underline-offset-4 hover:underline"
          >
            {name}
          </Link>
          {series.derived ? <Badge>{t("derived")}</Badge> : null}
          {series.contrastAgent === "yes" ? <Badge>{t("contrast")}</Badge> : null}
          <IncompleteBadge missingCount={series.missingCount} />
          <QualityBadge qcState={series.qcState} rating={series.rating} />
          {series.showsFace ? <FaceBadge /> : null}
          {series.state === "complete" ? null : (
            <Badge tone={series.state === "failed" ? "danger" : "neutral"}>
              {t("seriesState", { state: series.state })}
            </Badge>
          )}
        </span>
        {series.description ? (
          <span className="block max-w-64 truncate text-muted">{series.description}</span>
        ) : null}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {series.voxelSizeMm ? formatVoxelSize(locale, series.voxelSizeMm) : "–"}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {quantity(parameters.repetitionTimeMs, "ms")}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        <EchoTimes echoTimesMs={parameters.echoTimesMs} />
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {quantity(parameters.inversionTimeMs, "ms")}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {quantity(parameters.flipAngleDeg, "°")}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {bValuesText(parameters.bValuesSPerMm2, locale)}
      </TableCell>
      <TableCell numeric>
        {series.hasImages ? new Intl.NumberFormat(locale).format(series.instanceCount) : "–"}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {series.verdicts.map((verdict, index) => (
          <span key={index} className="block" title={verdict.protocolName}>
            <VerdictMark value={verdict.value} />
          </span>
        ))}
      </TableCell>
      <TableCell className="text-right">
        {openable ? (
          <LinkButton
            size="small"
            href={`/view/${exam.id}?series=${series.id}`}
            aria-label={t("openSeries", { sequence: name })}
          >
            {t("open")}
          </LinkButton>
        ) : series.hasImages ? null : (
          <span className="whitespace-nowrap text-muted">{t("noImages")}</span>
        )}
      </TableCell>
    </TableRow>
  );
}

/** One echo time, or the first of several and how many more there are. */
function EchoTimes({ echoTimesMs }: { echoTimesMs: readonly number[] }) {
  const t = useTranslations("records.exam");
  const locale = useLocale();
  const [first, ...others] = echoTimesMs;
  if (first === undefined) return <>{"–"}</>;
  const written = formatQuantity(locale, first, "ms");
  return <>{others.length > 0 ? t("echoes", { first: written, more: others.length }) : written}</>;
}

function bValuesText(bValues: readonly number[], locale: string): string {
  if (bValues.length === 0) return "–";
  const shown = bValues.length > MOST_B_VALUES ? bValues.slice(-1) : bValues;
  const written = formatQuantities(locale, shown, "s/mm²", 0);
  return bValues.length > MOST_B_VALUES ? `≤ ${written}` : written;
}
