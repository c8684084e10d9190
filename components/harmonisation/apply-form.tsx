"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/access/action";
import type { ModelApplication, ModelView } from "@/lib/harmonise/models/model-view";
import { EffectTables } from "./effect-tables";
import { EpochChoice } from "./epoch-choice";
import { HarmonisedTable } from "./harmonised-table";
import { LeftOutLine } from "./left-out";
import { RefusalList } from "./refusal-list";
import { useHarmonisationAction } from "./use-harmonisation-action";

/** Applies a model to the exams of scanner epochs, shows what that does, and gives the table as a file. */
export function ApplyForm({
  model,
  apply,
}: {
  model: ModelView;
  apply: (input: { modelId: string; epochIds: string[] }) => Promise<ActionResult<ModelApplication>>;
}) {
  const t = useTranslations("combat.apply");
  const { run, pending } = useHarmonisationAction();
  const known = new Set(model.batches.map(({ epochId }) => epochId));
  const [chosen, setChosen] = useState(
    new Set(model.epochs.map(({ epochId }) => epochId).filter((epochId) => known.has(epochId))),
  );
  const [outcome, setOutcome] = useState<ModelApplication | null>(null);
  const asked = [...chosen];
  const file = `/api/harmonisation/${model.id}/values?epochs=${asked.join(",")}`;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-4 rounded-lg border bg-surface p-4">
        <EpochChoice
          legend={t("scanners")}
          epochs={model.epochs}
          chosen={chosen}
          onChange={(next) => {
            setOutcome(null);
            setChosen(next);
          }}
          noteOf={(epochId) => (known.has(epochId) ? null : t("unseen"))}
        />
        <div>
          <Button
            variant="primary"
            disabled={pending || chosen.size === 0}
            onClick={() => {
              run(() => apply({ modelId: model.id, epochIds: asked }), setOutcome);
            }}
          >
            {t("submit")}
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-4" aria-live="polite" aria-busy={pending}>
        {outcome === null ? null : outcome.ok ? (
          <>
            <div className="flex flex-wrap items-start justify-between gap-3">
              <div className="flex flex-col gap-1">
                <p className="text-sentence">
                  {t("sentence", { exams: outcome.exams, subjects: outcome.subjects })}
                </p>
                <LeftOutLine leftOut={outcome.leftOut} />
                {outcome.extrapolated > 0 ? (
                  <p className="text-minor">{t("extrapolated", { count: outcome.extrapolated })}</p>
                ) : null}
              </div>
              {model.mayExport ? (
                <Button asChild>
                  <a href={file} download>
                    {t("download")}
                  </a>
                </Button>
              ) : (
                <p className="text-muted">{t("noExport")}</p>
              )}
            </div>
            <EffectTables effects={outcome.effects} epochs={model.epochs} />
            <HarmonisedTable
              exams={outcome.shown}
              of={outcome.exams}
              features={model.features}
              epochs={model.epochs}
            />
          </>
        ) : (
          <RefusalList refusals={outcome.refusals} epochs={model.epochs} />
        )}
      </div>
    </div>
  );
}
