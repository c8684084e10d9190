import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "medium" | "small" | "icon";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-ink text-on-ink border-ink hover:opacity-90",
  secondary: "bg-surface text-ink border-line hover:bg-hover hover:border-control",
  quiet: "bg-transparent text-muted border-transparent hover:text-ink hover:bg-hover",
  danger: "bg-surface text-major border-major hover:bg-hover",
};

const SIZES: Record<ButtonSize, string> = {
  medium: "h-8 px-3 gap-2 text-dense",
  small: "h-6.5 px-2 gap-1.5 text-dense",
  icon: "size-8 justify-center",
};

/** Classes of a button, for the rare element that must look like one (see LinkButton). */
export function buttonClasses(variant: ButtonVariant = "secondary", size: ButtonSize = "medium"): string {
  return classNames(
    "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors select-none",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
    VARIANTS[variant],
    SIZES[size],
  );
}

interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Gives the look to the only child instead of rendering a <button>. */
  asChild?: boolean;
}

/** A button; `type` is "button" unless said, so that it never submits a form by accident. */
export function Button({
  variant,
  size,
  asChild = false,
  className,
  type = "button",
  ...props
}: ButtonProps) {
  const classes = classNames(buttonClasses(variant, size), className);
  if (asChild) return <Slot.Root className={classes} {...props} />;
  return <button type={type} className={classes} {...props} />;
}
