import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { UploadLine, UploadSnapshot } from "./upload-queue";

/** Lines that are shown; those of more weight come first. */
const MOST_LINES = 200;

interface UploadProgressProps {
  upload: UploadSnapshot;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => void;
  onAgain: () => void;
}

/** How far an upload is, the sum of what became of it, and its files. */
export function UploadProgress({ upload, onPause, onResume, onCancel, onAgain }: UploadProgressProps) {
  const t = useTranslations("upload");
  const tError = useTranslations("errors");
  const { phase, problem, lines, sentFiles, sentBytes, totalBytes, counts } = upload;
  const isOver = phase === "done" || phase === "cancelled";
  const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-read font-medium" role="status">
          {t(`phase.${phase}`)}
        </p>
        <div className="flex gap-2">
          {phase === "sending" || phase === "waiting" ? (
            <Button onClick={onPause}>{t("pause")}</Button>
          ) : null}
          {phase === "paused" || phase === "failed" || phase === "waiting" ? (
            <Button variant="primary" onClick={onResume}>
              {t("resume")}
            </Button>
          ) : null}
          {isOver || phase === "settling" ? null : <Button onClick={onCancel}>{t("cancel")}</Button>}
          {isOver ? <Button onClick={onAgain}>{t("again")}</Button> : null}
        </div>
      </div>
      {problem === null ? null : (
        <p role="alert" className="text-dense text-major">
          {tError.has(problem) ? tError(problem) : tError("internal")}
        </p>
      )}
      <Progress value={totalBytes === 0 ? 1 : sentBytes / totalBytes} label={t("progressLabel")} />
      <p className="text-dense text-muted">
        {t("progress", {
          files: sentFiles,
          of: lines.length,
          sent: megabytes(sentBytes),
          total: megabytes(totalBytes),
        })}
      </p>
      <p className="text-read" data-testid="upload-sum">
        {t("sum", counts)}
      </p>
      <UploadLines lines={lines} />
    </div>
  );
}

/** What asks for attention first: refused and held, then what is under way, then the rest. */
function weightOf({ state, fates }: UploadLine): number {
  if (fates.some(({ fate }) => fate === "refused" || fate === "quarantined")) return 0;
  return state === "sending" ? 1 : 2;
}

function UploadLines({ lines }: { lines: readonly UploadLine[] }) {
  const t = useTranslations("upload");
  const format = useFormatter();
  const shown =
    lines.length <= MOST_LINES
      ? lines
      : [...lines].sort((a, b) => weightOf(a) - weightOf(b) || a.ordinal - b.ordinal).slice(0, MOST_LINES);
  return (
    <>
      <div className="max-h-96 overflow-y-auto">
        <Table aria-label={t("files")}>
          <TableHead>
            <tr>
              <TableHeading>{t("file")}</TableHeading>
              <TableHeading numeric>{t("size")}</TableHeading>
              <TableHeading>{t("fate")}</TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {shown.map((line) => (
              <TableRow key={line.ordinal}>
                <TableCell className="max-w-md truncate font-mono">{line.path}</TableCell>
                <TableCell numeric className="whitespace-nowrap text-muted">
                  {t("kilobytes", { size: Math.ceil(line.byteCount / 1000) })}
                </TableCell>
                <TableCell>
                  <LineFate line={line} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      {lines.length > shown.length ? (
        <p className="text-dense text-muted">
          {t("more", { count: lines.length - shown.length, shown: format.number(shown.length) })}
        </p>
      ) : null}
    </>
  );
}

function LineFate({ line }: { line: UploadLine }) {
  const t = useTranslations("upload");
  const tReason = useTranslations("ingest.reason");
  const { state, fates, members } = line;
  if (fates.length === 0)
    return <span className="text-muted">{members === null ? t(`state.${state}`) : t("unpacking")}</span>;
  return (
    <ul>
      {fates.map(({ fate, reason, count }) => {
        const word = t(`fateOf.${fate}`);
        const named = members === null ? word : t("members", { count, fate: word });
        const why = reason !== "none" && tReason.has(reason) ? tReason(reason) : null;
        return (
          <li key={`${fate} ${reason}`}>
            {named}
            {why === null ? null : <span className="text-muted">{t("because", { reason: why })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
