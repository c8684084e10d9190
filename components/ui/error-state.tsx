"use client";

import { Button } from "./button";

/** Something failed: what it means for the reader, how to try again, and a reference for whoever runs the service. */
export function ErrorState({
  title,
  body,
  reference,
  retry,
}: {
  title: string;
  body?: string;
  reference?: string;
  retry?: { label: string; onRetry: () => void };
}) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 border-l-2 border-major py-2 pl-5">
      <h2 className="text-sentence font-semibold">{title}</h2>
      {body ? <p className="max-w-prose text-read text-muted">{body}</p> : null}
      {reference ? <p className="font-mono text-micro text-muted">{reference}</p> : null}
      {retry ? (
        <Button className="mt-2" onClick={retry.onRetry}>
          {retry.label}
        </Button>
      ) : null}
    </div>
  );
}
