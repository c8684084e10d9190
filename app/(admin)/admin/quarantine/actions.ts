"use server";

import { z } from "zod";
import type { ScannerDraft } from "@/components/network/network-actions";
import { type ActionResult, runAction } from "@/lib/access/action";
import type { HeldOutcome } from "@/lib/ingest/carry-out";
import { countHeld, countHeldSchema } from "@/lib/ingest/count-held";
import { dropHeldCreators } from "@/lib/ingest/drop-held-creators";
import { eraseHeldFiles } from "@/lib/ingest/erase-held";
import { type HeldGroupName, heldGroupSchema } from "@/lib/ingest/held-selection";
import { mapHeldScanner, mapHeldScannerSchema } from "@/lib/ingest/map-held-scanner";
import { releaseHeldFiles } from "@/lib/ingest/release-held";
import type { HeldDecision } from "@/lib/ingest/rules/decisions";
import { scannerDraftSchema } from "@/lib/network/scanner-fields";

export async function count(group: HeldGroupName, decision: HeldDecision): Promise<ActionResult<number>> {
  return runAction(countHeldSchema, { ...group, decision }, countHeld);
}

export async function retry(group: HeldGroupName): Promise<ActionResult<HeldOutcome>> {
  return runAction(heldGroupSchema, group, releaseHeldFiles);
}

export async function erase(group: HeldGroupName): Promise<ActionResult<HeldOutcome>> {
  return runAction(heldGroupSchema, group, eraseHeldFiles);
}

export async function drop(group: HeldGroupName): Promise<ActionResult<HeldOutcome>> {
  return runAction(heldGroupSchema, group, dropHeldCreators);
}

export async function mapKnown(group: HeldGroupName, scannerId: string): Promise<ActionResult<HeldOutcome>> {
  const input = { ...group, scanner: { kind: "known", scannerId } };
  return runAction(mapHeldScannerSchema, input, mapHeldScanner);
}

export async function mapNew(
  group: HeldGroupName,
  scanner: ScannerDraft,
): Promise<ActionResult<HeldOutcome>> {
  const schema = z.object({ group: heldGroupSchema, scanner: scannerDraftSchema });
  return runAction(schema, { group, scanner }, (actor, input) =>
    mapHeldScanner(
      actor,
      mapHeldScannerSchema.parse({ ...input.group, scanner: { ...input.scanner, kind: "new" } }),
    ),
  );
}
