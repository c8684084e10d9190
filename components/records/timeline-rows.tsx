import { useLocale, useTranslations } from "next-intl";
import type { SubjectDiagnosis, SubjectScore } from "@/lib/catalogue/record";
import { monthLabel, positionOf, type MonthDomain } from "./timeline-scale";

const percent = (fraction: number) => `${Math.round(fraction * 100_000) / 1000}%`;

/** From onset (thin) and assertion (thick) to abatement, or to the edge while it lasts. */
export function DiagnosisBar({
  diagnosis,
  domain,
  middleRem,
}: {
  diagnosis: SubjectDiagnosis;
  domain: MonthDomain;
  middleRem: number;
}) {
  const t = useTranslations("records");
  const { onset, asserted, abated, verification } = diagnosis;
  if (!asserted) return null;
  const start = positionOf(domain, asserted.fromMonth);
  const sure = positionOf(domain, asserted.toMonth);
  const end = abated ? positionOf(domain, abated.toMonth) : 1;
  const refuted = verification === "refuted";
  const y = `${middleRem}rem`;
  const earlier = asserted.fromMonth < domain.fromMonth;
  return (
    <g>
      {onset && onset.fromMonth < asserted.fromMonth ? (
        <line
          x1={percent(positionOf(domain, onset.fromMonth))}
          x2={percent(start)}
          y1={y}
          y2={y}
          strokeWidth="2"
          strokeDasharray="2 4"
          className="stroke-data-3"
        />
      ) : null}
      <line
        x1={percent(start)}
        x2={percent(Math.max(end, start + 0.004))}
        y1={y}
        y2={y}
        strokeWidth={refuted ? 1.5 : 10}
        strokeDasharray={refuted ? "1 4" : verification === "provisional" ? "6 3" : undefined}
        className={refuted ? "stroke-muted" : "stroke-data-2"}
      />
      {sure > start && !refuted ? (
        <line
          x1={percent(start)}
          x2={percent(sure)}
          y1={y}
          y2={y}
          strokeWidth="10"
          className="stroke-data-1"
        />
      ) : null}
      {refuted || earlier ? null : (
        <line
          x1={percent(start)}
          x2={percent(start)}
          y1={`${middleRem - 0.45}rem`}
          y2={`${middleRem + 0.45}rem`}
          strokeWidth="2"
          className="stroke-data-4"
        />
      )}
      {earlier ? (
        <text x="0.375rem" y={`${middleRem + 0.25}rem`} className="fill-ink text-micro">
          {t("subject.earlier", { month: monthLabel(asserted.fromMonth) })}
        </text>
      ) : null}
    </g>
  );
}

/** A score's values, joined, each written beside its point. */
export function ScorePoints({
  score,
  domain,
  topRem,
  heightRem,
}: {
  score: SubjectScore;
  domain: MonthDomain;
  topRem: number;
  heightRem: number;
}) {
  const locale = useLocale();
  const values = score.points.map(({ value }) => value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const placed = score.points.map(({ month, value }) => ({
    month,
    value,
    x: positionOf(domain, month),
    yRem: topRem + heightRem - 0.5 - ((value - low) / span) * (heightRem - 1.6),
  }));
  return (
    <g>
      {placed.slice(1).map((point, index) => {
        const before = placed[index];
        if (!before) return null;
        return (
          <line
            key={index}
            x1={percent(before.x)}
            y1={`${before.yRem}rem`}
            x2={percent(point.x)}
            y2={`${point.yRem}rem`}
            strokeWidth="1.5"
            className="stroke-data-3"
          />
        );
      })}
      {placed.map((point, index) => (
        <g key={index}>
          <circle cx={percent(point.x)} cy={`${point.yRem}rem`} r="0.1875rem" className="fill-data-4" />
          <text
            x={percent(point.x)}
            y={`${point.yRem - 0.375}rem`}
            textAnchor="middle"
            className="fill-ink text-micro"
          >
            {format.format(point.value)}
          </text>
        </g>
      ))}
    </g>
  );
}
