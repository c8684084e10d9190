import Link from "next/link";
import type { ComponentProps } from "react";
import { buttonClasses, type ButtonSize, type ButtonVariant } from "./button";
import { classNames } from "./class-names";

interface LinkButtonProps extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
  size?: ButtonSize;
}

/** A link that looks like a button: for going somewhere, not for doing something. */
export function LinkButton({ variant, size, className, ...props }: LinkButtonProps) {
  return <Link className={classNames(buttonClasses(variant, size), className)} {...props} />;
}
