import { useTranslations } from "next-intl";
import type { LeftOut } from "@/lib/harmonise/models/exam-features";

const REASONS = ["incomplete", "withoutCovariate", "unlinked", "repeated"] as const;

/** How many exams are in no row, and why; nothing when none is. */
export function LeftOutLine({ leftOut }: { leftOut: LeftOut }) {
  const t = useTranslations("combat.leftOut");
  const parts = REASONS.filter((reason) => leftOut[reason] > 0).map((reason) =>
    t(reason, { count: leftOut[reason] }),
  );
  if (parts.length === 0) return null;
  return <p className="text-muted">{t("sentence", { reasons: parts.join(t("separator")) })}</p>;
}
