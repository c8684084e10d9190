"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import type { VolumeView } from "./use-volume-view";

/** Slider over the fourth axis: time, b-value or echo. */
export function FourthAxis({ volume }: { volume: VolumeView }) {
  const t = useTranslations("viewer.fourthAxis");
  const format = useFormatter();
  const id = useId();
  const { manifest, t: position } = volume.state;
  const count = manifest?.dimensions[3] ?? 1;
  if (!manifest || count === 1) return null;
  const { kind, values, unit } = manifest.fourthAxis;
  const value = values[position];
  const shown =
    value === undefined ? "" : `${format.number(value, { maximumFractionDigits: 2 })} ${unit ?? ""}`.trim();
  return (
    <div className="flex items-center gap-2 border-t bg-surface px-3 py-1">
      <label htmlFor={id} className="text-muted">
        {t(`kind.${kind}`)}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={count - 1}
        step={1}
        value={position}
        aria-valuetext={t("position", { number: position + 1, count, value: shown })}
        onChange={(event) => void volume.session.select(Number(event.target.value))}
        className="h-6 min-w-0 flex-1 accent-thread"
      />
      <output className="min-w-36 text-right tabular-nums" data-testid="fourth-axis">
        {t("position", { number: position + 1, count, value: shown })}
      </output>
    </div>
  );
}
