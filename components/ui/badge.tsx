import type { ReactNode } from "react";
import { classNames } from "./class-names";

const TONES = {
  neutral: "border-line text-muted",
  strong: "border-control text-ink",
  thread: "border-thread text-thread",
  warning: "border-minor text-minor",
  danger: "border-major text-major",
} as const;

/** A short word about the thing beside it. */
export function Badge({ tone = "neutral", children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-micro font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
