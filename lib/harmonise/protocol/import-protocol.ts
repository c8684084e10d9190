import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import { AppError } from "@/lib/platform/errors";
import { MAX_DOCUMENT_LENGTH, parseProtocolDocument, type PlacedIssue } from "./parse-document";
import { type SavedVersion, saveProtocolVersion } from "./save-protocol-version";

export const importProtocolSchema = z.strictObject({
  // One more than is read, so that a text that is too long is told so with the others of its faults.
  text: z.string().max(MAX_DOCUMENT_LENGTH + 1),
  onOverlap: z.enum(["replace", "refuse"]),
});

export type ImportedProtocol = { ok: true; saved: SavedVersion } | { ok: false; issues: PlacedIssue[] };

const overlapSchema = z.object({
  reason: z.literal("overlaps-version"),
  version: z.number(),
  from: z.string(),
  until: z.string().nullable(),
});
const scannerSchema = z.object({ reason: z.literal("unknown-scanner"), path: z.string() });

/**
 * Saves a protocol version that is written in YAML or JSON, or says what is wrong with it, line by line; then nothing is
 * saved.
 * @throws AppError `forbidden`; `conflict` as save-protocol-version.ts
 */
export async function importProtocol(
  actor: Actor,
  { text, onOverlap }: z.infer<typeof importProtocolSchema>,
): Promise<ImportedProtocol> {
  requireCan(actor, "protocols.manage");
  const parsed = parseProtocolDocument(text);
  if (!parsed.ok) return parsed;
  try {
    const saved = await saveProtocolVersion(actor, { document: parsed.document, basedOn: null, onOverlap });
    return { ok: true, saved };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const overlaps = overlapSchema.safeParse(error.details);
    if (overlaps.success) {
      const { version, from, until } = overlaps.data;
      const values = { version, from, until: until ?? "–" };
      const path = ["validFrom"];
      return { ok: false, issues: [{ path, code: "overlaps-version", values, ...parsed.locate(path) }] };
    }
    const scanner = scannerSchema.safeParse(error.details);
    if (!scanner.success) throw error;
    const path = scanner.data.path.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    return { ok: false, issues: [{ path, code: "unknown-scanner", values: {}, ...parsed.locate(path) }] };
  }
}
