import { useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import type { Criteria } from "@/lib/cohort/criteria";
import type { Overlap } from "@/lib/cohort/overlap/overlap";
import { ConfoundingSentence } from "./confounding-sentence";
import { OverlapMatrix } from "./overlap-table";
import { useValueNames } from "./value-names";

/** The table, or one for each value of the third dimension, each with what it shows. */
export function OverlapTables({
  overlap,
  criteria,
  thinBelow,
}: {
  overlap: Exclude<Overlap, { access: "nothing" }>;
  criteria: Criteria;
  thinBelow: number;
}) {
  const t = useTranslations("cohort-compare.overlap");
  const name = useValueNames();
  const { request, rows, columns, tables } = overlap;
  const exact = overlap.access === "rows";
  return (
    <>
      {tables.map((table) => {
        const split = request.split && table.split ? name(request.split, table.split) : null;
        const matrix = (
          <OverlapMatrix
            label={split ?? t("title")}
            {...{ criteria, request, thinBelow, exact, rows, columns, table }}
          />
        );
        return split === null ? (
          <div key="all">{matrix}</div>
        ) : (
          <Section key={table.split?.key} title={split}>
            {table.confounding ? (
              <ConfoundingSentence confounding={table.confounding} {...{ request, rows, columns }} />
            ) : null}
            {matrix}
          </Section>
        );
      })}
    </>
  );
}
