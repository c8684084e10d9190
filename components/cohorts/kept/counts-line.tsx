import { useFormatter, useTranslations } from "next-intl";
import type { ShownCount, ThreeCounts } from "@/lib/catalogue/search-result";

/** Three counts side by side, never mixed. */
export function CountsLine({ counts }: { counts: ThreeCounts }) {
  const t = useTranslations("cohort-kept.counts");
  const told = useTold();
  return (
    <dl className="flex gap-8">
      {(["subjects", "exams", "series"] as const).map((level) => (
        <div key={level} className="flex flex-col-reverse">
          <dt className="text-dense text-muted">{t(level)}</dt>
          <dd className="text-title font-semibold tabular-nums">{told(counts[level])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How a count is written: "< 11" below the smallest that is told. */
export function useTold(): (count: ShownCount) => string {
  const t = useTranslations("cohort-kept.counts");
  const format = useFormatter();
  return (count) => (count === "below-11" ? t("below11") : format.number(count));
}
