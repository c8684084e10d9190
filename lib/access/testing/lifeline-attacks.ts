import { acknowledgeFinding } from "@/lib/harmonise/lifeline/acknowledge-finding";
import { watchScanners } from "@/lib/harmonise/lifeline/watch-scanners";
import type { Actor } from "../actor";
import { type SiteFixture, writeScannerFinding } from "./two-sites-store";

// The attacks on the life line of scanners; what it tells to whom is tested in lib/harmonise/lifeline.

export const LIFELINE_OF_A_SITE: Record<string, (actor: Actor, site: SiteFixture) => Promise<unknown>> = {
  "lib/harmonise/lifeline/acknowledge-finding.ts": async (actor, { siteId }) =>
    acknowledgeFinding(actor, await writeScannerFinding(siteId)),
};

export const LIFELINE_JOBS: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/harmonise/lifeline/watch-scanners.ts": (actor) => watchScanners(actor),
};
