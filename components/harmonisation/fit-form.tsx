"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/access/action";
import type { FitChoices, FitPreview } from "@/lib/harmonise/models/model-view";
import type { FitRequest, Sequence } from "@/lib/harmonise/models/reference-group";
import { Choice, EpochChoice } from "./epoch-choice";
import { FitPreviewPanel } from "./fit-preview";
import { useHarmonisationNames } from "./names";
import { useHarmonisationAction } from "./use-harmonisation-action";

const COVARIATES = ["ageYears", "sex", "status"] as const;
const NAME_FROM = 3;

const keyOf = ({ role, is3D }: Sequence) => `${role}.${String(is3D)}`;

/** Completed years as typed: null for nothing, undefined for what is no age. */
function yearsOf(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const years = Number(text);
  return Number.isInteger(years) && years >= 0 && years <= 130 ? years : undefined;
}

/** Chooses features, reference group and covariates; shows what the fit would be made of; fits and names it. */
export function FitForm({
  choices,
  preview,
  fit,
}: {
  choices: FitChoices;
  preview: (request: FitRequest) => Promise<ActionResult<FitPreview>>;
  fit: (request: FitRequest & { name: string }) => Promise<ActionResult<{ id: string; version: number }>>;
}) {
  const t = useTranslations("combat.fit");
  const tCovariate = useTranslations("combat.covariate");
  const id = useId();
  const router = useRouter();
  const toast = useToast();
  const { run, pending } = useHarmonisationAction();
  const { featureName, sequenceName } = useHarmonisationNames();
  const [first] = choices.sequences;
  const [sequence, setSequence] = useState(first ? keyOf(first.sequence) : "");
  const [features, setFeatures] = useState(new Set(first?.features));
  const [epochIds, setEpochIds] = useState(new Set(choices.epochs.map(({ epochId }) => epochId)));
  const [ages, setAges] = useState({ from: "", to: "" });
  const [controlsOnly, setControlsOnly] = useState(false);
  const [covariates, setCovariates] = useState(new Set<string>(COVARIATES));
  const [meanOnly, setMeanOnly] = useState(false);
  const [name, setName] = useState("");
  const [seen, setSeen] = useState<FitPreview | null>(null);

  const chosen = choices.sequences.find((one) => keyOf(one.sequence) === sequence);
  const [ageFromYears, ageToYears] = [yearsOf(ages.from), yearsOf(ages.to)];
  const wrongAges =
    ageFromYears === undefined ||
    ageToYears === undefined ||
    (ageFromYears !== null && ageToYears !== null && ageFromYears > ageToYears);
  const request: FitRequest | null =
    chosen && !wrongAges && features.size > 0 && epochIds.size > 0
      ? {
          group: {
            sequence: chosen.sequence,
            epochIds: [...epochIds],
            ...{ ageFromYears, ageToYears, controlsOnly },
          },
          features: chosen.features.filter((feature) => features.has(feature)),
          covariates: COVARIATES.filter((covariate) => covariates.has(covariate)),
          meanOnly,
        }
      : null;
  /** What was seen was of another choice. */
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setSeen(null);
      set(value);
    };
  const look = (asked: FitRequest) => {
    run(() => preview(asked), setSeen);
  };
  const without = (left: readonly string[]) => {
    const rest = new Set([...epochIds].filter((epochId) => !left.includes(epochId)));
    setEpochIds(rest);
    setSeen(null);
    if (request) look({ ...request, group: { ...request.group, epochIds: [...rest] } });
  };

  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <div className="flex flex-col gap-5 rounded-lg border bg-surface p-4">
        <Field label={t("sequence")}>
          {(control) => (
            <Select
              {...control}
              value={sequence}
              onValueChange={(key) => {
                setSeen(null);
                setSequence(key);
                setFeatures(new Set(choices.sequences.find((one) => keyOf(one.sequence) === key)?.features));
              }}
              options={choices.sequences.map((one) => ({
                value: keyOf(one.sequence),
                label: sequenceName(one.sequence),
              }))}
            />
          )}
        </Field>
        <Boxes
          legend={t("features")}
          boxes={(chosen?.features ?? []).map((feature) => ({ value: feature, label: featureName(feature) }))}
          chosen={features}
          onChange={changing(setFeatures)}
        />
        <EpochChoice
          legend={t("group")}
          epochs={choices.epochs}
          chosen={epochIds}
          onChange={changing(setEpochIds)}
          noteOf={(epochId) => {
            const batch = seen?.batches.find((one) => one.epochId === epochId);
            return batch ? t("subjects", { count: batch.subjects }) : null;
          }}
        />
        <div className="grid grid-cols-2 gap-4">
          {(["from", "to"] as const).map((end) => (
            <Field key={end} label={t(end)} error={wrongAges ? t("wrongAges") : undefined}>
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="numeric"
                  value={ages[end]}
                  onChange={(event) => {
                    changing(setAges)({ ...ages, [end]: event.currentTarget.value });
                  }}
                />
              )}
            </Field>
          ))}
        </div>
        <Choice
          id={`${id}-controls`}
          label={t("controlsOnly")}
          state={controlsOnly}
          onChange={changing(setControlsOnly)}
        />
        <Boxes
          legend={t("covariates")}
          hint={t("covariatesHint")}
          boxes={COVARIATES.map((covariate) => ({ value: covariate, label: tCovariate(covariate) }))}
          chosen={covariates}
          onChange={changing(setCovariates)}
        />
        <Choice
          id={`${id}-mean`}
          label={t("meanOnly")}
          note={t("meanOnlyHint")}
          state={meanOnly}
          onChange={changing(setMeanOnly)}
        />
        <div>
          <Button
            disabled={pending || request === null}
            onClick={() => {
              if (request) look(request);
            }}
          >
            {t("preview")}
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-4" aria-live="polite" aria-busy={pending}>
        {seen ? (
          <FitPreviewPanel preview={seen} epochs={choices.epochs} onLeaveOut={without} />
        ) : (
          <p className="max-w-prose text-read text-muted">{t("previewFirst")}</p>
        )}
        {seen?.refusals.length === 0 && request ? (
          <form
            className="flex items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              run(
                () => fit({ ...request, name }),
                (model) => {
                  toast({ title: t("fitted") });
                  router.push(`/network/harmonisation/${model.id}`);
                },
              );
            }}
          >
            <Field label={t("name")} hint={t("nameHint")} className="grow">
              {(control) => (
                <TextInput
                  {...control}
                  required
                  minLength={NAME_FROM}
                  maxLength={80}
                  value={name}
                  onChange={(event) => {
                    setName(event.currentTarget.value);
                  }}
                />
              )}
            </Field>
            <Button
              type="submit"
              variant="primary"
              className="mb-5.5"
              disabled={pending || name.trim().length < NAME_FROM}
            >
              {t("submit")}
            </Button>
          </form>
        ) : null}
      </div>
    </div>
  );
}

function Boxes({
  legend,
  hint,
  boxes,
  chosen,
  onChange,
}: {
  legend: string;
  hint?: string;
  boxes: readonly { value: string; label: string }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-read font-medium">{legend}</legend>
      {boxes.map(({ value, label }) => (
        <Choice
          key={value}
          id={`${id}-${value}`}
          label={label}
          state={chosen.has(value)}
          onChange={(ticked) => {
            const next = new Set(chosen);
            if (ticked) next.add(value);
            else next.delete(value);
            onChange(next);
          }}
        />
      ))}
      {hint ? <p className="text-muted">{hint}</p> : null}
    </fieldset>
  );
}
