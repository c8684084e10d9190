import { db, Prisma, type Tx } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { SearchColumns, type SearchNames } from "./columns";
import type { SeriesKindFacts, SubjectFacts } from "./facts";
import { unpackExams, unpackUuids } from "./packed-exam";

// The columns of this process, exact at every question: each first reads, in one statement, what was committed since the
// snapshot that the columns show, and that statement's own snapshot. Transactions are told apart by snapshots, not by
// numbers or times, so that one that began early and committed late is not missed.

const PACKED_EXAM = Prisma.sql`uuid_send(x."examId") || uuid_send(x."subjectId") || uuid_send(x."visitId")
  || uuid_send(x."siteId") || uuid_send(x."scannerId") || int4send(x."examDay") || int2send(coalesce(x."age", -1::smallint))
  || float8send(x."field") || array_send(x."projects") || array_send(x."protocols") || array_send(x."kinds")`;

/** Changes are kept a day (search_settle); columns that nobody asked for half of that are read anew. */
const STALE_MS = 12 * 3_600_000;
/** So many exams are read in one piece. */
const SMALL_REGION = 5_000;
const PARTS = 64;
const LOAD_TIMEOUT_MS = 600_000;

interface Held {
  url: string;
  columns: SearchColumns;
  snapshot: string;
  followedAt: number;
}

interface Holder {
  arianeSearchColumns?: {
    held: Held | null;
    /** The reading under way, and the one after it, for those who asked since it began. */
    running: Promise<SearchColumns> | null;
    next: Promise<SearchColumns> | null;
  };
}

// Next evaluates modules several times in one process: the columns must not multiply with them.
const state = ((globalThis as Holder).arianeSearchColumns ??= { held: null, running: null, next: null });

/**
 * The columns as of now: with everything that was committed before this was called. Use them before the next await:
 * another question may bring them further.
 */
export function currentColumns(): Promise<SearchColumns> {
  if (!state.running) return start();
  // Who asks while a reading is under way may have written since it began: the next one serves all who wait.
  state.next ??= state.running.then(start, start);
  return state.next;
}

function start(): Promise<SearchColumns> {
  state.next = null;
  const own = bringUpToDate().finally(() => {
    if (state.running === own) state.running = null;
  });
  state.running = own;
  return own;
}

/** So long a question waits for the columns of a process that has none yet. */
const PATIENCE_MS = 250;

/** As currentColumns; null while a process that has just started is still reading them, and may be a while. */
export async function columnsAtHand(): Promise<SearchColumns | null> {
  const columns = currentColumns();
  if (heldNow()) return columns;
  let timer: NodeJS.Timeout | undefined;
  const impatient = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, PATIENCE_MS);
  });
  // Nobody may be left to hear that it failed.
  columns.catch(() => undefined);
  return Promise.race([columns, impatient]).finally(() => {
    clearTimeout(timer);
  });
}

/** Forgets the columns, as after the database was exchanged. */
export function forgetColumns(): void {
  state.held = null;
}

function heldNow(): Held | null {
  const { held } = state;
  return held?.url === env().databaseUrl && Date.now() - held.followedAt < STALE_MS ? held : null;
}

async function bringUpToDate(): Promise<SearchColumns> {
  const held = heldNow();
  if (held && (await follow(held))) return held.columns;
  forgetColumns();
  const fresh = await load();
  state.held = fresh;
  return fresh.columns;
}

interface Change {
  snapshot: string;
  everything: boolean;
  names: boolean;
  touchedExams: Uint8Array | null;
  exams: Uint8Array | null;
  kinds: string | null;
  subjects: string | null;
}

/** Takes over what was committed since. @returns false when the columns must be read anew */
async function follow(held: Held): Promise<boolean> {
  const oldest = held.snapshot.split(":")[0] ?? "0";
  const at = Date.now();
  const [change] = await db().$queryRaw<Change[]>`
    WITH c AS MATERIALIZED (
      SELECT DISTINCT "kind", "id" FROM "SearchChange" WHERE "xid" >= ${oldest}::bigint AND "kind" > 0
        AND NOT pg_visible_in_snapshot("xid"::text::xid8, ${held.snapshot}::pg_snapshot)
    ), x AS MATERIALIZED (
      SELECT s.* FROM "SearchExam" s WHERE s."examId" IN (SELECT "id" FROM c WHERE "kind" = 1)
    )
    SELECT pg_current_snapshot()::text AS "snapshot",
      coalesce((SELECT bool_or("kind" = 4) FROM c), false) AS "everything",
      coalesce((SELECT bool_or("kind" = 3) FROM c), false) AS "names",
      (SELECT string_agg(uuid_send("id"), '') FROM c WHERE "kind" = 1) AS "touchedExams",
      (SELECT string_agg(${PACKED_EXAM}, '') FROM x) AS "exams",
      (SELECT json_agg(json_build_array(k."id", k."facts"))::text FROM "SearchSeriesKind" k
        WHERE k."id" IN (SELECT unnest(x."kinds") FROM x)) AS "kinds",
      (SELECT json_agg(json_build_array(s."subjectId", s."facts", coalesce(k."countKey", 0)))::text
        FROM "SearchSubject" s LEFT JOIN "SubjectSecret" k ON k."subjectId" = s."subjectId"
        WHERE s."subjectId" IN (SELECT "id" FROM c WHERE "kind" = 2)) AS "subjects"`;
  if (!change || change.everything) return false;
  const { columns } = held;
  if (change.names) columns.names = await readNames(db());
  takeKinds(columns, change.kinds);
  takeSubjects(columns, change.subjects);
  const written = new Set<string>();
  for (const exam of change.exams ? unpackExams(change.exams) : []) {
    if (!columns.putExam(exam)) return false;
    written.add(exam.examId);
  }
  for (const examId of change.touchedExams ? unpackUuids(change.touchedExams) : []) {
    if (!written.has(examId)) columns.removeExam(examId);
  }
  held.snapshot = change.snapshot;
  held.followedAt = at;
  return true;
}

