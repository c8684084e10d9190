import type { ReactNode } from "react";

export interface Fact {
  key: string;
  label: ReactNode;
  value: ReactNode;
}

/** Names and values in two columns with hairlines; what is unknown is said in words by the caller, never left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="divide-y rounded-lg border bg-surface">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="grid grid-cols-[minmax(6rem,2fr)_3fr] gap-3 px-4 py-1.5">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
