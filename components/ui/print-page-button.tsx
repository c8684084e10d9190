"use client";

import { Button } from "./button";

/** Prints the page as it is. */
export function PrintPageButton({ label }: { label: string }) {
  return (
    <Button
      onClick={() => {
        window.print();
      }}
    >
      {label}
    </Button>
  );
}
