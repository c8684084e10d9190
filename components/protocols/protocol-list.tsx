import Link from "next/link";
import { useTranslations } from "next-intl";
import { KeepFresh } from "@/components/shell/keep-fresh";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { JudgingTaskView } from "@/lib/harmonise/judging-task";
import type { ProtocolSummary } from "@/lib/harmonise/protocol/protocol-view";
import { useValidityText } from "./labels";
import { VerdictShare } from "./verdict-share";

/** Every protocol, with what applies today and how series do by it. */
export function ProtocolListTable({ protocols }: { protocols: readonly ProtocolSummary[] }) {
  const t = useTranslations("protocols");
  const validity = useValidityText();
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("column.code")}</TableHeading>
          <TableHeading>{t("column.name")}</TableHeading>
          <TableHeading numeric>{t("column.steps")}</TableHeading>
          <TableHeading>{t("column.version")}</TableHeading>
          <TableHeading>{t("column.validity")}</TableHeading>
          <TableHeading>{t("column.compliant")}</TableHeading>
        </TableRow>
      </TableHead>
      <TableBody>
        {protocols.map(({ id, code, name, standing, stepCount, appliesToday, assigned }) => (
          <TableRow key={id}>
            <TableCell className="font-mono whitespace-nowrap">
              <Link href={`/network/protocols/${code}`} className="underline-offset-2 hover:underline">
                {code}
              </Link>
            </TableCell>
            <TableCell>
              <span className="mr-2">{name}</span>
              {assigned ? null : <Badge>{t("notAssigned")}</Badge>}
            </TableCell>
            <TableCell numeric>{stepCount}</TableCell>
            <TableCell>{standing ? t("versionNumber", { version: standing.version }) : "–"}</TableCell>
            <TableCell className="whitespace-nowrap">
              {standing ? validity(standing) : "–"}{" "}
              {standing && !appliesToday ? <Badge tone="warning">{t("notToday")}</Badge> : null}
            </TableCell>
            <TableCell>{standing ? <VerdictShare counts={standing.counts} /> : "–"}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Re-judging under way, and what the last ones changed. */
export function JudgingTasks({ tasks }: { tasks: readonly JudgingTaskView[] }) {
  const t = useTranslations("protocols");
  const isOpen = tasks.some(({ finishedAt }) => finishedAt === null);
  return (
    <>
      {isOpen ? <KeepFresh everySeconds={3} /> : null}
      <ul className="flex flex-col gap-2" aria-live="polite">
        {tasks.map(({ id, reason, done, total, changed, finishedAt }) => (
          <li key={id} className="flex max-w-2xl flex-col gap-1">
            <span className="flex justify-between gap-4">
              <span>{t(`task.${reason}`)}</span>
              <span className="text-muted">
                {finishedAt === null
                  ? t("taskOpen", { done, total })
                  : t("taskDone", { exams: done, changed })}
              </span>
            </span>
            {finishedAt === null ? (
              <Progress value={total === 0 ? null : done / total} label={t(`task.${reason}`)} />
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
