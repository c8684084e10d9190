import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { RunView } from "@/lib/cohort/kept/kept-cohort";
import { useTold } from "./counts-line";

/** The reader's own askings of a question, latest first. */
export function RunsTable({ runs }: { runs: readonly RunView[] }) {
  const t = useTranslations("cohort-kept");
  const format = useFormatter();
  const told = useTold();
  return (
    <Table aria-label={t("runs.title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("runs.when")}</TableHeading>
          <TableHeading numeric>{t("counts.subjects")}</TableHeading>
          <TableHeading numeric>{t("counts.exams")}</TableHeading>
          <TableHeading numeric>{t("counts.series")}</TableHeading>
          <TableHeading>{t("runs.question")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {runs.map((run) => (
          <TableRow key={run.id}>
            <TableCell className="whitespace-nowrap">
              {format.dateTime(run.ranAt, { dateStyle: "medium", timeStyle: "short" })}
            </TableCell>
            <TableCell numeric>{told(run.subjects)}</TableCell>
            <TableCell numeric>{told(run.exams)}</TableCell>
            <TableCell numeric>{told(run.series)}</TableCell>
            <TableCell className="text-muted">
              {run.otherQuestion ? t("runs.earlier") : t("runs.same")}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