/** Reads everything, on one snapshot. */
async function load(): Promise<Held> {
  const url = env().databaseUrl;
  const at = Date.now();
  return db().$transaction(
    async (tx) => {
      const columns = new SearchColumns();
      const [first] = await tx.$queryRaw<{ snapshot: string; exams: number }[]>`
        SELECT pg_current_snapshot()::text AS "snapshot", (SELECT count(*)::int FROM "SearchExam") AS "exams"`;
      columns.names = await readNames(tx);
      const [kinds] = await tx.$queryRaw<{ kinds: string | null }[]>`
        SELECT json_agg(json_build_array(k."id", k."facts"))::text AS "kinds" FROM "SearchSeriesKind" k`;
      takeKinds(columns, kinds?.kinds ?? null);
      for (const [from, to] of ranges((first?.exams ?? 0) > SMALL_REGION ? PARTS : 1)) {
        const [part] = await tx.$queryRaw<{ subjects: string | null; exams: Uint8Array | null }[]>`
          SELECT (SELECT json_agg(json_build_array(s."subjectId", s."facts", coalesce(k."countKey", 0)))::text
              FROM "SearchSubject" s LEFT JOIN "SubjectSecret" k ON k."subjectId" = s."subjectId"
              WHERE s."subjectId" BETWEEN ${from}::uuid AND ${to}::uuid) AS "subjects",
            (SELECT string_agg(${PACKED_EXAM}, '' ORDER BY x."subjectId", x."examDay" DESC)
              FROM "SearchExam" x WHERE x."subjectId" BETWEEN ${from}::uuid AND ${to}::uuid) AS "exams"`;
        takeSubjects(columns, part?.subjects ?? null);
        for (const exam of part?.exams ? unpackExams(part.exams) : []) columns.putExam(exam);
      }
      return { url, columns, snapshot: first?.snapshot ?? "0:0:", followedAt: at };
    },
    { isolationLevel: "RepeatableRead", maxWait: 30_000, timeout: LOAD_TIMEOUT_MS },
  );
}

/** Every id, in so many parts: at most 256. */
function ranges(parts: number): [string, string][] {
  const step = 256 / parts;
  const byte = (value: number) => value.toString(16).padStart(2, "0");
  return Array.from({ length: parts }, (_, index) => [
    `${byte(index * step)}000000-0000-0000-0000-000000000000`,
    `${byte((index + 1) * step - 1)}ffffff-ffff-ffff-ffff-ffffffffffff`,
  ]);
}

function takeKinds(columns: SearchColumns, json: string | null): void {
  for (const [id, facts] of JSON.parse(json ?? "[]") as [number, string][]) {
    columns.addKind(id, JSON.parse(facts) as SeriesKindFacts);
  }
}

function takeSubjects(columns: SearchColumns, json: string | null): void {
  for (const [id, facts, countKey] of JSON.parse(json ?? "[]") as [string, string, number][]) {
    columns.putSubject(id, JSON.parse(facts) as SubjectFacts, countKey);
  }
}

async function readNames(tx: Tx): Promise<SearchNames> {
  const code = { select: { id: true, code: true } };
  const sites = await tx.site.findMany(code);
  const projects = await tx.project.findMany(code);
  const protocols = await tx.protocol.findMany({ select: { ordinal: true, code: true } });
  const scanners = await tx.scanner.findMany({
    select: { id: true, manufacturer: true, model: true, fieldStrengthTesla: true },
  });
  const closure = await tx.$queryRaw<{ code: string; above: string[] }[]>`
    SELECT "descendantCode" AS "code", array_agg("ancestorCode") AS "above" FROM "DiagnosisTermAncestor" GROUP BY 1`;
  return {
    sites,
    projects,
    protocols,
    scanners: scanners.map(({ fieldStrengthTesla, ...scanner }) => ({
      ...scanner,
      field: fieldStrengthTesla,
    })),
    ancestors: new Map(closure.map(({ code: of, above }) => [of, above])),
  };
}
