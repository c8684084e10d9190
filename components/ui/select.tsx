"use client";

import { Select as Radix } from "radix-ui";
import { classNames } from "./class-names";
import { Icon } from "./icons";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

interface SelectProps {
  options: readonly SelectOption[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  /** Field name, for use in a form. */
  name?: string;
  id?: string;
  placeholder?: string;
  disabled?: boolean;
  required?: boolean;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
  className?: string;
}

/** A choice of one among a few. Values must not be empty strings (Radix keeps "" for "nothing chosen"). */
export function Select({ options, placeholder, className, id, ...props }: SelectProps) {
  const {
    "aria-label": ariaLabel,
    "aria-describedby": describedBy,
    "aria-invalid": invalid,
    ...rootProps
  } = props;
  return (
    <Radix.Root {...rootProps}>
      <Radix.Trigger
        id={id}
        aria-label={ariaLabel}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        className={classNames(
          "inline-flex h-8 items-center justify-between gap-2 rounded-md border border-control bg-surface px-2.5 text-left text-dense text-ink",
          "hover:bg-hover aria-invalid:border-major data-[placeholder]:text-muted disabled:opacity-50",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon className="text-muted">
          <Icon name="chevronDown" className="size-3.5" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-lg border border-line bg-surface p-1 text-dense shadow-float"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="flex h-8 items-center gap-2 rounded-md pr-3 pl-1.5 outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover"
              >
                <span className="grid w-4 place-items-center text-thread">
                  <Radix.ItemIndicator>
                    <Icon name="check" className="size-3.5" />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
