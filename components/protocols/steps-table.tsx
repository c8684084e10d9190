"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
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
  const lines = [
    ...step.rules.map((rule) => ({ key: rule.parameter as string, rule, scope: null })),
    ...step.variants.flatMap(({ scope, rules }) => {
      if (rules.length === 0) return [];
      const words = scopeText(scope);
      return [
        { key: words, rule: null, scope: words },
        ...rules.map((rule) => ({ key: words + rule.parameter, rule, scope: null })),
      ];
    }),
  ];
  const heading = (
    <TableHeading
      scope="rowgroup"
      rowSpan={Math.max(1, lines.length)}
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
  return (
    <TableBody className="break-inside-avoid border-t">
      {lines.map(({ key, rule, scope }, index) =>
        rule === null ? (
          <TableRow key={key} className="h-7 border-t-0">
            {index === 0 ? heading : null}
            <TableCell colSpan={4} className="pt-2 text-micro font-medium text-muted">
              {t("onlyFor", { scope })}
            </TableCell>
          </TableRow>
        ) : (
          <RuleRow key={key} rule={rule} heading={index === 0 ? heading : null} />
        ),
      )}
      {lines.length === 0 ? (
        <TableRow>
          {heading}
          <TableCell colSpan={4} className="text-muted">
            {t("noRules")}
          </TableCell>
        </TableRow>
      ) : null}
    </TableBody>
  );
}

function RuleRow({ rule, heading }: { rule: ParameterRule; heading: ReactNode }) {
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
