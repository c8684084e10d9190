import { useLocale, useTranslations } from "next-intl";
import type { FindingView, MetricRow as Row } from "@/lib/harmonise/lifeline/lifeline";
import { binMiddle, epochStart, percent, positionOfDay } from "./bin-axis";
import { ChartRow, type LifelineAxis, RowDrawing } from "./chart-row";
import { useFindingSentence } from "./finding-sentence";
import { useQuantityName } from "./labels";

const HEIGHT_REM = 3.5;
/** Room above and below the values, as a share of the height. */
const MARGIN = 0.08;

/** One metric over time: the middle half of its values as a bar, their median as a dot, and where it is found to move. */
export function MetricRow({
  axis,
  row,
  findings,
}: {
  axis: LifelineAxis;
  row: Row;
  findings: readonly FindingView[];
}) {
  const t = useTranslations("lifeline");
  const locale = useLocale();
  const nameOf = useQuantityName();
  const sentence = useFindingSentence();
  const number = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const name = nameOf("metric-shift", row.name);
  const own = findings.filter(
    ({ kind, role, subject }) => kind === "metric-shift" && role === row.role && subject === row.name,
  );
  const shown = row.bins.flatMap((bin) => bin ?? []);
  const low = Math.min(...shown.map(({ lower }) => lower));
  const high = Math.max(...shown.map(({ upper }) => upper));
  const span = high - low || 1;
  const yOf = (value: number) => percent(MARGIN + (1 - 2 * MARGIN) * (1 - (value - low) / span));
  const { bins } = axis;
  return (
    <ChartRow
      label={name}
      hint={shown.length > 0 ? `${number.format(low)} – ${number.format(high)}` : undefined}
      note={own.length > 0 ? own.map((finding) => <p key={finding.id}>{sentence(finding)}</p>) : undefined}
    >
      <RowDrawing axis={axis} heightRem={HEIGHT_REM} label={name}>
        {row.bins.map((bin, index) => {
          const at = bins[index];
          if (!bin || !at) return null;
          const x = percent(binMiddle(index, bins));
          return (
            <g key={index}>
              <title>
                {t("bin.metric", {
                  bin: axis.nameOf(at),
                  median: number.format(bin.median),
                  lower: number.format(bin.lower),
                  upper: number.format(bin.upper),
                  exams: bin.exams,
                })}
              </title>
              <line
                x1={x}
                x2={x}
                y1={yOf(bin.lower)}
                y2={yOf(bin.upper)}
                strokeWidth="4"
                className="stroke-data-2"
              />
              <circle cx={x} cy={yOf(bin.median)} r="0.1875rem" className="fill-data-4" />
            </g>
          );
        })}
        {own.map((finding) => (
          <Levels key={finding.id} axis={axis} finding={finding} yOf={yOf} />
        ))}
      </RowDrawing>
    </ChartRow>
  );
}

/** The level before and after a change, and the change itself as a line through the row. */
function Levels({
  axis,
  finding,
  yOf,
}: {
  axis: LifelineAxis;
  finding: FindingView;
  yOf: (value: number) => string;
}) {
  const epoch = axis.epochs.find(({ id }) => id === finding.epochId);
  const at = epoch
    ? epochStart(epoch, axis.bins)
    : finding.sinceOn === null
      ? null
      : positionOfDay(finding.sinceOn, axis.bins);
  if (at === null || finding.body?.kind !== "metric-shift") return null;
  const { before, after } = finding.body.detail;
  return (
    <g className="stroke-major" strokeWidth="1.5">
      <line x1="0" x2={percent(at)} y1={yOf(before)} y2={yOf(before)} />
      <line x1={percent(at)} x2="100%" y1={yOf(after)} y2={yOf(after)} />
      <line x1={percent(at)} x2={percent(at)} y1="0" y2="100%" strokeDasharray="4 3" />
    </g>
  );
}
