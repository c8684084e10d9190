"use client";

import { ErrorDocument } from "@/components/shell/error-document";
import "./globals.css";

/** Last resort, when the root layout itself fails: no translations are loaded, so it speaks both languages. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorDocument onRetry={reset} />;
}
