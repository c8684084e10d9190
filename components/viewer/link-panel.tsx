"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Vec3 } from "@/lib/viewer/geometry";
import { formatMm, parseTyped } from "./format";
import type { LinkedViews } from "./use-linked-views";

const AXES = ["x", "y", "z"] as const;

/** Says how the two exams are linked, and lets the offset be adjusted where the scanner gives no common frame. */
export function LinkPanel({ views }: { views: LinkedViews }) {
  const t = useTranslations("viewer.link");
  const { link, linked, offsetMm, setOffset, setLinked, linkHere } = views;
  const known = views.a.state.manifest !== null && views.b.state.manifest !== null;
  const byPosition = known && link.basis === "patient-position";
  return (
    <div className="flex flex-col gap-2">
      <p data-testid="link-basis" data-basis={known ? link.basis : undefined} data-linked={linked}>
        {!known ? t("unknown") : linked ? t(`basis.${link.basis}`) : t("free")}
      </p>
      <div className="flex flex-wrap gap-1">
        <Button size="small" aria-pressed={linked} onClick={() => setLinked(!linked)}>
          {linked ? t("unlink") : t("link")}
        </Button>
        {!linked && byPosition ? (
          <Button size="small" onClick={linkHere}>
            {t("linkHere")}
          </Button>
        ) : null}
      </div>
      {byPosition ? (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-muted">{t("offset")}</legend>
          {AXES.map((axis, index) => (
            <OffsetField
              key={`${axis} ${offsetMm[index]}`}
              axis={axis}
              valueMm={offsetMm[index] ?? 0}
              onChange={(mm) =>
                setOffset(offsetMm.map((old, i) => (i === index ? mm : old)) as unknown as Vec3)
              }
            />
          ))}
          <Button size="small" className="self-start" onClick={() => setOffset([0, 0, 0])}>
            {t("resetOffset")}
          </Button>
        </fieldset>
      ) : null}
    </div>
  );
}

const STEP_MM = 1;

function OffsetField({
  axis,
  valueMm,
  onChange,
}: {
  axis: string;
  valueMm: number;
  onChange(mm: number): void;
}) {
  const t = useTranslations("viewer.link");
  const format = useFormatter();
  const [text, setText] = useState(formatMm(format, valueMm));
  const commit = () => {
    const value = parseTyped(text);
    if (value === null) setText(formatMm(format, valueMm));
    else onChange(value);
  };
  return (
    <div className="flex items-center gap-1">
      <Button
        size="icon"
        className="size-7"
        aria-label={t("less", { axis })}
        onClick={() => onChange(valueMm - STEP_MM)}
      >
        −
      </Button>
      <input
        aria-label={t("offsetAxis", { axis })}
        data-testid={`offset-${axis}`}
        value={text}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        className="h-7 w-14 rounded-md border border-control bg-paper px-1.5 text-right text-ink tabular-nums"
      />
      <Button
        size="icon"
        className="size-7"
        aria-label={t("more", { axis })}
        onClick={() => onChange(valueMm + STEP_MM)}
      >
        +
      </Button>
      <span className="text-muted">{t(`axis.${axis}`)}</span>
    </div>
  );
}
