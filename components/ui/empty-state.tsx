import type { ReactNode } from "react";

/** Nothing to show, why, and what to do next. */
export function EmptyState({
  title,
  body,
  action,
  headingLevel = 2,
}: {
  title: string;
  body?: ReactNode;
  action?: ReactNode;
  headingLevel?: 1 | 2 | 3;
}) {
  const Heading = `h${headingLevel}` as const;
  return (
    <div className="flex flex-col items-start gap-2 border-l-2 border-line py-2 pl-5">
      <Heading className="text-sentence font-semibold">{title}</Heading>
      {body ? <div className="max-w-prose text-read text-muted">{body}</div> : null}
      {action ? <div className="mt-2 flex gap-2">{action}</div> : null}
    </div>
  );
}
