import { useFormatter, useTranslations } from "next-intl";
import type { VerdictCounts } from "@/lib/harmonise/protocol/protocol-view";

/** How series do: the share that is compliant, and of how many. */
export function VerdictShare({ counts }: { counts: VerdictCounts }) {
  const t = useTranslations("protocols");
  const format = useFormatter();
  if (counts === null) return <span className="text-muted">{t("outside")}</span>;
  const total = counts.compliant + counts.minor + counts.major + counts.undetermined;
  if (total === 0) return <span className="text-muted">{t("nothingJudged")}</span>;
  const share = counts.compliant / total;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden="true" className="h-1.5 w-20 overflow-hidden rounded-full bg-data-1">
        <span className="block h-full bg-compliant" style={{ width: `${share * 100}%` }} />
      </span>
      <span>{t("shareOf", { share: format.number(share, { style: "percent" }), count: total })}</span>
    </span>
  );
}
