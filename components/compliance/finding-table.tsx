import { useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { SeriesFinding } from "@/lib/harmonise/protocol/finding";
import { useFindingText } from "./finding-text";

/** What of a series is not as its protocol asks, parameter by parameter. */
export function FindingTable({ findings, label }: { findings: readonly SeriesFinding[]; label: string }) {
  const t = useTranslations("compliance");
  const text = useFindingText();
  return (
    <Table aria-label={label}>
      <TableHead>
        <tr>
          <TableHeading>{t("columns.parameter")}</TableHeading>
          <TableHeading numeric>{t("columns.expected")}</TableHeading>
          <TableHeading numeric>{t("columns.tolerance")}</TableHeading>
          <TableHeading numeric>{t("columns.observed")}</TableHeading>
          <TableHeading numeric>{t("columns.delta")}</TableHeading>
          <TableHeading>{t("columns.verdict")}</TableHeading>
          <TableHeading>{t("columns.scope")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {findings.map(({ parameter, expected, observed, tolerance, delta, unit, verdict, scope }) => (
          <TableRow key={parameter}>
            <TableHeading scope="row" className="font-medium">
              {text.parameter(parameter)}
            </TableHeading>
            <TableCell numeric>{text.expected(expected, unit)}</TableCell>
            <TableCell numeric>{text.tolerance(tolerance, unit)}</TableCell>
            <TableCell numeric className="font-medium">
              {observed === null ? (
                <span className="font-normal text-muted">{t("notKnown")}</span>
              ) : (
                text.value(observed, unit)
              )}
            </TableCell>
            <TableCell numeric>{text.delta(delta, unit)}</TableCell>
            <TableCell>
              <VerdictMark value={verdict} />
            </TableCell>
            <TableCell className="text-muted">{t(`scope.${scope}`)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
