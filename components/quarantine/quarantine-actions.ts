import type { ScannerDraft } from "@/components/network/network-actions";
import type { ActionResult } from "@/lib/access/action";
import type { HeldOutcome } from "@/lib/ingest/carry-out";
import type { HeldGroupName } from "@/lib/ingest/held-selection";
import type { HeldDecision } from "@/lib/ingest/rules/decisions";

/** What can be decided about a group of held files; each is a server action. */
export interface QuarantineActions {
  count: (group: HeldGroupName, decision: HeldDecision) => Promise<ActionResult<number>>;
  retry: (group: HeldGroupName) => Promise<ActionResult<HeldOutcome>>;
  erase: (group: HeldGroupName) => Promise<ActionResult<HeldOutcome>>;
  drop: (group: HeldGroupName) => Promise<ActionResult<HeldOutcome>>;
  mapKnown: (group: HeldGroupName, scannerId: string) => Promise<ActionResult<HeldOutcome>>;
  mapNew: (group: HeldGroupName, scanner: ScannerDraft) => Promise<ActionResult<HeldOutcome>>;
}
