import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { objectStore } from "@/lib/platform/store";
import { StoreSurvey } from "@/lib/platform/store-survey";
import { CatalogueCheck, type CheckOptions } from "./catalogue-check";
import type { Finding } from "./finding";

/**
 * Checks that rows and objects agree, and mends on demand. Safe beside running processes: objects that are younger
 * than an hour are then left alone.
 * @returns how much was found, and how much of it was mended
 * @throws AppError `forbidden`
 */
export async function checkCatalogue(
  actor: Actor,
  options: CheckOptions,
  tell: (finding: Finding) => void = () => undefined,
): Promise<{ findings: number; mended: number }> {
  requireCan(actor, "operations.run", { siteId: null });
  const found = { findings: 0, mended: 0 };
  const count = (finding: Finding) => {
    found.findings += 1;
    if (finding.mended) found.mended += 1;
    tell(finding);
  };
  await new CatalogueCheck(db(), objectStore(), new StoreSurvey(), options, count).run();
  await audit(db(), actor, { type: "catalogue.checked", detail: found });
  return found;
}
