import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ModelSummary } from "@/lib/harmonise/models/model-view";
import { useHarmonisationNames } from "./names";

/** The models that there are, newest first. */
export function ModelList({ models }: { models: readonly ModelSummary[] }) {
  const t = useTranslations("combat");
  const format = useFormatter();
  const { sequenceName } = useHarmonisationNames();
  return (
    <Table aria-label={t("list.label")}>
      <TableHead>
        <tr>
          <TableHeading>{t("list.name")}</TableHeading>
          <TableHeading numeric>{t("list.version")}</TableHeading>
          <TableHeading>{t("list.sequence")}</TableHeading>
          <TableHeading numeric>{t("list.features")}</TableHeading>
          <TableHeading numeric>{t("list.batches")}</TableHeading>
          <TableHeading numeric>{t("list.subjects")}</TableHeading>
          <TableHeading>{t("list.by")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {models.map((model) => (
          <TableRow key={model.id}>
            <TableCell>
              <Link href={`/network/harmonisation/${model.id}`} className="font-medium text-thread">
                {model.name}
              </Link>
            </TableCell>
            <TableCell numeric>{format.number(model.version)}</TableCell>
            <TableCell>{sequenceName(model.sequence)}</TableCell>
            <TableCell numeric>{format.number(model.features.length)}</TableCell>
            <TableCell numeric>{format.number(model.batches)}</TableCell>
            <TableCell numeric>{format.number(model.subjects)}</TableCell>
            <TableCell className="whitespace-nowrap">
              {t("by", {
                who: model.createdBy ?? t("system"),
                when: format.dateTime(model.createdAt, { dateStyle: "medium" }),
              })}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
