import type { ActionResult } from "@/lib/access/action";

/** A scanner as the form holds it; numbers as they are typed. */
export interface ScannerDraft {
  siteId: string;
  manufacturer: string;
  model: string;
  fieldStrengthTesla: string;
  label: string;
  silentAfterHours: string;
  retired: boolean;
}

export interface SiteDraft {
  code: string;
  name: string;
  city: string;
}

/** What the page of the network lets people do; each is a server action. */
export interface NetworkActions {
  addSite: (site: SiteDraft) => Promise<ActionResult<null>>;
  editSite: (siteId: string, site: SiteDraft) => Promise<ActionResult<null>>;
  addScanner: (scanner: ScannerDraft) => Promise<ActionResult<null>>;
  editScanner: (scannerId: string, scanner: ScannerDraft) => Promise<ActionResult<null>>;
  addHardware: (input: { scannerId: string; on: string; note: string }) => Promise<ActionResult<null>>;
  acknowledge: (noticeId: string) => Promise<ActionResult<null>>;
}
