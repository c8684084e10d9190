import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, requireCan } from "@/lib/access/policy";
import { linkageHash } from "@/lib/deid/identity";
import { now } from "@/lib/platform/clock";
import { inTransaction, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { secrets } from "@/lib/platform/secrets";
import { resolveDiagnosis } from "@/lib/terminology/resolve-diagnosis";
import { findSiteCode } from "../find-subject-store";
import {
  findOpposedHashes,
  findProjectId,
  findSameFile,
  findStated,
  findSubjectsByHash,
  findSubjectsByPseudonym,
  insertImport,
  lockImports,
} from "./clinical-import-store";
import type {
  GivenSubject,
  ImportSubject,
  RowProblem,
  RowReason,
  RowWarning,
  StatedTable,
} from "./clinical-row";
import { dayOf } from "./given-date";
import { findListedTerms } from "./listed-terms-store";
import { type ImportPlan, planImport } from "./plan-import";
import { readClinicalTable } from "./read-clinical-table";

export const importClinicalSchema = z.object({
  siteId: z.guid(),
  /** The table. Never stored or logged: it holds identifiers and true dates. */
  text: z.string().max(20_000_000),
  /** Name of the file, from which a BIDS sessions table tells whose it is. Never stored or logged. */
  fileName: z.string().max(255).default(""),
  /** Code of the project in which a participants table's controls are controls. */
  projectCode: z.string().trim().max(60).nullable().default(null),
  /** Only says what would happen. */
  dryRun: z.boolean(),
});

/** What an import would bring, or brought. */
export interface ImportAnswer {
  kind: StatedTable["kind"];
  rows: number;
  diagnoses: number;
  scores: number;
  controls: number;
  duplicates: number;
  /** How many cells are wrong, by reason; with any, nothing is imported. */
  wrong: Partial<Record<RowReason, number>>;
  /** The first of them. */
  problems: RowProblem[];
  /** Rows that may be somebody else's. */
  warnings: RowProblem<RowWarning>[];
  warningCount: number;
  ignoredColumns: string[];
  /** Controls that are not kept, since no project was named. */
  controlsWithoutProject: number;
  /** When this very file was imported, and not taken back. */
  sameFileAt: string | null;
  /** Null for a dry run. */
  importId: string | null;
}

const MAX_SHOWN = 200;
const IMPORT_TIMEOUT_MS = 300_000;

/** Enough for a day of mending tables, too few to try out numbers: an answer tells which identifiers are known. */
const perUser = new RateLimiterMemory({ keyPrefix: "clinical", points: 60, duration: 10 * 60 });

/**
 * Reads a table of diagnoses, scores or BIDS participants or sessions into a site's subjects. True dates take each
 * subject's offset. All or nothing: one wrong row, or a file that was imported before, and nothing is kept.
 * @throws AppError `forbidden` for anyone but a data manager of that site; `invalid-input`; `conflict`; `rate-limited`
 */
export async function importClinicalTable(
  actor: Actor,
  { siteId, text, fileName, projectCode, dryRun }: z.infer<typeof importClinicalSchema>,
): Promise<ImportAnswer> {
  requireCan(actor, "clinical.manage", { siteId });
  if (!isSystem(actor)) await countLookup(actor.userId);
  return inTransaction(async (tx) => {
    await lockImports(tx, siteId);
    const siteCode = await findSiteCode(tx, siteId);
    if (siteCode === null) throw new AppError("not-found");
    const projectId = projectCode === null ? null : await findProjectId(tx, projectCode);
    if (projectCode !== null && projectId === null)
      throw new AppError("invalid-input", "unknown project", { reason: "project-unknown" });
    const table = await readStated(tx, text, fileName);
    const find = await finderOf(tx, siteId, siteCode, table);
    const subjectIds = new Set(
      subjectsOf(table).flatMap((subject) => {
        const found = find(subject);
        return found === null || found === "opposed" ? [] : [found.id];
      }),
    );
    const plan = planImport(table, {
      find,
      stated: await findStated(tx, [...subjectIds], projectId),
      mayReadTrueDates: can(actor, "true-dates.read", { siteId }),
      hasProject: projectId !== null,
    });
    const fileDigest = keyedDigest(text);
    const sameFileAt = await findSameFile(tx, siteId, fileDigest);
    const answer = answerOf(table, plan, sameFileAt, projectId !== null);
    if (dryRun) {
      await audit(tx, actor, { type: "clinical.import-tried", detail: { siteId, rows: table.rows } });
      return answer;
    }
    if (plan.problems.length > 0)
      throw new AppError("invalid-input", "wrong rows", {
        reason: "rows-wrong",
        count: plan.problems.length,
      });
    if (sameFileAt !== null) throw new AppError("conflict", "imported before", { reason: "same-file" });
    const { diagnoses, scores, controls } = plan;
    if (diagnoses.length + scores.length + controls.length === 0)
      throw new AppError("invalid-input", "nothing new", { reason: "nothing-new" });
    const importedById = isSystem(actor) ? null : actor.userId;
    const rows = { siteId, importedById, fileDigest, diagnoses, scores, controls, projectId };
    const importId = await insertImport(tx, rows);
    await audit(tx, actor, {
      type: "clinical.imported",
      detail: {
        importId,
        siteId,
        diagnoses: diagnoses.length,
        scores: scores.length,
        controls: controls.length,
      },
    });
    return { ...answer, importId };
  }, IMPORT_TIMEOUT_MS);
}

async function countLookup(userId: string): Promise<void> {
  await perUser.consume(userId).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) throw new AppError("rate-limited");
    throw error;
  });
}

