import type { ActionResult } from "@/lib/access/action";
import type { DryRun } from "@/lib/harmonise/protocol/dry-run-protocol";
import type { ImportedProtocol } from "@/lib/harmonise/protocol/import-protocol";
import type { ProtocolDocument } from "@/lib/harmonise/protocol/content";
import type { SavedVersion } from "@/lib/harmonise/protocol/save-protocol-version";

/** What the pages of protocols let people do; each is a server action. */
export interface ProtocolActions {
  save: (input: {
    document: ProtocolDocument;
    basedOn: number | null;
    onOverlap: "replace" | "refuse";
  }) => Promise<ActionResult<SavedVersion>>;
  importText: (input: {
    text: string;
    onOverlap: "replace" | "refuse";
  }) => Promise<ActionResult<ImportedProtocol>>;
  dryRun: (input: { document: ProtocolDocument }) => Promise<ActionResult<DryRun>>;
}
