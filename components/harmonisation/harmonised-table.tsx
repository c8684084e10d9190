import Link from "next/link";
import { useTranslations } from "next-intl";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { EpochLabel, HarmonisedExam } from "@/lib/harmonise/models/model-view";
import { useHarmonisationNames, useMetricFormat } from "./names";

/** The first harmonised exams: each value as it was, and after. */
export function HarmonisedTable({
  exams,
  of,
  features,
  epochs,
}: {
  exams: readonly HarmonisedExam[];
  /** How many there are in all. */
  of: number;
  features: readonly string[];
  epochs: readonly EpochLabel[];
}) {
  const t = useTranslations("combat.values");
  const metric = useMetricFormat();
  const { epochName, featureName } = useHarmonisationNames();
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{t("title")}</h3>
      {exams.length < of ? <p className="text-muted">{t("first", { shown: exams.length, of })}</p> : null}
      <Table aria-label={t("title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("subject")}</TableHeading>
            <TableHeading>{t("batch")}</TableHeading>
            {features.map((feature) => (
              <TableHeading key={feature} numeric>
                {featureName(feature)}
              </TableHeading>
            ))}
          </tr>
        </TableHead>
        <TableBody>
          {exams.map(({ examId, pseudonym, epochId, values, harmonised }) => (
            <TableRow key={examId}>
              <TableCell className="whitespace-nowrap">
                <Link href={`/exams/${examId}`} className="text-thread">
                  <Pseudonym value={pseudonym} />
                </Link>
              </TableCell>
              <TableCell className="whitespace-nowrap">
                {epochName(epochs.find((epoch) => epoch.epochId === epochId))}
              </TableCell>
              {features.map((feature, index) => (
                <TableCell key={feature} numeric className="whitespace-nowrap">
                  {t("change", {
                    before: metric(values[index] ?? NaN),
                    after: metric(harmonised[index] ?? NaN),
                  })}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
