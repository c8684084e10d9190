import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireSiteFilter } from "@/lib/access/policy";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { type DayAccount, findDays } from "./day-report-store";

const DAYS_SHOWN = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

export const listDaysSchema = z.object({
  /** Last day shown (ISO); null for today. */
  until: z.iso.date().nullable().catch(null),
});

export interface DaysPage {
  days: DayAccount[];
  today: string;
  /** Last day of the page before; always asked for, since a quiet fortnight is no end. */
  older: string;
}

/**
 * The account of each day by door and site: a delivery belongs to the day on which it began.
 * @throws AppError `forbidden`
 */
export async function listDays(actor: Actor, { until }: z.infer<typeof listDaysSchema>): Promise<DaysPage> {
  const filter = requireSiteFilter(actor, "ingest.read");
  const { timeZone } = env();
  // Canadian English writes ISO days.
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now());
  const last = until ?? today;
  const sites = filter.kind === "all" ? null : filter.siteIds;
  const days = await findDays(db(), sites, { last, days: DAYS_SHOWN, timeZone });
  await audit(db(), actor, { type: "ingest.days-listed", detail: { shown: days.length } });
  const older = new Date(Date.parse(`${last}T00:00:00Z`) - DAYS_SHOWN * DAY_MS).toISOString().slice(0, 10);
  return { days, today, older };
}
