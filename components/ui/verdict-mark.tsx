"use client";

import { useTranslations } from "next-intl";
import { classNames } from "./class-names";

export type VerdictValue = "compliant" | "minor" | "major" | "undetermined";

const COLOURS: Record<VerdictValue, string> = {
  compliant: "text-compliant",
  minor: "text-minor",
  major: "text-major",
  undetermined: "text-undetermined",
};

function Shape({ value }: { value: VerdictValue }) {
  switch (value) {
    case "compliant":
      return <circle cx="6" cy="6" r="5" fill="currentColor" />;
    case "minor":
      return (
        <>
          <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.75a4.25 4.25 0 0 0 0 8.5z" fill="currentColor" />
        </>
      );
    case "major":
      return <path d="M6 .8 11.6 11H.4z" fill="currentColor" />;
    case "undetermined":
      return <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
  }
}

/** A verdict by shape and colour, with its word beside it; `compact` keeps the word for hover and screen readers. */
export function VerdictMark({ value, compact = false }: { value: VerdictValue; compact?: boolean }) {
  const t = useTranslations("terms");
  const word = t(`verdict.${value}`);
  return (
    <span className={classNames("inline-flex items-center gap-1.5", COLOURS[value])}>
      <svg
        viewBox="0 0 12 12"
        className="size-2.5 shrink-0"
        role={compact ? "img" : undefined}
        aria-hidden={!compact}
      >
        {compact ? <title>{word}</title> : null}
        <Shape value={value} />
      </svg>
      {compact ? null : word}
    </span>
  );
}
