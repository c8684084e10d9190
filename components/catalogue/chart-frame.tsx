import type { ReactNode } from "react";

/** A small chart on a surface: title, legend, drawing. */
export function ChartFrame({
  title,
  legend,
  children,
}: {
  title: string;
  legend?: ReactNode;
  children: ReactNode;
}) {
  return (
    <figure className="flex min-w-0 flex-col rounded-lg border bg-surface px-3 pt-2 pb-1.5">
      <figcaption className="mb-1 flex items-baseline justify-between gap-3">
        <span className="truncate font-medium text-muted">{title}</span>
        <span className="flex shrink-0 gap-3 text-micro text-muted">{legend}</span>
      </figcaption>
      {children}
    </figure>
  );
}
