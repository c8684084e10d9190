import type { ImportAnswer } from "@/lib/catalogue/clinical/import-clinical-table";

/** What the person chose. */
export interface GivenImport {
  siteId: string;
  text: string;
  fileName: string;
  projectCode: string | null;
}

/** Why a table was refused whole; `line` and lists of columns where the reason has them. */
export interface ImportFault {
  reason: string;
  line: number;
  diagnoses: string;
  scores: string;
}

export type ImportOutcome = { ok: true; answer: ImportAnswer } | { ok: false; fault: ImportFault };

/** Tries a table, or imports it. */
export async function sendImport(given: GivenImport, dryRun: boolean): Promise<ImportOutcome> {
  const response = await fetch("/api/clinical/imports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...given, dryRun }),
  }).catch(() => null);
  const body: unknown = await response?.json().catch(() => null);
  if (response?.ok) return { ok: true, answer: body as ImportAnswer };
  const details = (body as { details?: Record<string, unknown> } | null)?.details ?? {};
  const names = (value: unknown) => (Array.isArray(value) ? value.join(", ") : "");
  return {
    ok: false,
    fault: {
      reason: typeof details["reason"] === "string" ? details["reason"] : "other",
      line: typeof details["line"] === "number" ? details["line"] : 0,
      diagnoses: names(details["diagnoses"]),
      scores: names(details["scores"]),
    },
  };
}

/** Takes an import back; false when that could not be. */
export async function undoImport(importId: string): Promise<boolean> {
  const response = await fetch(`/api/clinical/imports/${importId}`, { method: "DELETE" }).catch(() => null);
  return response?.ok ?? false;
}
