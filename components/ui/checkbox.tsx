"use client";

import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/** A checkbox in the thread colour. Give it an accessible name (a label by `id`, or `aria-label`). */
export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={classNames(
        "grid size-3.5 shrink-0 place-items-center rounded-sm border border-control bg-surface text-on-thread",
        "data-[state=checked]:border-thread data-[state=checked]:bg-thread data-[state=indeterminate]:border-thread data-[state=indeterminate]:bg-thread",
        "disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <Radix.Indicator>
        <svg viewBox="0 0 12 12" className="size-2.5" fill="none" aria-hidden="true">
          {props.checked === "indeterminate" ? (
            <path d="M2.5 6h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          ) : (
            <path
              d="M2.5 6.3 5 8.8 9.5 3.5"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          )}
        </svg>
      </Radix.Indicator>
    </Radix.Root>
  );
}
