"use client";

import { Dialog as Radix } from "radix-ui";
import { useLayoutEffect, useRef, type ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon } from "./icons";

interface DialogProps {
  /** The element that opens it; none when `open` is controlled. */
  trigger?: ReactNode;
  title: string;
  description?: string;
  /** Label of the closing cross. */
  closeLabel: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
  className?: string;
}

/** The element with the focus; for an item of a menu, the button of that menu, since the item goes away. */
function focusedOpener(): HTMLElement | null {
  const focused = document.activeElement;
  const menuButton = focused?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  if (menuButton) return document.getElementById(menuButton);
  return focused instanceof HTMLElement ? focused : null;
}

/** A modal dialog: focus is kept inside, Escape closes, focus returns to the trigger or to what had it before. */
export function Dialog({
  trigger,
  title,
  description,
  closeLabel,
  open,
  onOpenChange,
  children,
  className,
}: DialogProps) {
  const opener = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    // Runs before the content is mounted, while whatever opened it still has the focus.
    if (open) opener.current = focusedOpener();
  }, [open]);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/45" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={
            trigger
              ? undefined
              : (event) => {
                  event.preventDefault();
                  opener.current?.focus();
                }
          }
          className={classNames(
            "fixed top-1/2 left-1/2 z-50 max-h-[85dvh] w-[min(36rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-5 text-read text-ink shadow-float",
            className,
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={closeLabel}
              className="-mt-1 -mr-1 grid size-8 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
            >
              <Icon name="close" />
            </Radix.Close>
          </div>
          {description ? (
            <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
          ) : null}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Wraps the button that closes the dialog it is in. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
