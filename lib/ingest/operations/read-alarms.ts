import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, requireCan } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { type Alarm, countStanding, judgeAlarms } from "./alarms";
import { type DeadLetter, findDeadLetters, findSiteOfSeries, type SilentScanner } from "./alarms-store";
import { FactsReader } from "./gather-facts";

/** More dead letters than this are a count. */
const MOST_LETTERS = 50;

export interface AlarmReport {
  alarms: Alarm[];
  deadLetters: (DeadLetter & { mayRetry: boolean })[];
  silentScanners: SilentScanner[];
  failures: { failure: string; count: number }[];
}

/** Whether the catalogue is well, and what is not. No person is in it. @throws AppError `forbidden` */
export async function readAlarms(actor: Actor): Promise<AlarmReport> {
  requireCan(actor, "operations.read");
  const facts = await new FactsReader(db()).read();
  const alarms = judgeAlarms(facts);
  const letters = await findDeadLetters(db(), MOST_LETTERS);
  const deadLetters: AlarmReport["deadLetters"] = [];
  for (const letter of letters) {
    const siteId = letter.seriesId === null ? null : await findSiteOfSeries(db(), letter.seriesId);
    deadLetters.push({ ...letter, mayRetry: can(actor, "operations.retry", { siteId }) });
  }
  await audit(db(), actor, { type: "alarms.viewed", detail: { standing: countStanding(alarms) } });
  return { alarms, deadLetters, silentScanners: facts.scanners, failures: facts.failures };
}
