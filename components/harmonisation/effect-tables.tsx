import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { BatchEffect } from "@/lib/harmonise/combat/batch-effect";
import type { EpochLabel } from "@/lib/harmonise/models/model-view";
import { BoxPlot } from "./box-plot";
import { plotScale } from "./plot-scale";
import { useHarmonisationNames, useMetricFormat, useShareFormat } from "./names";

/** Each feature by scanner epoch, before and after: a sentence, then the boxes, with the medians beside them. */
export function EffectTables({
  effects,
  epochs,
}: {
  effects: readonly BatchEffect[];
  epochs: readonly EpochLabel[];
}) {
  const t = useTranslations("combat.effects");
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
        <Legend before label={t("before")} />
        <Legend label={t("after")} />
        <span>{t("boxes")}</span>
      </p>
      <div className="grid items-start gap-5 xl:grid-cols-2">
        {effects.map((effect) => (
          <EffectTable key={effect.feature} effect={effect} epochs={epochs} />
        ))}
      </div>
    </div>
  );
}

function Legend({ label, before = false }: { label: string; before?: boolean }) {
  return (
    <span className="flex items-center gap-1.5">
      <svg aria-hidden="true" viewBox="0 0 18 8" className="h-2 w-4.5">
        <rect
          x="0.75"
          y="0.75"
          width="16.5"
          height="6.5"
          strokeWidth="1.5"
          className={before ? "fill-transparent stroke-muted" : "fill-data-3 stroke-data-3"}
        />
      </svg>
      {label}
    </span>
  );
}

function EffectTable({ effect, epochs }: { effect: BatchEffect; epochs: readonly EpochLabel[] }) {
  const t = useTranslations("combat.effects");
  const format = useFormatter();
  const metric = useMetricFormat();
  const share = useShareFormat();
  const { epochName, featureName } = useHarmonisationNames();
  const scale = plotScale(
    effect.batches.flatMap(({ before, after }) => [before.p5, before.p95, after.p5, after.p95]),
  );
  const name = featureName(effect.feature);
  const batches = effect.batches
    .map((batch) => ({ ...batch, name: epochName(epochs.find(({ epochId }) => epochId === batch.batch)) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const spoken = (of: BatchEffect["batches"][number]["before"]) =>
    t("spoken", { median: metric(of.median), low: metric(of.p25), high: metric(of.p75) });
  return (
    <section className="flex min-w-0 flex-col gap-1.5">
      <h3 className="font-semibold">{name}</h3>
      <p className="text-muted">
        {t("sentence", { before: share(effect.shareBefore), after: share(effect.shareAfter) })}
      </p>
      <Table aria-label={name}>
        <TableHead>
          <tr>
            <TableHeading>{t("batch")}</TableHeading>
            <TableHeading numeric>{t("subjects")}</TableHeading>
            <TableHeading className="w-2/5">
              <span className="sr-only">{t("distribution")}</span>
              <span aria-hidden="true" className="flex justify-between font-normal">
                <span>{metric(scale.from)}</span>
                <span>{metric(scale.to)}</span>
              </span>
            </TableHeading>
            <TableHeading numeric>{t("medianBefore")}</TableHeading>
            <TableHeading numeric>{t("medianAfter")}</TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {batches.map(({ batch, name: batchName, subjects, before, after }) => (
            <TableRow key={batch}>
              <TableCell>{batchName}</TableCell>
              <TableCell numeric>{format.number(subjects)}</TableCell>
              <TableCell>
                <BoxPlot before={before} after={after} scale={scale} />
                <span className="sr-only">
                  {t("spokenBoth", { before: spoken(before), after: spoken(after) })}
                </span>
              </TableCell>
              <TableCell numeric>{metric(before.median)}</TableCell>
              <TableCell numeric>{metric(after.median)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
