"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useScannerName } from "@/components/records/scanner-name";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { Verdict } from "@/lib/harmonise/protocol/compare-verdicts";
import type { DryRun, Transition } from "@/lib/harmonise/protocol/dry-run-protocol";
import { useDayText } from "../labels";

/** What saving would change: the sentence, what becomes of earlier versions, then scanner by scanner. */
export function DryRunPanel({ result, isStale }: { result: DryRun; isStale: boolean }) {
  const t = useTranslations("protocols");
  const terms = useTranslations("terms");
  const compliance = useTranslations("compliance.parameter");
  const changed = result.scanners.filter((scanner) => scanner.changed > 0);
  const isSample = result.examsLookedAt < result.examTotal;
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      {isStale ? <p className="text-minor">{t("dryRun.stale")}</p> : null}
      <p className="max-w-prose text-read">
        {t("dryRun.sentence", {
          changed: result.seriesChanged,
          judged: result.seriesJudged,
          scanners: changed.length,
        })}{" "}
        {result.assigned ? null : t("dryRun.notAssigned")}{" "}
        {isSample ? t("dryRun.sample", { looked: result.examsLookedAt, total: result.examTotal }) : null}
      </p>
      <PlanSentences plan={result.plan} />
      {result.examTransitions.length > 0 ? (
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span className="text-muted">{t("dryRun.exams")}</span>
          <Transitions transitions={result.examTransitions} />
        </p>
      ) : null}
      {changed.length > 0 ? (
        <Table aria-label={t("dryRun.scanners")}>
          <TableHead>
            <TableRow>
              <TableHeading>{t("column.scanner")}</TableHeading>
              <TableHeading numeric>{t("dryRun.changed")}</TableHeading>
              <TableHeading numeric>{t("dryRun.unchanged")}</TableHeading>
              <TableHeading>{t("dryRun.transitions")}</TableHeading>
            </TableRow>
          </TableHead>
          <TableBody>
            {changed.map((scanner) => (
              <ScannerRow key={scanner.scannerId} scanner={scanner} />
            ))}
          </TableBody>
        </Table>
      ) : null}
      {result.sample.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-muted">
            {t("dryRun.examples", { count: result.sample.length })}
          </summary>
          <ul className="mt-2 flex flex-col gap-1">
            {result.sample.map(({ seriesId, role, is3D, before, after, findings }) => (
              <li key={seriesId} className="flex flex-wrap items-baseline gap-x-3">
                <Link href={`/series/${seriesId}`} className="underline underline-offset-2" target="_blank">
                  {terms.has(`sequenceRole.${role}`) ? terms(`sequenceRole.${role}`) : role}
                  {is3D === null ? "" : is3D ? " 3D" : " 2D"}
                </Link>
                <Change before={before} after={after} />
                <span className="text-muted">
                  {findings.map(({ parameter }) => compliance(parameter)).join(", ")}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function ScannerRow({ scanner }: { scanner: DryRun["scanners"][number] }) {
  const format = useFormatter();
  const nameOf = useScannerName();
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        <Link
          href={`/network/scanners/${scanner.scannerId}`}
          className="underline underline-offset-2"
          target="_blank"
        >
          {scanner.siteName} · {nameOf(scanner)}
        </Link>
        {scanner.label ? <span className="ml-2 text-muted">{scanner.label}</span> : null}
      </TableCell>
      <TableCell numeric>{format.number(scanner.changed)}</TableCell>
      <TableCell numeric>{format.number(scanner.unchanged)}</TableCell>
      <TableCell>
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          <Transitions transitions={scanner.transitions} />
        </span>
      </TableCell>
    </TableRow>
  );
}

function Transitions({ transitions }: { transitions: readonly Transition[] }) {
  const format = useFormatter();
  return transitions.map(({ before, after, count }) => (
    <span key={`${before} ${after}`} className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span className="font-medium">{format.number(count)}</span>
      <Change before={before} after={after} />
    </span>
  ));
}

function Change({ before, after }: { before: Verdict; after: Verdict }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Mark value={before} />
      <span className="text-muted" aria-hidden="true">
        →
      </span>
      <Mark value={after} />
    </span>
  );
}

function Mark({ value }: { value: Verdict }) {
  const t = useTranslations("protocols");
  return value === "none" ? (
    <span className="text-muted">{t("noVerdict")}</span>
  ) : (
    <VerdictMark value={value} />
  );
}

/** What becomes of earlier versions. */
export function PlanSentences({ plan }: { plan: DryRun["plan"] }) {
  const t = useTranslations("protocols");
  const dayText = useDayText();
  if (plan.closes.length + plan.supersedes.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5">
      {plan.closes.map(({ id, version, validUntil }) => (
        <li key={id}>{t("plan.closes", { version, day: dayText(validUntil) })}</li>
      ))}
      {plan.supersedes.map(({ id, version }) => (
        <li key={id}>{t("plan.supersedes", { version })}</li>
      ))}
      {plan.gaps.map(({ from, until }) => (
        <li key={from + String(until)} className="text-minor">
          {until === null
            ? t("plan.gapOpen", { from: dayText(from) })
            : t("plan.gap", { from: dayText(from), until: dayText(until) })}
        </li>
      ))}
    </ul>
  );
}
