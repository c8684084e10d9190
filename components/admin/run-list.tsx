import { useFormatter, useTranslations } from "next-intl";
import { Fragment } from "react";
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
  const { received, waiting, stored, duplicate, quarantined, refused } = run;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <p className="text-read font-medium">
        {t("accounting", { received, waiting, stored, duplicate, quarantined, refused })}
      </p>
      <p className="flex items-center gap-2.5 text-muted">
        <span>{run.siteName ?? t("noSite")}</span>
        <span>{t.has(`door.${run.door}`) ? t(`door.${run.door}`) : run.door}</span>
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
  const byFate = FATES.map((fate) => ({
    fate,
    reasons: run.reasons.filter((entry) => entry.fate === fate && entry.reason !== "none"),
  })).filter(({ reasons }) => reasons.length > 0);
  if (byFate.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1">
      {byFate.map(({ fate, reasons }) => (
        <Fragment key={fate}>
          <dt className="flex items-center gap-1.5 self-start font-medium">
            <span aria-hidden="true" className={classNames("size-2 rounded-sm", FATE_FILL[fate])} />
            {t(`fate.${fate}`, { count: run[fate] })}
          </dt>
          <dd className="flex flex-wrap gap-x-5 gap-y-1 text-muted">
            {reasons.map(({ reason, count }) => (
              <span key={reason}>
                {wordOf(reason)} <span className="text-ink">{format.number(count)}</span>
              </span>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** The words of a reason code; the code itself where no words are known. */
export function useReasonWord(): (reason: string) => string {
  const t = useTranslations("ingest");
  return (reason) => (t.has(`reason.${reason}`) ? t(`reason.${reason}`) : reason);
}
