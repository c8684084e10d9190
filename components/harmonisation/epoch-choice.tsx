"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import type { EpochLabel } from "@/lib/harmonise/models/model-view";
import { useHarmonisationNames } from "./names";

/** Which scanner epochs, by site; the box of a site ticks all of its own. */
export function EpochChoice({
  legend,
  epochs,
  chosen,
  onChange,
  noteOf,
}: {
  legend: string;
  epochs: readonly EpochLabel[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
  /** A word beside an epoch, e.g. how many subjects it gives. */
  noteOf?: (epochId: string) => string | null;
}) {
  const t = useTranslations("combat");
  const id = useId();
  const sites = [...new Set(epochs.map(({ siteName }) => siteName))];
  const set = (ids: readonly string[], ticked: boolean) => {
    const next = new Set(chosen);
    for (const epochId of ids) {
      if (ticked) next.add(epochId);
      else next.delete(epochId);
    }
    onChange(next);
  };
  const all = epochs.map(({ epochId }) => epochId);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-read font-medium">{legend}</legend>
      <Choice
        id={`${id}-all`}
        label={t("allScanners")}
        state={stateOf(all, chosen)}
        onChange={(ticked) => {
          set(all, ticked);
        }}
      />
      <div
        className="max-h-80 overflow-y-auto rounded-md border bg-surface p-3"
        role="group"
        aria-label={legend}
      >
        <ul className="flex flex-col gap-3">
          {sites.map((siteName) => {
            const own = epochs.filter((epoch) => epoch.siteName === siteName);
            const ids = own.map(({ epochId }) => epochId);
            return (
              <li key={siteName} className="flex flex-col gap-1">
                <Choice
                  id={`${id}-${siteName}`}
                  label={siteName}
                  strong
                  state={stateOf(ids, chosen)}
                  onChange={(ticked) => {
                    set(ids, ticked);
                  }}
                />
                <ul className="flex flex-col gap-1 pl-5">
                  {own.map((epoch) => (
                    <li key={epoch.epochId}>
                      <EpochBox
                        id={`${id}-${epoch.epochId}`}
                        epoch={epoch}
                        ticked={chosen.has(epoch.epochId)}
                        note={noteOf?.(epoch.epochId) ?? null}
                        onChange={(ticked) => {
                          set([epoch.epochId], ticked);
                        }}
                      />
                    </li>
                  ))}
                </ul>
              </li>
            );
          })}
        </ul>
      </div>
    </fieldset>
  );
}

function EpochBox({
  id,
  epoch,
  ticked,
  note,
  onChange,
}: {
  id: string;
  epoch: EpochLabel;
  ticked: boolean;
  note: string | null;
  onChange: (ticked: boolean) => void;
}) {
  const { epochOfSite } = useHarmonisationNames();
  return <Choice id={id} label={epochOfSite(epoch)} note={note} state={ticked} onChange={onChange} />;
}

/** A box with its label. */
export function Choice({
  id,
  label,
  note = null,
  strong = false,
  state,
  onChange,
}: {
  id: string;
  label: string;
  note?: string | null;
  strong?: boolean;
  state: boolean | "indeterminate";
  onChange: (ticked: boolean) => void;
}) {
  return (
    <div className="flex min-h-6 items-center gap-2">
      <Checkbox
        id={id}
        checked={state}
        onCheckedChange={(checked) => {
          onChange(checked === true);
        }}
      />
      <label htmlFor={id} className={strong ? "font-medium" : undefined}>
        {label}
        {note !== null ? <span className="text-muted"> · {note}</span> : null}
      </label>
    </div>
  );
}

function stateOf(ids: readonly string[], chosen: ReadonlySet<string>): boolean | "indeterminate" {
  const ticked = ids.filter((epochId) => chosen.has(epochId)).length;
  return ticked === 0 ? false : ticked === ids.length ? true : "indeterminate";
}
