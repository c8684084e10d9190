import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SubjectRecord } from "@/lib/catalogue/record";
import { DiagnosisBar, ScorePoints } from "./timeline-rows";
import { useScannerName } from "./scanner-name";
import { monthDomain, monthLabel, monthTicks, positionOf, type MonthDomain } from "./timeline-scale";

/** Heights of rows, in rem: the picture grows with the letter. */
const AXIS_REM = 1.5;
const VISITS_REM = 3;
const DIAGNOSIS_REM = 2.5;
const SCORE_REM = 3;

const percent = (fraction: number) => `${Math.round(fraction * 100_000) / 1000}%`;

/**
 * Visits, diagnoses and scores of a subject along months since her first visit. The picture repeats what the tables
 * below say; each visit in it is a link to its exam.
 */
export function SubjectTimeline({ record }: { record: SubjectRecord }) {
  const t = useTranslations("records.subject");
  const visits = record.visits.flatMap(({ month, exams }) => (month === null ? [] : [{ month, exams }]));
  const diagnoses = record.diagnoses.filter(({ asserted }) => asserted !== null);
  if (visits.length === 0) return <p className="text-muted">{t("noDates")}</p>;
  const domain = monthDomain(
    visits.map(({ month }) => month),
    [
      ...diagnoses.flatMap(({ onset, asserted, abated }) =>
        [onset, asserted, abated].flatMap((date) => (date ? [date.fromMonth, date.toMonth] : [])),
      ),
      ...record.scores.flatMap(({ points }) => points.map(({ month }) => month)),
    ],
  );
  const rows = [
    { key: "visits", heightRem: VISITS_REM },
    ...diagnoses.map((_, index) => ({ key: `diagnosis ${index}`, heightRem: DIAGNOSIS_REM })),
    ...record.scores.map(({ name }) => ({ key: `score ${name}`, heightRem: SCORE_REM })),
  ];
  const heightRem = AXIS_REM + rows.reduce((sum, row) => sum + row.heightRem, 0);
  const topOf = (index: number) =>
    AXIS_REM + rows.slice(0, index).reduce((sum, row) => sum + row.heightRem, 0);

  return (
    <figure className="rounded-lg border bg-surface px-4 py-2">
      <div className="grid grid-cols-[minmax(7rem,15rem)_minmax(0,1fr)] gap-x-3">
        <div className="text-dense">
          <RowLabel heightRem={AXIS_REM} />
          <RowLabel heightRem={VISITS_REM}>{t("visitsRow")}</RowLabel>
          {diagnoses.map((diagnosis, index) => (
            <RowLabel key={index} heightRem={DIAGNOSIS_REM} struck={diagnosis.verification === "refuted"}>
              <Localised fr={diagnosis.labelFr} en={diagnosis.labelEn} />
            </RowLabel>
          ))}
          {record.scores.map(({ name }) => (
            <RowLabel key={name} heightRem={SCORE_REM}>
              {t("scoresRow", { name })}
            </RowLabel>
          ))}
        </div>
        <svg
          role="group"
          aria-label={t("timelineLabel", { pseudonym: record.subject.pseudonym })}
          className="w-full overflow-visible"
          style={{ height: `${heightRem}rem` }}
        >
          <Axis domain={domain} heightRem={heightRem} />
          <VisitMarks visits={visits} domain={domain} middleRem={topOf(0) + VISITS_REM / 2 + 0.25} />
          {diagnoses.map((diagnosis, index) => (
            <DiagnosisBar
              key={index}
              diagnosis={diagnosis}
              domain={domain}
              middleRem={topOf(1 + index) + DIAGNOSIS_REM / 2}
            />
          ))}
          {record.scores.map((score, index) => (
            <ScorePoints
              key={score.name}
              score={score}
              domain={domain}
              topRem={topOf(1 + diagnoses.length + index)}
              heightRem={SCORE_REM}
            />
          ))}
        </svg>
      </div>
      <figcaption className="mt-1 text-right text-micro text-muted">{t("timelineUnit")}</figcaption>
    </figure>
  );
}

function Localised({ fr, en }: { fr: string; en: string }) {
  return <>{useLocale() === "fr" ? fr : en}</>;
}

function RowLabel({
  heightRem,
  struck = false,
  children,
}: {
  heightRem: number;
  struck?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="flex items-center" style={{ height: `${heightRem}rem` }}>
      <span className={struck ? "line-clamp-1 text-muted line-through" : "line-clamp-2"}>{children}</span>
    </div>
  );
}

function Axis({ domain, heightRem }: { domain: MonthDomain; heightRem: number }) {
  return (
    <g aria-hidden="true">
      {monthTicks(domain).map((month) => {
        const x = percent(positionOf(domain, month));
        return (
          <g key={month}>
            <line x1={x} x2={x} y1={`${AXIS_REM}rem`} y2={`${heightRem}rem`} className="stroke-line" />
            <text x={x} y="1rem" textAnchor="middle" className="fill-muted text-micro">
              {monthLabel(month)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Labels nearer than this, as a share of the width, would run into each other. */
const LABEL_SHARE = 0.045;

function VisitMarks({
  visits,
  domain,
  middleRem,
}: {
  visits: { month: number; exams: SubjectRecord["visits"][number]["exams"] }[];
  domain: MonthDomain;
  middleRem: number;
}) {
  const t = useTranslations("records.subject");
  const scannerName = useScannerName();
  const at = visits.map(({ month }) => positionOf(domain, month));
  const y = `${middleRem}rem`;
  return (
    <g>
      <line
        x1={percent(at[0] ?? 0)}
        x2={percent(at.at(-1) ?? 0)}
        y1={y}
        y2={y}
        strokeWidth="2"
        className="stroke-data-3"
      />
      {visits.map(({ month, exams }, index) => {
        const first = exams[0];
        if (!first) return null;
        const x = percent(at[index] ?? 0);
        const crowded = index > 0 && (at[index] ?? 0) - (at[index - 1] ?? 0) < LABEL_SHARE;
        const withImages = exams.some(({ canView }) => canView);
        return (
          <a
            key={first.id}
            href={`/exams/${first.id}`}
            aria-label={t("openExam", { month: monthLabel(month), scanner: scannerName(first.scanner) })}
            className="group outline-offset-4"
          >
            <circle cx={x} cy={y} r="0.75rem" className="fill-transparent" />
            <circle
              cx={x}
              cy={y}
              r="0.375rem"
              strokeWidth="2"
              className={
                withImages
                  ? "fill-data-4 stroke-data-4 group-hover:fill-thread group-hover:stroke-thread"
                  : "fill-surface stroke-data-4 group-hover:stroke-thread"
              }
            />
            {crowded ? null : (
              <text
                x={x}
                y={`${middleRem - 0.8}rem`}
                textAnchor="middle"
                className="fill-ink text-micro font-medium"
              >
                {monthLabel(month)}
              </text>
            )}
          </a>
        );
      })}
    </g>
  );
}
