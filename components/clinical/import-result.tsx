"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ImportAnswer } from "@/lib/catalogue/clinical/import-clinical-table";
import { ROW_REASONS } from "@/lib/catalogue/clinical/clinical-row";
import type { ImportFault } from "./import-transport";

const FAULTS = [
  "empty",
  "quote-open",
  "quote-stray",
  "cell-count",
  "column-unnamed",
  "column-twice",
  "not-text",
  "too-many-rows",
  "columns-missing",
  "participant-missing",
  "project-unknown",
  "rows-wrong",
  "same-file",
  "nothing-new",
] as const;

/** Why a table was refused whole. */
export function ImportFaultText({ fault }: { fault: ImportFault }) {
  const t = useTranslations("clinical.import.fault");
  const reason = FAULTS.find((known) => known === fault.reason) ?? "other";
  const { line, diagnoses, scores } = fault;
  return (
    <p role="alert" className="text-major">
      {t(reason, { line, diagnoses, scores })}
    </p>
  );
}

/** What a table would bring or brought, and every cell that is wrong in it. */
export function ImportResult({ answer }: { answer: ImportAnswer }) {
  const t = useTranslations("clinical.import");
  const reasons = useTranslations("clinical.reason");
  const warnings = useTranslations("clinical.warning");
  const format = useFormatter();
  const { diagnoses, scores, controls, duplicates } = answer;
  const wrong = Object.values(answer.wrong).reduce((sum, count) => sum + count, 0);
  const isDone = answer.importId !== null;
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">
        {t(`kind.${answer.kind}`)} · {t("rows", { count: answer.rows })}
      </p>
      <p>
        {isDone
          ? t("done", { diagnoses, scores, controls })
          : t("would", { diagnoses, scores, controls, duplicates })}
      </p>
      {answer.sameFileAt === null ? null : (
        <p className="text-minor">
          {t("sameFile", { date: format.dateTime(new Date(answer.sameFileAt), { dateStyle: "medium" }) })}
        </p>
      )}
      {!isDone && wrong === 0 && diagnoses + scores + controls === 0 ? <p>{t("nothing")}</p> : null}
      {answer.controlsWithoutProject > 0 ? (
        <p className="text-minor">{t("withoutProject", { count: answer.controlsWithoutProject })}</p>
      ) : null}
      {answer.ignoredColumns.length > 0 ? (
        <p className="text-dense text-muted">{t("ignored", { columns: answer.ignoredColumns.join(", ") })}</p>
      ) : null}
      {wrong > 0 ? (
        <>
          <p role="alert" className="text-major">
            {t("wrong", { count: wrong })}
          </p>
          <ul aria-label={t("wrongCounts")} className="text-dense">
            {ROW_REASONS.filter((reason) => answer.wrong[reason] !== undefined).map((reason) => (
              <li key={reason}>
                {format.number(answer.wrong[reason] ?? 0)} × {reasons(reason)}
              </li>
            ))}
          </ul>
          <Places
            label={t("problems")}
            rows={answer.problems.map((problem) => ({ ...problem, words: reasons(problem.reason) }))}
            total={wrong}
          />
        </>
      ) : null}
      {answer.warningCount > 0 ? (
        <>
          <p className="text-minor">{t("warnings")}</p>
          <Places
            label={t("warnings")}
            rows={answer.warnings.map((warning) => ({ ...warning, words: warnings(warning.reason) }))}
            total={answer.warningCount}
          />
        </>
      ) : null}
    </div>
  );
}

interface Place {
  line: number;
  column: string;
  words: string;
  value?: string;
  codes?: string[];
}

function Places({ label, rows, total }: { label: string; rows: readonly Place[]; total: number }) {
  const t = useTranslations("clinical.import");
  const format = useFormatter();
  return (
    <>
      <Table aria-label={label}>
        <TableHead>
          <TableRow>
            <TableHeading numeric>{t("line")}</TableHeading>
            <TableHeading>{t("column")}</TableHeading>
            <TableHeading>{t("reasonColumn")}</TableHeading>
            <TableHeading>{t("value")}</TableHeading>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            <TableRow key={index}>
              <TableCell numeric>{format.number(row.line)}</TableCell>
              <TableCell className="font-mono">{row.column}</TableCell>
              <TableCell>{row.words}</TableCell>
              <TableCell className="font-mono text-muted">
                {[row.value, row.codes?.join(", ")].filter(Boolean).join(" → ")}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {total > rows.length ? <p className="text-muted">{t("more", { count: total - rows.length })}</p> : null}
    </>
  );
}
