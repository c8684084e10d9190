"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Shows the page as it is by now, every few seconds while it is looked at: for what goes on without the reader. */
export function KeepFresh({ everySeconds }: { everySeconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everySeconds * 1000);
    return () => {
      clearInterval(timer);
    };
  }, [router, everySeconds]);
  return null;
}
