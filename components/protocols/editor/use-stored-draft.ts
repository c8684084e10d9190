import { useEffect, useSyncExternalStore } from "react";
import { z } from "zod";
import type { ProtocolDraft } from "./editor-draft";

/** Enough to know that what is stored was stored by this form. */
const storedSchema = z.object({
  code: z.string(),
  name: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  reason: z.string(),
  ordered: z.boolean(),
  steps: z.array(
    z.object({ key: z.string(), rules: z.array(z.object({})), variants: z.array(z.object({})) }),
  ),
  pairs: z.array(z.object({ key: z.string() })),
});

const keyOf = (name: string) => `ariane.protocol.${name}`;

/** What was being written in this tab when it was left; null for nothing. */
export function readStoredDraft(name: string): ProtocolDraft | null {
  try {
    const text = sessionStorage.getItem(keyOf(name));
    if (text === null) return null;
    const data: unknown = JSON.parse(text);
    return storedSchema.safeParse(data).success ? (data as ProtocolDraft) : null;
  } catch {
    return null;
  }
}

/** Forgets it. */
export function forgetStoredDraft(name: string): void {
  try {
    sessionStorage.removeItem(keyOf(name));
  } catch {
    // A browser without storage has nothing to forget.
  }
}

/** Keeps what is being written, for as long as the tab lives. */
export function useStoreDraft(name: string, draft: ProtocolDraft, isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    try {
      sessionStorage.setItem(keyOf(name), JSON.stringify(draft));
    } catch {
      // Full or forbidden: the form works without.
    }
  }, [name, draft, isChanged]);
}

const never = () => () => undefined;

/** False on the server and while its page is taken over. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
