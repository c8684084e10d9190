import { useTranslations } from "next-intl";
import type { LifelineChart } from "@/lib/harmonise/lifeline/lifeline";
import { binMiddle, binStart, percent } from "./bin-axis";
import { ChartRow, type LifelineAxis, RowDrawing } from "./chart-row";

const BARS_REM = 2.75;
/** Share of its bin's width that a bar takes. */
export const BAR_SHARE = 0.78;

/** Exams of each bin as bars. */
export function CountRow({
  axis,
  label,
  hint,
  counts,
  quiet = false,
}: {
  axis: LifelineAxis;
  label: string;
  hint?: string;
  counts: readonly number[];
  quiet?: boolean;
}) {
  const t = useTranslations("lifeline");
  const most = Math.max(1, ...counts);
  const { bins, nameOf } = axis;
  const width = percent(BAR_SHARE / Math.max(1, bins.length));
  return (
    <ChartRow label={label} hint={[hint, t("row.most", { count: most })].filter(Boolean).join(" · ")}>
      <RowDrawing axis={axis} heightRem={BARS_REM} label={label}>
        {bins.map((bin, index) => {
          const share = (counts[index] ?? 0) / most;
          return (
            <rect
              key={index}
              x={percent(binStart(index, bins) + (1 - BAR_SHARE) / 2 / bins.length)}
              y={percent(1 - share)}
              width={width}
              height={percent(share)}
              className={quiet ? "fill-data-2" : "fill-data-3"}
            >
              <title>{t("bin.count", { bin: nameOf(bin), count: counts[index] ?? 0 })}</title>
            </rect>
          );
        })}
        <line x1="0" x2="100%" y1="100%" y2="100%" className="stroke-line" strokeWidth="2" />
      </RowDrawing>
    </ChartRow>
  );
}

/** Exams of phantoms: a diamond where there was one. They are in no other row. */
export function PhantomRow({ axis, counts }: { axis: LifelineAxis; counts: readonly number[] }) {
  const t = useTranslations("lifeline");
  const { bins, nameOf } = axis;
  const any = counts.some((count) => count > 0);
  return (
    <ChartRow label={t("row.phantoms")} hint={any ? t("row.phantomsHint") : undefined}>
      {any ? (
        <RowDrawing axis={axis} heightRem={1.25} label={t("row.phantoms")}>
          {bins.map((bin, index) =>
            (counts[index] ?? 0) > 0 ? (
              <svg key={index} x={percent(binMiddle(index, bins))} y="50%" overflow="visible">
                <path d="M0-5 5 0 0 5-5 0z" className="fill-data-4">
                  <title>{t("bin.count", { bin: nameOf(bin), count: counts[index] ?? 0 })}</title>
                </path>
              </svg>
            ) : null,
          )}
        </RowDrawing>
      ) : (
        <span className="text-muted">{t("row.none")}</span>
      )}
    </ChartRow>
  );
}

const COIL_REM = 1.125;

/** Which receive coil was used when: one lane a coil, filled where series were acquired with it. */
export function CoilRow({ axis, coils }: { axis: LifelineAxis; coils: LifelineChart["coils"] }) {
  const t = useTranslations("lifeline");
  const { bins, nameOf } = axis;
  if (coils.length === 0) return null;
  return (
    <ChartRow label={t("row.coils")}>
      {coils.map(({ name, series }) => (
        <div key={name} className="mb-1 last:mb-0">
          <div className="text-micro text-muted">{name}</div>
          <RowDrawing axis={axis} heightRem={COIL_REM / 2} label={`${t("row.coils")} ${name}`}>
            {bins.map((bin, index) =>
              (series[index] ?? 0) > 0 ? (
                <rect
                  key={index}
                  x={percent(binStart(index, bins))}
                  y="0"
                  width={percent(1 / bins.length)}
                  height="100%"
                  className="fill-data-2"
                >
                  <title>{t("bin.coil", { bin: nameOf(bin), coil: name, count: series[index] ?? 0 })}</title>
                </rect>
              ) : null,
            )}
          </RowDrawing>
        </div>
      ))}
    </ChartRow>
  );
}
