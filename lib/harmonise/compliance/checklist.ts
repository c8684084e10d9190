import type { ProtocolStep } from "@/lib/harmonise/protocol/content";
import type { ExamVerdicts } from "./compliance-store";
import type { ChecklistStep, ExamChecklist, NamedSeries } from "./compliance-view";

type SeriesRow = ExamVerdicts["series"][number];

/** A verdict on an exam as a list of what was expected, with what there is of each. */
export function checklistOf(
  verdict: ExamVerdicts["protocols"][number],
  series: readonly SeriesRow[],
): ExamChecklist {
  const { versionId, code, name, version, value, isWhole, byHand, content, findings } = verdict;
  const steps = content?.steps ?? [];
  const nameOf = (step: number) => steps[step]?.name ?? "";
  return {
    ...{ versionId, code, name, version, value, isWhole, byHand },
    steps: steps.map((step, index) => checklistStep(step, seriesAt(series, versionId, index))),
    extra: findings.flatMap((finding) =>
      finding.kind === "extra"
        ? series.filter(({ seriesId }) => finding.seriesIds.includes(seriesId)).map(named)
        : [],
    ),
    order: findings.flatMap((finding) =>
      finding.kind === "order"
        ? [{ step: nameOf(finding.step), after: nameOf(finding.after), verdict: finding.verdict }]
        : [],
    ),
    pairs: findings.flatMap((finding) => {
      if (finding.kind !== "pair") return [];
      const rule = content?.pairs[finding.pair];
      const { relation, delta, verdict: result } = finding;
      return rule
        ? [
            {
              ...{ relation, delta, verdict: result },
              ...{ parameter: rule.parameter ?? null, first: rule.first, second: rule.second },
            },
          ]
        : [];
    }),
  };
}

function seriesAt(series: readonly SeriesRow[], versionId: string, step: number): ChecklistStep["series"] {
  return series.flatMap((one) =>
    one.verdicts
      .filter((verdict) => verdict.protocolVersionId === versionId && verdict.stepOrdinal === step)
      .map(({ value, findings }) => ({ ...named(one), value, findings })),
  );
}

function checklistStep(step: ProtocolStep, series: ChecklistStep["series"]): ChecklistStep {
  const { name, role, is3D, map, count, required } = step;
  const isShort = series.length < count.min;
  const state =
    series.length > count.max
      ? "repeated"
      : !isShort
        ? "present"
        : required || series.length > 0
          ? "missing"
          : "optional";
  return { ...{ name, role, map, count, state, series }, ...(is3D !== undefined && { is3D }) };
}

function named({ seriesId, seriesNumber, description }: SeriesRow): NamedSeries {
  return { seriesId, seriesNumber, description };
}
