import { useFormatter, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { Badge } from "@/components/ui/badge";
import type { RunReport } from "@/lib/ingest/run-report-store";

const FATES = ["stored", "duplicate", "quarantined", "refused"] as const;

const FATE_FILL: Record<(typeof FATES)[number], string> = {
  stored: "bg-data-4",
  duplicate: "bg-data-2",
  quarantined: "bg-minor",
  refused: "bg-undetermined",
};

/** What each run received and what became of it: the sum that always holds, its picture, and the reasons. */
export function RunList({ runs }: { runs: readonly RunReport[] }) {
  return (
    <ol className="divide-y rounded-lg border bg-surface">
      {runs.map((run) => (
        <li key={run.id} className="flex flex-col gap-2 px-4 py-3">
          <RunHeading run={run} />
          <RunBar run={run} />
          <RunReasons run={run} />
        </li>
      ))}
    </ol>
  );
}

function RunHeading({ run }: { run: RunReport }) {
  const t = useTranslations("admin.ingest");
  const format = useFormatter();
  const seconds =
    run.finishedAt === null ? null : (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000;
  const { received, stored, duplicate, quarantined, refused } = run;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <p className="text-read font-medium">
        {t("accounting", { received, stored, duplicate, quarantined, refused })}
      </p>
      <p className="flex items-center gap-2.5 text-muted">
        <span>{run.siteName ?? t("noSite")}</span>
        <span>{run.door}</span>
        <time dateTime={run.startedAt.toISOString()}>
          {t("started", {
            date: format.dateTime(run.startedAt, {
              dateStyle: "medium",
              timeStyle: "short",
              timeZone: "UTC",
            }),
          })}
        </time>
        {seconds === null ? (
          <Badge tone="warning">{t("unfinished")}</Badge>
        ) : (
          <span>{t("lasted", { seconds: Math.ceil(seconds) })}</span>
        )}
      </p>
    </div>
  );
}

/** The shares of a run; decorative, since the sum beside it says the same in figures. */
function RunBar({ run }: { run: RunReport }) {
  return (
    <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-sm bg-data-1">
      {FATES.map((fate) =>
        run[fate] > 0 ? (
          <span
            key={fate}
            className={classNames("min-w-0.5", FATE_FILL[fate])}
            style={{ flexGrow: run[fate] }}
          />
        ) : null,
      )}
    </div>
  );
}

function RunReasons({ run }: { run: RunReport }) {
  const t = useTranslations("admin.ingest");
  const wordOf = useReasonWord();
  const format = useFormatter();
  const reasons = run.reasons.filter(({ reason }) => reason !== "none");
  if (reasons.length === 0) return null;
  return (
    <ul aria-label={t("reasons", { count: reasons.length })} className="flex flex-wrap gap-x-5 gap-y-1">
      {reasons.map(({ fate, reason, count }) => (
        <li key={`${fate} ${reason}`} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={classNames("size-2 rounded-sm", FATE_FILL[fate])} />
          <span className="text-muted">
            {t("reasonCount", { fate: t(`fate.${fate}`), reason: wordOf(reason) })}
          </span>
          <span>{format.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The words of a reason code; the code itself where no words are known. */
export function useReasonWord(): (reason: string) => string {
  const t = useTranslations("ingest");
  return (reason) => (t.has(`reason.${reason}`) ? t(`reason.${reason}`) : reason);
}
