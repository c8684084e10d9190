import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import { useSequenceName } from "@/components/records/sequence-name";
import type {
  ChecklistState,
  ChecklistStep,
  ExamChecklist as Checklist,
  NamedSeries,
} from "@/lib/harmonise/compliance/compliance-view";
import { useFindingText } from "./finding-text";
import { PairFindings } from "./pair-findings";

const TONES: Record<ChecklistState, "neutral" | "strong" | "warning" | "danger"> = {
  present: "neutral",
  missing: "danger",
  repeated: "strong",
  optional: "neutral",
};

/** What one protocol expected of an exam, and what there is of each step. */
export function ExamChecklist({ checklist }: { checklist: Checklist }) {
  const t = useTranslations("compliance");
  const { name, version, value, isWhole, byHand, steps, extra } = checklist;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <VerdictMark value={value} />
        <span>{version === null ? name : t("byVersion", { name, version: String(version) })}</span>
        <span className="text-muted">
          {isWhole === null ? t("asksNothing") : t(isWhole ? "whole" : "notWhole")}
          {byHand ? ` · ${t("byHand")}` : null}
        </span>
      </p>
      {steps.length > 0 ? (
        <Table aria-label={t("checklistOf", { name })}>
          <TableHead>
            <tr>
              <TableHeading>{t("columns.step")}</TableHeading>
              <TableHeading>{t("columns.expectedSeries")}</TableHeading>
              <TableHeading>{t("columns.state")}</TableHeading>
              <TableHeading>{t("columns.series")}</TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {steps.map((step) => (
              <StepRow key={step.name} step={step} />
            ))}
          </TableBody>
        </Table>
      ) : null}
      <PairFindings checklist={checklist} />
      {extra.length > 0 ? (
        <p className="text-dense text-muted">
          {t("extra", { count: extra.length })}{" "}
          {extra.map((series, index) => (
            <span key={series.seriesId}>
              {index > 0 ? ", " : null}
              <SeriesLink series={series} />
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}

function StepRow({ step }: { step: ChecklistStep }) {
  const t = useTranslations("compliance");
  const nameOf = useSequenceName();
  const { name, role, is3D, map, count, state, series } = step;
  return (
    <TableRow>
      <TableHeading scope="row" className="font-medium">
        {name}
      </TableHeading>
      <TableCell>
        {nameOf({ role, is3D: is3D ?? null, map })}
        {count.max > 1 ? <span className="text-muted">{` · ${t("count", { ...count })}`}</span> : null}
      </TableCell>
      <TableCell>
        <Badge tone={TONES[state]}>
          {t(`state.${state}`, { present: series.length, min: count.min, max: count.max })}
        </Badge>
      </TableCell>
      <TableCell>
        <ul className="flex flex-col gap-0.5">
          {series.map((one) => (
            <li key={one.seriesId} className="flex flex-wrap items-baseline gap-x-3">
              <SeriesLink series={one} />
              <VerdictMark value={one.value} />
              <FindingWords findings={one.findings} />
            </li>
          ))}
        </ul>
      </TableCell>
    </TableRow>
  );
}

/** The parameters that are not as asked, in a line. */
function FindingWords({ findings }: { findings: ChecklistStep["series"][number]["findings"] }) {
  const text = useFindingText();
  const t = useTranslations("compliance");
  if (findings.length === 0) return null;
  return (
    <span className="text-muted">
      {findings
        .map(({ parameter, observed, delta, unit }) =>
          observed === null
            ? t("inWordsUnknown", { parameter: text.parameter(parameter) })
            : delta === null
              ? text.parameter(parameter)
              : t("inWords", { parameter: text.parameter(parameter), delta: text.delta(delta, unit) }),
        )
        .join(t("and"))}
    </span>
  );
}

function SeriesLink({ series }: { series: NamedSeries }) {
  const t = useTranslations("compliance");
  const { seriesId, seriesNumber, description } = series;
  return (
    <Link href={`/series/${seriesId}`} className="decoration-thread underline-offset-4 hover:underline">
      {seriesNumber === null ? null : `${seriesNumber} · `}
      {description ?? t("noDescription")}
    </Link>
  );
}
