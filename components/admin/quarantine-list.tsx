import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { HeldFile } from "@/lib/ingest/run-report-store";
import { useReasonWord } from "./run-list";

/** Chips that limit the list to one reason. */
export function ReasonFilter({
  byReason,
  chosen,
}: {
  byReason: readonly { reason: string; count: number }[];
  chosen: string | null;
}) {
  const t = useTranslations("admin.ingest");
  const wordOf = useReasonWord();
  const total = byReason.reduce((sum, { count }) => sum + count, 0);
  const chip = (current: boolean) =>
    classNames(
      "inline-flex h-6.5 items-center rounded-full border px-2.5",
      current ? "border-thread text-thread" : "border-line text-muted hover:border-control hover:text-ink",
    );
  return (
    <nav aria-label={t("byReason")} className="flex flex-wrap gap-1.5">
      <Link
        href="/admin/quarantine"
        aria-current={chosen === null ? "true" : undefined}
        className={chip(chosen === null)}
      >
        {t("allReasons", { count: total })}
      </Link>
      {byReason.map(({ reason, count }) => (
        <Link
          key={reason}
          href={`/admin/quarantine?reason=${encodeURIComponent(reason)}`}
          aria-current={chosen === reason ? "true" : undefined}
          className={chip(chosen === reason)}
        >
          {t("oneReason", { reason: wordOf(reason), count })}
        </Link>
      ))}
    </nav>
  );
}

/** Held files: why, and which attributes decided; never what was in them. */
export function QuarantineTable({ held }: { held: readonly HeldFile[] }) {
  const t = useTranslations("admin.ingest");
  const wordOf = useReasonWord();
  const format = useFormatter();
  const at = (date: Date) =>
    format.dateTime(date, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return (
    <Table aria-label={t("quarantine")}>
      <TableHead>
        <tr>
          <TableHeading>{t("reason")}</TableHeading>
          <TableHeading>{t("attributes")}</TableHeading>
          <TableHeading>{t("site")}</TableHeading>
          <TableHeading numeric>{t("size")}</TableHeading>
          <TableHeading>{t("held")}</TableHeading>
          <TableHeading>{t("state")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {held.map((file) => (
          <TableRow key={file.id} className="border-t">
            <TableCell className="font-medium">{wordOf(file.reason)}</TableCell>
            <TableCell className="font-mono">{file.attributes.join(", ")}</TableCell>
            <TableCell>{file.siteName ?? t("noSite")}</TableCell>
            <TableCell numeric className="whitespace-nowrap">
              {t("kibibytes", { size: Math.ceil(file.byteCount / 1024) })}
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted">{at(file.heldAt)}</TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              {file.erasedAt === null ? t("sealed") : t("erased", { date: at(file.erasedAt) })}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
