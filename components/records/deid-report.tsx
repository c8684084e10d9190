import { useLocale, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { SeriesRecord } from "@/lib/catalogue/record";
import { DEID_ACTIONS, type DeidReportRow } from "@/lib/deid/report";

/** What de-identification did to each attribute of a series, folded by action; never a value. */
export function DeidReportSection({ series }: { series: SeriesRecord["series"] }) {
  const t = useTranslations("records.series");
  const { deidReport: rows, deidProfile, deidRulesDigest } = series;
  if (rows.length === 0)
    return <p className="text-muted">{t(series.sopClassUid === "" ? "deidNifti" : "deidNone")}</p>;
  const groups = DEID_ACTIONS.map((action) => ({
    action,
    rows: rows.filter((row) => row.action === action),
  })).filter((group) => group.rows.length > 0);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">{t("deidIntro")}</p>
      <p>
        {t("deidRules")} <span className="font-mono">{deidProfile}</span>{" "}
        {deidRulesDigest ? (
          <span className="font-mono text-muted">{deidRulesDigest.slice(0, 16)}</span>
        ) : null}
      </p>
      <ul className="divide-y rounded-lg border bg-surface">
        {groups.map(({ action, rows: own }) => (
          <li key={action}>
            <details>
              <summary className="flex min-h-8 cursor-pointer items-center justify-between gap-3 px-4 py-1.5">
                <span className="font-medium">{t(`deidAction.${action}`)}</span>
                <span className="text-muted">{t("deidShow", { count: own.length })}</span>
              </summary>
              <AttributeTable label={t(`deidAction.${action}`)} rows={own} />
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

function AttributeTable({ label, rows }: { label: string; rows: readonly DeidReportRow[] }) {
  const t = useTranslations("records.series");
  const locale = useLocale();
  const format = new Intl.NumberFormat(locale);
  return (
    <Table aria-label={label}>
      <TableHead>
        <tr>
          <TableHeading>{t("deidTag")}</TableHeading>
          <TableHeading>{t("deidAttribute")}</TableHeading>
          <TableHeading numeric>{t("deidElements")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map(({ tag, keyword, count }) => (
          <TableRow key={tag} className="border-t">
            <TableCell className="font-mono">{tag}</TableCell>
            <TableCell>{keyword ?? <span className="text-muted">{t("deidPrivate")}</span>}</TableCell>
            <TableCell numeric>{format.format(count)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
