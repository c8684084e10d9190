import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { ParameterRule, ProtocolContent, ProtocolStep } from "@/lib/harmonise/protocol/content";
import { useExpectationText, useScopeText, useStepKind, useToleranceText } from "./labels";

/** What a version asks for, step by step, as a radiographer reads it at the console. */
export function StepsTable({
  content,
  scannerNames,
}: {
  content: ProtocolContent;
  scannerNames: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("protocols");
  return (
    <div className="flex flex-col gap-2">
      <Table aria-label={t("steps")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("column.step")}</TableHeading>
            <TableHeading>{t("column.parameter")}</TableHeading>
            <TableHeading>{t("column.expected")}</TableHeading>
            <TableHeading>{t("column.tolerance")}</TableHeading>
            <TableHeading>{t("column.severity")}</TableHeading>
          </TableRow>
        </TableHead>
        {content.steps.map((step, index) => (
          <StepRows key={step.name} step={step} place={index + 1} scannerNames={scannerNames} />
        ))}
      </Table>
      {content.ordered ? <p className="text-muted">{t("orderMatters")}</p> : null}
      {content.pairs.length > 0 ? (
        <ul className="flex flex-col gap-1" aria-label={t("pairs")}>
          {content.pairs.map((pair, index) => (
            <li key={index} className="flex items-baseline gap-2">
              <VerdictMark value={pair.severity} compact />
              <PairSentence pair={pair} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function PairSentence({ pair }: { pair: ProtocolContent["pairs"][number] }) {
  const t = useTranslations("protocols");
  const c = useTranslations("compliance.parameter");
  const { first, second, relation, parameter } = pair;
  return (
    <span>{t(`pairSentence.${relation}`, { first, second, parameter: parameter ? c(parameter) : "" })}</span>
  );
}

function StepRows({
  step,
  place,
  scannerNames,
}: {
  step: ProtocolStep;
  place: number;
  scannerNames: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("protocols");
  const kind = useStepKind();
  const scopeText = useScopeText(scannerNames);
  const groups = [
    { scope: null, rules: step.rules },
    ...step.variants.map(({ scope, rules }) => ({ scope: scopeText(scope), rules })),
  ].filter(({ scope, rules }) => scope === null || rules.length > 0);
  const rowCount = groups.reduce((sum, { scope, rules }) => sum + rules.length + (scope === null ? 0 : 1), 0);
  const heading = (
    <TableHeading
      scope="rowgroup"
      rowSpan={Math.max(1, rowCount)}
      className="max-w-64 py-1.5 align-top text-dense whitespace-normal"
    >
      <span className="text-muted">{place}. </span>
      <span className="font-semibold text-ink">{step.name}</span>
      <span className="block font-normal text-muted">{kind(step)}</span>
      <span className="block font-normal text-muted">
        {t(step.required ? "required" : "optional")}
        {step.count.min === 1 && step.count.max === 1 ? "" : ` · ${t("howMany", step.count)}`}
      </span>
    </TableHeading>
  );
  let isFirst = true;
  const once = () => {
    const shown = isFirst ? heading : null;
    isFirst = false;
    return shown;
  };
  return (
    <TableBody className="break-inside-avoid border-t">
      {groups.map(({ scope, rules }) => (
        <Fragment key={scope ?? ""}>
          {scope === null ? null : (
            <TableRow className="h-7 border-t-0">
              {once()}
              <TableCell colSpan={4} className="pt-2 text-micro font-medium text-muted">
                {t("onlyFor", { scope })}
              </TableCell>
            </TableRow>
          )}
          {rules.map((rule) => (
            <RuleRow key={rule.parameter} rule={rule} heading={once()} />
          ))}
        </Fragment>
      ))}
      {isFirst ? (
        <TableRow>
          {once()}
          <TableCell colSpan={4} className="text-muted">
            {t("noRules")}
          </TableCell>
        </TableRow>
      ) : null}
    </TableBody>
  );
}

function RuleRow({ rule, heading }: { rule: ParameterRule; heading: React.ReactNode }) {
  const c = useTranslations("compliance.parameter");
  const expected = useExpectationText();
  const tolerance = useToleranceText();
  return (
    <TableRow className="h-6.5 border-t-0">
      {heading}
      <TableCell>{c(rule.parameter)}</TableCell>
      <TableCell className="font-medium">{expected(rule)}</TableCell>
      <TableCell className="whitespace-nowrap">{tolerance(rule)}</TableCell>
      <TableCell className="whitespace-nowrap">
        <VerdictMark value={rule.severity} />
      </TableCell>
    </TableRow>
  );
}
