import type { ReactNode } from "react";

/** The frame of an ordinary page inside the shell: title, one line of context, actions, then the content. */
export function Page({
  title,
  context,
  actions,
  children,
}: {
  title: ReactNode;
  context?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-4 px-6.5 py-4">
      <header className="flex items-start justify-between gap-6">
        <div className="min-w-0">
          <h1 className="text-title font-semibold">{title}</h1>
          {context ? <div className="mt-0.5 text-dense text-muted">{context}</div> : null}
        </div>
        {actions ? <div className="flex shrink-0 flex-wrap justify-end gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  aside,
  children,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="text-read font-semibold">{title}</h2>
        {aside ? <div className="text-dense text-muted">{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}
