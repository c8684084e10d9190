import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { openBenchCatalogue } from "./lib/catalogue";

const SERIES = Number(process.argv[3] ?? 500_000);

/** Of /proc/<pid>/stat on Linux (sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

/** Ticks of a process, and of those that it started and that have ended; null when it has ended itself. */
function processStat(pid: number): { parent: number; ticks: number; endedTicks: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name comes before, in brackets, and may hold anything.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ticks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    return null;
  }
}

/**
 * A year of the network (500,000 series) against four protocols that ask for every series: read, judged and written as
 * the job does it, in parts of their own transactions. Aim: 180 s on two cores. The peer is the least that any way of
 * doing it must do: one INSERT ... SELECT that writes as many verdicts, all alike, without judging anything.
 */
export async function bench(): Promise<Record<string, unknown>> {
  const catalogue = await openBenchCatalogue();
  try {
    const { fillYear } = await import("./lib/judged-year");
    const { db, inTransaction } = await import("@/lib/platform/db/client");
    const { systemActor } = await import("@/lib/access/actor");
    const { queueRejudging } = await import("@/lib/harmonise/queue-judging");
    const { workJudgingTask } = await import("@/lib/harmonise/work-judging-task");
    /** What PostgreSQL has used of the processor, ended connections included: on a busy machine seconds say little. */
    const databaseCpuSeconds = async () => {
      const rows = await db().$queryRaw<{ pid: number }[]>`SELECT pid FROM pg_stat_activity`;
      const alive = rows.flatMap(({ pid }) => processStat(pid) ?? []);
      const server = processStat(alive[0]?.parent ?? 0);
      return alive.reduce((sum, { ticks }) => sum + ticks, server?.endedTicks ?? 0) / TICKS_PER_SECOND;
    };
    const filled = await fillYear(SERIES);
    const judge = async () => {
      const task = { reason: "asked", selection: { by: "all" }, createdById: null } as const;
      const taskId = await inTransaction((tx) => queueRejudging(tx, task));
      const started = performance.now();
      const cpu = process.cpuUsage();
      const database = await databaseCpuSeconds();
      await workJudgingTask(systemActor("bench"), taskId);
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      const databaseSeconds = (await databaseCpuSeconds()) - database;
      return { seconds, cpuSeconds: (user + system) / 1e6, databaseCpuSeconds: databaseSeconds };
    };
    const first = await judge();
    const verdicts = await db().verdict.count();
    const wrong = await db().verdict.count({ where: { NOT: { value: "compliant" } } });
    const again = await judge();
    await db().$executeRaw`TRUNCATE "Verdict"`;
    const before = await databaseCpuSeconds();
    const started = performance.now();
    const written = await inTransaction(
      (tx) => tx.$executeRaw`
        INSERT INTO "Verdict" ("seriesId", "protocolVersionId", "value", "stepOrdinal", "findings", "current")
        SELECT s."id", v."id", 'compliant', 0, '[]', true FROM "Series" s CROSS JOIN "ProtocolVersion" v
        WHERE s."role" <> 'localiser'`,
      600_000,
    );
    const peer = (performance.now() - started) / 1000;
    return {
      ours: { ...filled, verdicts, wrong, first, again },
      peer: { seconds: peer, databaseCpuSeconds: (await databaseCpuSeconds()) - before, verdicts: written },
      ratio: first.seconds / peer,
    };
  } finally {
    await catalogue.stop();
  }
}
