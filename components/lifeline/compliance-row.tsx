import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { VerdictCounts } from "@/lib/harmonise/lifeline/lifeline";
import { binStart, percent } from "./bin-axis";
import { ChartRow, type LifelineAxis, RowDrawing } from "./chart-row";
import { BAR_SHARE } from "./count-rows";

const HEIGHT_REM = 6;
/** From the top of a bar down. */
const ORDER = ["compliant", "minor", "major", "undetermined"] as const;

/** Fills that differ by texture as much as by colour: plain, hatched, crossed, dotted. */
const FILLS = {
  compliant: "fill-data-3",
  minor: "fill-[url(#lifeline-minor)]",
  major: "fill-[url(#lifeline-major)]",
  undetermined: "fill-[url(#lifeline-undetermined)]",
} as const;

export function VerdictTextures() {
  return (
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        <pattern id="lifeline-minor" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" className="fill-surface" />
          <path
            d="M-1.500 1.500 1.500-1.500M0 6 6 0M4.500 7.500 7.500 4.500"
            className="stroke-minor"
            strokeWidth="2.2"
          />
        </pattern>
        <pattern id="lifeline-major" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" className="fill-major" />
          <path d="M0 0 6 6M6 0 0 6" className="stroke-surface" strokeWidth="0.8" />
        </pattern>
        <pattern id="lifeline-undetermined" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" className="fill-surface" />
          <circle cx="2.5" cy="2.5" r="1.1" className="fill-undetermined" />
        </pattern>
      </defs>
    </svg>
  );
}

/** Series by verdict, each bar a whole; nothing where no series was judged. */
export function ComplianceRow({
  axis,
  compliance,
  filter,
}: {
  axis: LifelineAxis;
  compliance: readonly VerdictCounts[];
  filter: ReactNode;
}) {
  const t = useTranslations("lifeline");
  const terms = useTranslations("terms");
  const { bins, nameOf } = axis;
  const width = percent(BAR_SHARE / Math.max(1, bins.length));
  return (
    <ChartRow
      label={t("row.compliance")}
      hint={
        <ul className="mt-1 flex flex-col gap-0.5">
          {ORDER.map((value) => (
            <li key={value} className="flex items-center gap-1.5">
              <svg aria-hidden="true" className="size-3 shrink-0 overflow-hidden rounded-xs border">
                <rect width="100%" height="100%" className={FILLS[value]} />
              </svg>
              {terms(`verdict.${value}`)}
            </li>
          ))}
        </ul>
      }
    >
      {filter}
      <RowDrawing axis={axis} heightRem={HEIGHT_REM} label={t("row.compliance")}>
        {bins.map((bin, index) => {
          const counts = compliance[index];
          const total = counts ? ORDER.reduce((sum, value) => sum + counts[value], 0) : 0;
          if (!counts || total === 0) return null;
          return ORDER.map((value, place) => {
            const above = ORDER.slice(0, place).reduce((sum, one) => sum + counts[one], 0);
            if (counts[value] === 0) return null;
            return (
              <rect
                key={`${index} ${value}`}
                x={percent(binStart(index, bins) + (1 - BAR_SHARE) / 2 / bins.length)}
                y={percent(above / total)}
                width={width}
                height={percent(counts[value] / total)}
                className={FILLS[value]}
              >
                <title>
                  {t("bin.verdict", {
                    bin: nameOf(bin),
                    verdict: terms(`verdict.${value}`),
                    count: counts[value],
                    total,
                  })}
                </title>
              </rect>
            );
          });
        })}
      </RowDrawing>
    </ChartRow>
  );
}
