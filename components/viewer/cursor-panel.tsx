"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import type { Vec3 } from "@/lib/viewer/geometry";
import { formatMm, formatPoint, formatValue, parseTyped, unitName } from "./format";
import type { VolumeView } from "./use-volume-view";

const AXES = ["x", "y", "z"] as const;

/** Position and exact value at the crosshair, and a way to type a position. */
export function CursorPanel({ volume, testId = "cursor-value" }: { volume: VolumeView; testId?: string }) {
  const t = useTranslations("viewer.cursor");
  const shared = useTranslations("viewer");
  const format = useFormatter();
  const { cursor, session, state, window } = volume;
  const value = cursor ? session.valueAt(cursor) : null;
  const unit = unitName(state.manifest?.rescale.unit) ?? shared("arbitraryUnit");
  const bound = (part: -0.5 | 0.5) =>
    window ? format.number(window.centre + part * window.width, { maximumSignificantDigits: 3 }) : "";
  return (
    <div className="flex flex-col gap-2">
      <output
        aria-live="polite"
        data-testid={testId}
        data-value={value?.value}
        data-stored={value?.stored ?? undefined}
        data-index={value?.index.join(" ")}
        data-position={cursor?.map((mm) => mm.toFixed(3)).join(" ")}
        data-phase={state.phase}
        data-window={window ? `${window.centre} ${window.width}` : undefined}
        className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-0.5 tabular-nums"
      >
        <span className="sr-only">{t("position")}</span>
        <span className="col-span-2 whitespace-pre-wrap">
          {cursor ? shared("millimetres", { value: formatPoint(format, cursor) }) : "–"}
        </span>
        <span className="text-muted">{t("value")}</span>
        <span className="font-semibold">
          {value
            ? `${formatValue(format, value.value)} ${unit}`
            : t(state.phase === "loading" ? "loading" : "none")}
        </span>
        <span className="text-muted">{t("voxel")}</span>
        <span>{value ? value.index.join(" · ") : "–"}</span>
        <span className="text-muted">{t("window")}</span>
        <span>{window ? t("windowRange", { lower: bound(-0.5), upper: bound(0.5) }) : "–"}</span>
      </output>
      <GoTo onGo={volume.setCursor} start={cursor} />
    </div>
  );
}

function GoTo({ onGo, start }: { onGo(point: Vec3): void; start: Vec3 | null }) {
  const t = useTranslations("viewer.cursor");
  const format = useFormatter();
  const id = useId();
  const [typed, setTyped] = useState<[string, string, string]>(["", "", ""]);
  const [wrong, setWrong] = useState(false);

  const go = (event: FormEvent) => {
    event.preventDefault();
    const [x, y, z] = typed.map(parseTyped);
    const valid = typeof x === "number" && typeof y === "number" && typeof z === "number";
    setWrong(!valid);
    if (valid) onGo([x, y, z]);
  };

  return (
    <form onSubmit={go} className="flex flex-col gap-1">
      <span id={id} className="text-muted">
        {t("goTo")}
      </span>
      <div role="group" aria-labelledby={id} className="flex gap-1">
        {AXES.map((axis, index) => (
          <input
            key={axis}
            inputMode="text"
            autoComplete="off"
            aria-label={t("coordinate", { axis })}
            aria-invalid={wrong || undefined}
            placeholder={start ? formatMm(format, start[index] ?? 0) : axis}
            value={typed[index]}
            onChange={(event) => {
              const text = event.target.value;
              setTyped((old) => old.with(index, text) as [string, string, string]);
            }}
            className="h-7 w-0 min-w-0 flex-1 rounded-md border border-control bg-paper px-1.5 text-dense text-ink tabular-nums placeholder:text-muted"
          />
        ))}
        <Button type="submit" size="small" className="h-7">
          {t("go")}
        </Button>
      </div>
      {wrong ? (
        <p role="alert" className="text-major">
          {t("wrong")}
        </p>
      ) : null}
    </form>
  );
}
