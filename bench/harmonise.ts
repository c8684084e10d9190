import { performance } from "node:perf_hooks";
import { openBenchCatalogue } from "./lib/catalogue";

const SERIES = Number(process.argv[3] ?? 500_000);

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
    const filled = await fillYear(SERIES);
    const judge = async () => {
      const task = { reason: "asked", selection: { by: "all" }, createdById: null } as const;
      const taskId = await inTransaction((tx) => queueRejudging(tx, task));
      const started = performance.now();
      const cpu = process.cpuUsage();
      await workJudgingTask(systemActor("bench"), taskId);
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      return { seconds, cpuSeconds: (user + system) / 1e6 };
    };
    const first = await judge();
    const verdicts = await db().verdict.count();
    const wrong = await db().verdict.count({ where: { NOT: { value: "compliant" } } });
    const again = await judge();
    await db().$executeRaw`TRUNCATE "Verdict"`;
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
      peer: { seconds: peer, verdicts: written },
      ratio: first.seconds / peer,
    };
  } finally {
    await catalogue.stop();
  }
}
