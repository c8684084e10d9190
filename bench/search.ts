import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { openBenchCatalogue } from "./lib/catalogue";

/** `npm run bench -- search [1|10] [SEED]`: years of the region, and the seed of the questions. */
const YEARS = Number(process.argv[3] ?? 1);
const SEED = Number(process.argv[4] ?? Date.now() % 1_000_000);
const EXAMS_A_YEAR = 40_000;
/** So many of the questions are also asked of the peer, who takes long. */
const PEER_QUESTIONS = 10;
const TYPISTS = 20;
const WRITER_PAUSE_MS = 200;

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

/**
 * Sixty questions, each answered whole (three counts, what each clause removed, all facets, histograms, first page) by
 * the product while exams are being added; the peer is the same answer, without what each clause removed, as
 * straightforward SQL over the base tables: one query a count or facet, and one for the page. No result is cached.
 */
export async function bench(): Promise<Record<string, unknown>> {
  const catalogue = await openBenchCatalogue();
  const progress = (text: string) => process.stderr.write(`${text}\n`);
  try {
    const { db, inTransaction, Prisma } = await import("@/lib/platform/db/client");
    const { systemActor } = await import("@/lib/access/actor");
    const { askCohort } = await import("@/lib/cohort/ask-cohort");
    const { answeringExams } = await import("@/lib/cohort/criteria-sql-store");
    const { countedCharts, countedFacets } = await import("@/lib/cohort/cohort-facets-store");
    const { countedInSql } = await import("@/lib/cohort/columns/counted-question");
    const { countQuestion } = await import("@/lib/cohort/columns/count-question");
    const { firstExams } = await import("./lib/first-exams");
    const { countAll, totalsOf } = await import("@/lib/cohort/question-store");
    const { TOTALS } = await import("@/lib/catalogue/counted-values");
    const { currentColumns, forgetColumns } = await import("@/lib/catalogue/search-model/columns-store");
    const { REBUILD_TIMEOUT_MS, rebuildSearchModel } =
      await import("@/lib/catalogue/search-model/model-store");
    const { drawQuestions, FAMILIES } = await import("./lib/cohort-questions");
    const { fillRegion } = await import("./lib/region");
    const { startWriting } = await import("./lib/region-writer");

    const filled = await timed(() => fillRegion(YEARS * EXAMS_A_YEAR, SEED));
    progress(`filled ${JSON.stringify(filled.value)} in ${Math.round(filled.ms / 1000)} s`);
    const rebuilt = await timed(() => inTransaction(rebuildSearchModel, REBUILD_TIMEOUT_MS));
    progress(`rebuilt in ${Math.round(rebuilt.ms / 1000)} s`);
    await db().$executeRaw`VACUUM ANALYZE`;
    const loaded = await timed(currentColumns);
    const kinds = (await currentColumns()).kinds.size;
    progress(`columns read in ${Math.round(loaded.ms)} ms`);
    const codes = await db().$queryRaw<{ code: string }[]>`
      SELECT a."ancestorCode" AS "code" FROM "Diagnosis" d JOIN "DiagnosisTermAncestor" a ON a."descendantCode" = d."code"
      GROUP BY 1 HAVING count(*) > 20 ORDER BY count(*) DESC LIMIT 80`;
    const questions = drawQuestions(
      SEED,
      codes.map(({ code }) => code),
    );
    const actor = systemActor("bench");
    const reach = { filter: { kind: "all" as const }, withKeys: false };
    const page = (ids: string[]) =>
      db().exam.findMany({
        where: { id: { in: ids } },
        include: { subject: true, site: true, scanner: true, series: true, protocols: true },
      });
    const ask = async (criteria: (typeof questions)[number]["criteria"]) => {
      const answer = await askCohort(actor, criteria);
      await page(firstExams(await currentColumns(), reach, criteria, 50));
      return answer;
    };
    const askPeer = async (criteria: (typeof questions)[number]["criteria"]) => {
      const parts = [
        totalsOf(criteria, reach, TOTALS),
        ...countedFacets(criteria, reach),
        ...countedCharts(criteria, reach),
      ];
      for (const part of parts) await countAll(reach, [part]);
      const rows = await db().$queryRaw<{ id: string }[]>(Prisma.sql`
        WITH ${answeringExams(criteria, reach.filter, "member")}
        SELECT m."id"::text AS "id" FROM "member" m JOIN "Subject" s ON s."id" = m."subjectId"
        ORDER BY s."pseudonym", m."examAt", m."id" LIMIT 50`);
      await page(rows.map(({ id }) => id));
    };

    const stopWriting = startWriting(WRITER_PAUSE_MS);
    // Once over for compilation, with other questions.
    for (const { criteria } of drawQuestions(
      SEED + 1,
      codes.map(({ code }) => code),
    ).slice(0, 12))
      await ask(criteria);
    const cpuBefore = process.cpuUsage();
    const times: { family: (typeof FAMILIES)[number]; ms: number }[] = [];
    for (const { family, criteria } of questions)
      times.push({ family, ms: (await timed(() => ask(criteria))).ms });
    const { user, system } = process.cpuUsage(cpuBefore);
    progress(JSON.stringify(percentiles(times.map(({ ms }) => ms))));

    const typed: number[] = [];
    if (YEARS <= 2) {
      await Promise.all(
        Array.from({ length: TYPISTS }, async (_, typist) => {
          for (let stroke = 0; stroke < 6; stroke++) {
            const question = questions[(typist * 7 + stroke) % questions.length];
            if (question) typed.push((await timed(() => askCohort(actor, question.criteria))).ms);
            await new Promise((resolve) => setTimeout(resolve, 250 + ((typist * 37) % 100)));
          }
        }),
      );
    }
    const written = await stopWriting();

    const sample = questions.filter(
      (_, index) => index % Math.floor(questions.length / PEER_QUESTIONS) === 0,
    );
    const again: number[] = [];
    const peer: number[] = [];
    const oneStatement: number[] = [];
    for (const { criteria } of sample) {
      again.push((await timed(() => ask(criteria))).ms);
      peer.push((await timed(() => askPeer(criteria))).ms);
      oneStatement.push(
        (await timed(() => countedInSql(reach, { criteria, facets: true, variants: [] }))).ms,
      );
      progress(
        `${Math.round(again.at(-1) ?? 0)} ${Math.round(peer.at(-1) ?? 0)} ${Math.round(oneStatement.at(-1) ?? 0)}`,
      );
    }
    let differing = 0;
    for (const { criteria } of sample.slice(0, 6)) {
      const question = { criteria, facets: true, variants: [] };
      const text = (rows: { facet: string; value: string; count: number }[]) =>
        rows
          .flatMap((row) => (row.count > 0 ? [`${row.facet} ${row.value} ${row.count}`] : []))
          .sort()
          .join();
      const inSql = text(await countedInSql(reach, question));
      if (text(countQuestion(await currentColumns(), reach, question)) !== inSql) differing += 1;
    }
    forgetColumns();
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    const all = percentiles(times.map(({ ms }) => ms));
    return {
      years: YEARS,
      seed: SEED,
      ...filled.value,
      kinds,
      seconds: {
        fill: Math.round(filled.ms / 1000),
        rebuild: Math.round(rebuilt.ms / 1000),
        readColumns: Math.round(loaded.ms / 100) / 10,
      },
      loadAverage: loadavg().map((load) => Math.round(load)),
      memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
      ours: {
        ...all,
        byFamily: Object.fromEntries(
          FAMILIES.map((family) => [
            family,
            percentiles(times.filter((one) => one.family === family).map(({ ms }) => ms)),
          ]),
        ),
        typists: typed.length > 0 ? percentiles(typed) : null,
        cpuMsPerQuestion: Math.round((user + system) / 1000 / questions.length),
        examsWrittenMeanwhile: written,
        differing,
      },
      peer: percentiles(peer),
      oneStatement: percentiles(oneStatement),
      ratio: sum(peer) / sum(again),
      ratioOneStatement: sum(oneStatement) / sum(again),
    };
  } finally {
    await catalogue.stop();
  }
}
