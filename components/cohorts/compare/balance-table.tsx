import { useFormatter, useTranslations } from "next-intl";
import { CountText } from "@/components/cohorts/overlap/overlap-table";
import { useValueNames } from "@/components/cohorts/overlap/value-names";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { Comparison, Described, NumberLine, ShareLine } from "@/lib/cohort/compare/comparison";
import { isImbalanced, type StandardisedDifference } from "@/lib/cohort/compare/standardised-difference";
import { CohortMark, cohortLetter } from "./cohort-mark";

type Answered = Exclude<Comparison, { access: "nothing" }>;

/** Each property by cohort, with its standardised difference to the first one where rows may be seen. */
export function BalanceTable({ comparison }: { comparison: Answered }) {
  const t = useTranslations("cohort-compare.compare");
  const { cohorts, numbers, shares } = comparison;
  const exact = comparison.access === "rows";
  const others = exact ? cohorts.slice(1).map((_, index) => index + 1) : [];
  return (
    <Table aria-label={t("balance")}>
      <TableHead>
        <tr>
          <TableHeading>{t("property")}</TableHeading>
          {cohorts.map((_, at) => (
            <TableHeading key={at} numeric>
              <CohortMark at={at} />
            </TableHeading>
          ))}
          {others.map((at) => (
            <TableHeading key={at} numeric>
              {t("difference", { letter: cohortLetter(at), first: cohortLetter(0) })}
            </TableHeading>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {numbers.map((line) => (
          <NumberRow key={`${line.variable}-${line.name}`} line={line} others={others} />
        ))}
        {shares.map((line) => (
          <ShareRows key={line.variable} line={line} others={others} exact={exact} columns={cohorts.length} />
        ))}
      </TableBody>
    </Table>
  );
}

function NumberRow({ line, others }: { line: NumberLine; others: readonly number[] }) {
  const t = useTranslations("cohort-compare.compare");
  return (
    <TableRow className="align-top">
      <TableHeading scope="row" className="py-1 text-ink whitespace-normal!">
        {t(`number.${line.variable}`, { name: line.name ?? "" })}
        <span className="block text-micro font-normal text-muted">{t("meanSd")}</span>
      </TableHeading>
      {line.byCohort.map((described, at) => (
        <TableCell key={at} numeric>
          <DescribedText described={described} />
        </TableCell>
      ))}
      {others.map((at) => (
        <TableCell key={at} numeric>
          <Difference value={line.differences[at] ?? null} />
        </TableCell>
      ))}
    </TableRow>
  );
}

function DescribedText({ described: { n, mean, sd, median, missing } }: { described: Described }) {
  const t = useTranslations("cohort-compare.compare");
  const format = useFormatter();
  const number = (value: number) =>
    format.number(value, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return (
    <>
      {mean === null ? "–" : number(mean)} {n > 0 ? `(${sd === null ? "–" : number(sd)})` : null}
      <span className="block text-micro text-muted">
        {median === null ? null : t("median", { median: number(median) })}
        {median !== null && missing > 0 ? " · " : null}
        {missing > 0 ? t("missing", { count: missing }) : null}
      </span>
    </>
  );
}

function ShareRows({
  line,
  others,
  exact,
  columns,
}: {
  line: ShareLine;
  others: readonly number[];
  exact: boolean;
  columns: number;
}) {
  const t = useTranslations("cohort-compare.compare");
  const format = useFormatter();
  const name = useValueNames();
  const { variable, values, known, missing, differences } = line;
  const counts = useTranslations("cohort-compare.counts");
  const missingText = (at: number) => {
    const count = missing[at] ?? 0;
    if (count === 0 || (count === "below-11" && variable === "site")) return null;
    if (exact && count !== "below-11") return t("missing", { count });
    return t("missingAbout", { count: count === "below-11" ? counts("below") : counts("about", { count }) });
  };
  return (
    <>
      <TableRow className="align-top">
        <TableHeading scope="row" className="py-1 text-ink">
          {t(`share.${variable}`)}
        </TableHeading>
        {Array.from({ length: columns }, (_, at) => (
          <TableCell key={at} numeric className="text-micro text-muted">
            {missingText(at)}
          </TableCell>
        ))}
        {others.map((at) => (
          <TableCell key={at} numeric>
            {differences ? <Difference value={differences[at] ?? null} /> : null}
          </TableCell>
        ))}
      </TableRow>
      {values.map((value) => (
        <TableRow key={value.key} className="border-t-0">
          <TableHeading
            scope="row"
            className="py-0.5 pl-8 font-normal text-ink whitespace-normal! first:pl-8"
          >
            {name(variable, value)}
          </TableHeading>
          {value.byCohort.map((count, at) => {
            const total = known?.[at] ?? 0;
            return (
              <TableCell key={at} numeric>
                <CountText count={count} exact={exact} />
                {exact && total > 0 && count !== "below-11" ? (
                  <span className="ml-2 inline-block w-12 text-muted">
                    {format.number(count / total, { style: "percent", maximumFractionDigits: 1 })}
                  </span>
                ) : null}
              </TableCell>
            );
          })}
          {others.map((at) => (
            <TableCell key={at} numeric>
              {value.differences ? <Difference value={value.differences[at] ?? null} /> : null}
            </TableCell>
          ))}
        </TableRow>
      ))}
    </>
  );
}

function Difference({ value }: { value: StandardisedDifference }) {
  const t = useTranslations("cohort-compare.compare");
  const format = useFormatter();
  if (value === null) return <span className="text-muted">{t("undefined")}</span>;
  const text =
    value === "separate"
      ? t("separate")
      : format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "negative" });
  return isImbalanced(value) ? (
    <>
      <span className="mr-1.5 text-micro text-minor">{t("imbalanced")}</span>
      <span className="font-semibold">{text}</span>
    </>
  ) : (
    <>{text}</>
  );
}