/** Keyed, since a short table with one identifier could be found by trying. */
function keyedDigest(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHmac("sha256", secrets().linkageKey).update("clinical file\u0000").update(text, "utf8").digest(),
  );
}

async function readStated(tx: Tx, text: string, fileName: string): Promise<StatedTable> {
  const listed = await findListedTerms(tx);
  return readClinicalTable(text, {
    resolveCode: (cell) => resolveDiagnosis(cell, listed, { names: false }),
    resolveName: (cell) => resolveDiagnosis(cell, listed, { names: true }),
    today: dayOf(now()),
    participant: /(?:^|[\\/])(sub-[^_\\/]+)_[^\\/]*$/.exec(fileName)?.[1] ?? null,
  });
}

function subjectsOf(table: StatedTable): GivenSubject[] {
  const { diagnoses, scores, controls, traits } = table;
  return [...diagnoses, ...scores, ...controls, ...traits].map(({ subject }) => subject);
}

/** Looks all subjects of a table up at once. */
async function finderOf(
  tx: Tx,
  siteId: string,
  siteCode: string,
  table: StatedTable,
): Promise<(subject: GivenSubject) => ImportSubject | "opposed" | null> {
  const subjects = subjectsOf(table);
  const hashes = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const identifier of new Set(subjects.flatMap(({ identifiers }) => identifiers))) {
    const hash = linkageHash(secrets().linkageKey, siteCode, identifier);
    if (hash !== null) hashes.set(identifier, new Uint8Array(hash));
  }
  const all = [...hashes.values()];
  const byHash = await findSubjectsByHash(tx, siteId, all);
  const opposed = await findOpposedHashes(tx, all);
  const pseudonyms = [...new Set(subjects.flatMap(({ pseudonym }) => pseudonym ?? []))];
  const byPseudonym = await findSubjectsByPseudonym(tx, siteId, pseudonyms);
  return ({ identifiers, pseudonym }) => {
    if (pseudonym !== null) return byPseudonym.get(pseudonym) ?? null;
    const keys = identifiers.flatMap((identifier) => {
      const hash = hashes.get(identifier);
      return hash ? [Buffer.from(hash).toString("hex")] : [];
    });
    if (keys.some((key) => opposed.has(key))) return "opposed";
    const found = new Map(keys.flatMap((key) => byHash.get(key) ?? []).map((one) => [one.id, one]));
    // Two spellings that lead to two people name nobody.
    return found.size === 1 ? ([...found.values()][0] ?? null) : null;
  };
}

function answerOf(
  table: StatedTable,
  plan: ImportPlan,
  sameFileAt: Date | null,
  hasProject: boolean,
): ImportAnswer {
  const wrong: ImportAnswer["wrong"] = {};
  for (const { reason } of plan.problems) wrong[reason] = (wrong[reason] ?? 0) + 1;
  return {
    kind: table.kind,
    rows: table.rows,
    diagnoses: plan.diagnoses.length,
    scores: plan.scores.length,
    controls: plan.controls.length,
    duplicates: plan.duplicates,
    wrong,
    problems: plan.problems.slice(0, MAX_SHOWN),
    warnings: plan.warnings.slice(0, MAX_SHOWN),
    warningCount: plan.warnings.length,
    ignoredColumns: table.ignoredColumns,
    controlsWithoutProject: hasProject ? 0 : table.controls.length,
    sameFileAt: sameFileAt?.toISOString() ?? null,
    importId: null,
  };
}
