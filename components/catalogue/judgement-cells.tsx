"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { ExamJudgement, QcRating, QcState, VerdictValue } from "@/lib/catalogue/search-result";
import { useLabels } from "./labels";

/** What the protocols and the quality measures say of an exam; nothing where they say nothing. */
export function ExamMarks({ judged }: { judged: ExamJudgement }) {
  const t = useTranslations("catalogue.table");
  const { verdict, isWhole, outliers, unusable } = judged;
  return (
    <span className="flex flex-wrap items-center gap-1">
      {verdict ? <VerdictMark value={verdict} compact /> : t("unknown")}
      {isWhole === false ? <Badge tone="warning">{t("incomplete")}</Badge> : null}
      {outliers > 0 ? <Badge>{t("outliers", { count: outliers })}</Badge> : null}
      {unusable > 0 ? <Badge tone="danger">{t("unusable", { count: unusable })}</Badge> : null}
    </span>
  );
}

/** What the protocols say of a series; what stands out from its comparable group, and what people thought of it. */
export function SeriesMarks({
  verdict,
  qcState,
  rating,
}: {
  verdict: VerdictValue | null;
  qcState: QcState;
  rating: QcRating | null;
}) {
  const t = useTranslations("catalogue.table");
  const labels = useLabels();
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {verdict ? (
        <>
          <span className="2xl:hidden">
            <VerdictMark value={verdict} compact />
          </span>
          <span className="max-2xl:hidden">
            <VerdictMark value={verdict} />
          </span>
        </>
      ) : (
        t("unknown")
      )}
      {qcState === "outlier" ? <Badge tone="warning">{labels.judgement("qc", qcState)}</Badge> : null}
      {rating ? (
        <Badge tone={rating === "unusable" ? "danger" : "neutral"}>
          {labels.judgement("rating", rating)}
        </Badge>
      ) : null}
    </span>
  );
}
