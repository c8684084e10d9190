import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { DayAccount } from "@/lib/ingest/day-report-store";
import { useReasonWord } from "./run-list";

const FATES = ["stored", "duplicate", "quarantined", "refused"] as const;

/** The account of each day by site and door: what was received is what waits and what became of the rest. */
export function DayTable({ days }: { days: readonly DayAccount[] }) {
  const t = useTranslations("admin.ingest");
  const format = useFormatter();
  const wordOf = useReasonWord();
  const written = (day: string) =>
    format.dateTime(new Date(`${day}T00:00:00Z`), {
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    });
  return (
    <Table aria-label={t("days")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("day")}</TableHeading>
          <TableHeading>{t("site")}</TableHeading>
          <TableHeading>{t("doorColumn")}</TableHeading>
          <TableHeading numeric>{t("deliveries")}</TableHeading>
          <TableHeading numeric>{t("received")}</TableHeading>
          <TableHeading numeric>{t("waiting")}</TableHeading>
          {FATES.map((fate) => (
            <TableHeading key={fate} numeric>
              {t(`fateColumn.${fate}`)}
            </TableHeading>
          ))}
          <TableHeading>{t("reasonsColumn")}</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {days.map((account, index) => (
          <TableRow key={`${account.day} ${account.siteId ?? ""} ${account.door}`}>
            <TableHeading scope="row" className="text-ink">
              {days[index - 1]?.day === account.day ? (
                <span className="sr-only">{written(account.day)}</span>
              ) : (
                written(account.day)
              )}
            </TableHeading>
            <TableCell className="whitespace-nowrap">{account.siteName ?? t("noSite")}</TableCell>
            <TableCell className="whitespace-nowrap">
              {t.has(`door.${account.door}`) ? t(`door.${account.door}`) : account.door}
            </TableCell>
            <TableCell numeric>{format.number(account.deliveries)}</TableCell>
            <TableCell numeric className="font-medium">
              {format.number(account.received)}
            </TableCell>
            <TableCell numeric>{format.number(account.waiting)}</TableCell>
            {FATES.map((fate) => (
              <TableCell key={fate} numeric>
                {format.number(account[fate])}
              </TableCell>
            ))}
            <TableCell className="text-muted">
              <span className="flex flex-wrap gap-x-4">
                {account.reasons.map(({ fate, reason, count }) => (
                  <span key={`${fate} ${reason}`}>
                    {wordOf(reason)} <span className="text-ink">{format.number(count)}</span>
                  </span>
                ))}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
