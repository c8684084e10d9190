import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { AlarmReport } from "@/lib/ingest/operations/read-alarms";
import { type Retry, RetryButton } from "./retry-button";

/** Jobs that are not tried again by themselves: which, about what, and the kind of the last error. */
export function DeadLetterTable({ letters, retry }: { letters: AlarmReport["deadLetters"]; retry: Retry }) {
  const t = useTranslations("operations.deadLetters");
  const format = useFormatter();
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("job")}</TableHeading>
          <TableHeading>{t("series")}</TableHeading>
          <TableHeading>{t("error")}</TableHeading>
          <TableHeading numeric>{t("attempts")}</TableHeading>
          <TableHeading>{t("at")}</TableHeading>
          <TableHeading>
            <span className="sr-only">{t("retry")}</span>
          </TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {letters.map(({ id, job, seriesId, lastError, attempts, at, mayRetry }) => (
          <TableRow key={id} className="border-t">
            <TableCell className="font-mono">{job}</TableCell>
            <TableCell className="font-mono">
              {seriesId === null ? "–" : <Link href={`/series/${seriesId}`}>{seriesId.slice(0, 8)}</Link>}
            </TableCell>
            <TableCell className="font-mono">{lastError ?? t("died")}</TableCell>
            <TableCell numeric>{format.number(attempts)}</TableCell>
            <TableCell>
              <time dateTime={at.toISOString()}>
                {format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })}
              </time>
            </TableCell>
            <TableCell className="text-right">
              {mayRetry ? <RetryButton jobId={id} job={job} retry={retry} /> : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Scanners that send nothing any more, the longest silence first. */
export function SilentScannerTable({ scanners }: { scanners: AlarmReport["silentScanners"] }) {
  const t = useTranslations("operations.silent");
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("site")}</TableHeading>
          <TableHeading>{t("scanner")}</TableHeading>
          <TableHeading numeric>{t("silence")}</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {scanners.map(({ id, siteName, model, label, silentHours }) => (
          <TableRow key={id} className="border-t">
            <TableCell>{siteName}</TableCell>
            <TableCell>{label ? `${model} ${label}` : model}</TableCell>
            <TableCell numeric>{t("since", { hours: Math.floor(silentHours) })}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Why series have no volumes, and how many. */
export function FailureTable({ failures }: { failures: AlarmReport["failures"] }) {
  const t = useTranslations("operations.failures");
  const format = useFormatter();
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("reason")}</TableHeading>
          <TableHeading numeric>{t("count")}</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {failures.map(({ failure, count }) => (
          <TableRow key={failure} className="border-t">
            <TableCell className="font-mono">{failure}</TableCell>
            <TableCell numeric>{format.number(count)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
