import { randomBytes, randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { inspectionPool } from "@/lib/ingest/inspection/pool";
import { fuzz, fuzzOriginals, type FuzzReport } from "@/lib/ingest/testing/fuzz";
import { sharedData } from "@/lib/platform/testing/shared-data";

/**
 * `npm run fuzz -- --minutes N [--seed S]`: breaks copies of the given files in seeded ways and reads them as the
 * service does. Ends with 1 when one hangs for over 5 s, ends its thread or fails without a fate; prints its seed, by
 * which it can be made again (nothing of the file).
 */
const SERVICE_CHECK_EVERY = 500;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
  const minutes = Number(values.minutes ?? "1");
  const folder = sharedData();
  if (!folder || !Number.isFinite(minutes) || minutes <= 0) {
    process.stderr.write("usage: npm run fuzz -- --minutes N [--seed S]; needs the given files\n");
    return 2;
  }
  const originals = fuzzOriginals(folder);
  const uidKey = randomBytes(32);
  const pool = inspectionPool({ keys: { uidKey, linkageKey: uidKey } });
  const context = { pseudonym: "ARI-FUZZ-00", dateOffsetDays: 40_000, uidKey };
  const until = Date.now() + minutes * 60_000;
  let seed = values.seed === undefined ? randomInt(2 ** 30) : Number(values.seed);
  const total: FuzzReport = { files: 0, fates: {}, slowestMs: 0, findings: [] };
  const [whole = ""] = originals;
  while (Date.now() < until) {
    const seeds = Array.from({ length: SERVICE_CHECK_EVERY }, () => (seed += 1));
    const report = await fuzz(pool, originals, seeds, context);
    total.files += report.files;
    total.slowestMs = Math.max(total.slowestMs, report.slowestMs);
    total.findings.push(...report.findings);
    for (const [fate, count] of Object.entries(report.fates))
      total.fates[fate] = (total.fates[fate] ?? 0) + count;
    // The service still answers: a whole file is read as ever.
    const answer = await pool.inspect({ path: whole });
    if (answer.kind === "usable") answer.release();
  }
  await pool.close();
  process.stdout.write(`${JSON.stringify(total)}\n`);
  return total.findings.length > 0 ? 1 : 0;
}

process.exitCode = await main();
