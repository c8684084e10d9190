import { useTranslations } from "next-intl";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { ExamChecklist, PairView } from "@/lib/harmonise/compliance/compliance-view";
import { PARAMETER_NAMES, parameter } from "@/lib/harmonise/protocol/parameters";
import { useFindingText } from "./finding-text";

/** What does not fit together in an exam: pairs of series, and their order. */
export function PairFindings({ checklist: { pairs, order } }: { checklist: ExamChecklist }) {
  const t = useTranslations("compliance");
  const wordsOf = usePairWords();
  if (pairs.length + order.length === 0) return null;
  return (
    <ul className="divide-y rounded-lg border bg-surface text-dense">
      {pairs.map((pair, index) => (
        <li key={index} className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5">
          <VerdictMark value={pair.verdict} />
          {wordsOf(pair)}
        </li>
      ))}
      {order.map(({ step, after, verdict }) => (
        <li key={step} className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5">
          <VerdictMark value={verdict} />
          {t(verdict === "minor" ? "order" : "orderUnknown", { step, after })}
        </li>
      ))}
    </ul>
  );
}

function usePairWords(): (pair: PairView) => string {
  const t = useTranslations("compliance");
  const text = useFindingText();
  return ({ relation, parameter: asked, first, second, delta, verdict }) => {
    const name = PARAMETER_NAMES.find((one) => one === asked);
    const what =
      relation === "sameParameter" && name !== undefined
        ? t("pair.sameParameter", { first, second, parameter: text.parameter(name) })
        : t(`pair.${relation === "sameParameter" ? "other" : relation}`, { first, second });
    if (verdict === "undetermined") return t("pair.unknown", { what });
    if (delta === null) return what;
    const unit =
      relation === "covers"
        ? "mm"
        : relation === "sameOrientation"
          ? "deg"
          : name
            ? parameter(name).unit
            : "1";
    return t("pair.by", { what, delta: text.delta(delta, unit) });
  };
}
