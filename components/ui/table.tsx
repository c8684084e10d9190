import type { ComponentProps } from "react";
import { classNames } from "./class-names";

/** A table on a surface with hairlines. It scrolls sideways in its own frame rather than pushing the page. */
export function Table({ className, "aria-label": label, ...props }: ComponentProps<"table">) {
  return (
    <div
      className="overflow-x-auto rounded-lg border bg-surface"
      role={label ? "region" : undefined}
      aria-label={label}
      tabIndex={label ? 0 : undefined}
    >
      <table
        aria-label={label}
        className={classNames("w-full border-collapse text-dense", className)}
        {...props}
      />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={classNames("text-micro text-muted", className)} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

/** A row of 32 px, or of 43 px where `thumbnails` are shown. */
export function TableRow({
  thumbnails = false,
  className,
  ...props
}: ComponentProps<"tr"> & { thumbnails?: boolean }) {
  return (
    <tr
      className={classNames(
        "border-t in-[thead]:border-t-0",
        thumbnails ? "h-[2.6875rem]" : "h-8",
        className,
      )}
      {...props}
    />
  );
}

/** A column heading; `numeric` aligns it with its figures. */
export function TableHeading({
  numeric = false,
  className,
  scope = "col",
  ...props
}: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope={scope}
      className={classNames(
        "h-8 px-3 font-medium whitespace-nowrap first:pl-4 last:pr-4",
        numeric ? "text-right" : "text-left",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({
  numeric = false,
  className,
  ...props
}: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      className={classNames(
        "px-3 py-1 first:pl-4 last:pr-4",
        numeric ? "text-right" : "text-left",
        className,
      )}
      {...props}
    />
  );
}
