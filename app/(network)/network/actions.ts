"use server";

import { z } from "zod";
import type { ScannerDraft, SiteDraft } from "@/components/network/network-actions";
import { type ActionResult, runAction } from "@/lib/access/action";
import { acknowledgeNotice } from "@/lib/network/acknowledge-notice";
import { addHardwareEpoch, addHardwareEpochSchema } from "@/lib/network/add-hardware-epoch";
import { addScanner as add, addScannerSchema } from "@/lib/network/add-scanner";
import { addSite as addOne, addSiteSchema } from "@/lib/network/add-site";
import { editScanner as edit, editScannerSchema } from "@/lib/network/edit-scanner";
import { editSite as editOne, editSiteSchema } from "@/lib/network/edit-site";
import { scannerDraftSchema } from "@/lib/network/scanner-fields";

export async function addSite(site: SiteDraft): Promise<ActionResult<null>> {
  return runAction(addSiteSchema, site, async (actor, input) => {
    await addOne(actor, input);
    return null;
  });
}

export async function editSite(siteId: string, site: SiteDraft): Promise<ActionResult<null>> {
  return runAction(editSiteSchema, { ...site, siteId }, async (actor, input) => {
    await editOne(actor, input);
    return null;
  });
}

export async function addScanner(scanner: ScannerDraft): Promise<ActionResult<null>> {
  return runAction(scannerDraftSchema, scanner, async (actor, input) => {
    await add(actor, addScannerSchema.parse(input));
    return null;
  });
}

export async function editScanner(scannerId: string, scanner: ScannerDraft): Promise<ActionResult<null>> {
  const schema = z.object({ scannerId: z.guid(), scanner: scannerDraftSchema });
  return runAction(schema, { scannerId, scanner }, async (actor, input) => {
    await edit(actor, editScannerSchema.parse({ ...input.scanner, scannerId: input.scannerId }));
    return null;
  });
}

export async function addHardware(input: {
  scannerId: string;
  on: string;
  note: string;
}): Promise<ActionResult<null>> {
  return runAction(addHardwareEpochSchema, input, async (actor, event) => {
    await addHardwareEpoch(actor, event);
    return null;
  });
}

export async function acknowledge(noticeId: string): Promise<ActionResult<null>> {
  return runAction(z.guid(), noticeId, async (actor, id) => {
    await acknowledgeNotice(actor, id);
    return null;
  });
}
