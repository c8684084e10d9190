import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan, requireExamFilter } from "@/lib/access/policy";
import { type ExamFacts, findExamFacts, findGeometry } from "@/lib/harmonise/exam-facts-store";
import { findReference } from "@/lib/harmonise/reference-store";
import { db } from "@/lib/platform/db/client";
import {
  compareVerdicts,
  PreparedVersions,
  type ProtocolChange,
  type SeriesChange,
  type Verdict,
  versionsOf,
} from "./compare-verdicts";
import { protocolDocumentSchema } from "./content";
import { drawConcerned, findScannerNames } from "./dry-run-store";
import { planVersion, type VersionPlan } from "./plan-version";
import { findProtocol } from "./protocol-store";

export const dryRunProtocolSchema = z.strictObject({ document: protocolDocumentSchema });

/** Exams that are judged for an answer at most: a few seconds. */
const MOST_EXAMS = 2000;
const PART = 200;
const SAMPLE = 12;

/** How many series, or exams, would go from one verdict to another. */
export interface Transition {
  before: Verdict;
  after: Verdict;
  count: number;
}

export interface DryRunScanner {
  scannerId: string;
  siteName: string;
  manufacturer: string;
  model: string;
  label: string | null;
  fieldStrengthTesla: number;
  /** Series whose verdict stays as it is. */
  unchanged: number;
  changed: number;
  transitions: Transition[];
}

export interface DryRun {
  /** Exams that could be concerned, and those that were judged: the same, or a random part of them. */
  examTotal: number;
  examsLookedAt: number;
  /** Exams for which another version would be in force. */
  examsJudged: number;
  seriesJudged: number;
  seriesChanged: number;
  /** Of whole exams. */
  examTransitions: Transition[];
  scanners: DryRunScanner[];
  /** Some series whose verdict would change. */
  sample: (SeriesChange & { examId: string; scannerId: string; role: string; is3D: boolean | null })[];
  /** What becomes of earlier versions. */
  plan: VersionPlan;
  /** False: no rule gives exams to the protocol yet, so every exam of the period was judged as if one did. */
  assigned: boolean;
}

/**
 * What saving a protocol version would change, without saving it: how many series of which scanners would have another
 * verdict.
 * @throws AppError `forbidden`
 */
export async function dryRunProtocol(
  actor: Actor,
  { document }: z.infer<typeof dryRunProtocolSchema>,
): Promise<DryRun> {
  requireCan(actor, "protocols.manage");
  const filter = requireExamFilter(actor, "browse");
  const protocol = await findProtocol(db(), document.code);
  const reference = await findReference(db());
  const protocolId = protocol?.id ?? randomUUID();
  const before = reference.versions.filter((version) => version.protocolId === protocolId);
  const numbers = new Map(protocol?.versions.map(({ id, version }) => [id, version]));
  const { validFrom, validUntil } = document;
  const plan = planVersion(
    before
      .filter(({ superseded }) => !superseded)
      .map((version) => ({ ...version, version: numbers.get(version.id) ?? 0 })),
    document,
  );
  const next = {
    id: randomUUID(),
    protocolId,
    validFrom,
    validUntil,
    superseded: false,
    content: document.content,
  };
  const closed = new Map(plan.closes.map((one) => [one.id, one.validUntil]));
  const superseded = new Set(plan.supersedes.map(({ id }) => id));
  const after = before
    .filter(({ id }) => !superseded.has(id))
    .map((version) => ({ ...version, validUntil: closed.get(version.id) ?? version.validUntil }));
  const assigned = protocol?.assigned ?? false;
  const change: ProtocolChange = {
    protocolId,
    before,
    after: [...after, next],
    rules: reference.rules,
    everyExam: !assigned,
  };
  const { total, ids } = await drawConcerned(
    db(),
    filter,
    { protocolId: assigned ? protocolId : null, ...changedPeriod(document, plan) },
    MOST_EXAMS,
  );
  const tally = new Tally();
  const prepared = new PreparedVersions();
  for (let start = 0; start < ids.length; start += PART)
    await judgePart(ids.slice(start, start + PART), change, prepared, tally);
  const scanners = await findScannerNames(db(), tally.scannerIds());
  await audit(db(), actor, {
    type: "protocol.tried",
    detail: { protocolId: protocol?.id ?? null, exams: ids.length },
  });
  return {
    examTotal: total,
    examsLookedAt: ids.length,
    assigned,
    plan,
    ...tally.result(),
    scanners: scanners
      .map(({ id, ...scanner }) => ({ scannerId: id, ...scanner, ...tally.ofScanner(id) }))
      .sort((a, b) => b.changed - a.changed || (a.siteName < b.siteName ? -1 : 1)),
  };
}

/** From its first day to the last on which it, or what it takes the place of, applies. */
function changedPeriod(
  { validFrom, validUntil }: { validFrom: string; validUntil: string | null },
  { gaps }: VersionPlan,
): { from: string; until: string | null } {
  const ends = [validUntil, ...gaps.map(({ until }) => until)];
  const until = ends.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b));
  return { from: validFrom, until };
}

async function judgePart(
  ids: readonly string[],
  change: ProtocolChange,
  prepared: PreparedVersions,
  tally: Tally,
): Promise<void> {
  const exams = (await findExamFacts(db(), ids)).flatMap((exam) => {
    const versions = versionsOf(exam, change);
    if (versions === null) return [];
    return [{ exam, before: prepared.at(versions.before, exam), after: prepared.at(versions.after, exam) }];
  });
  const placed = exams.flatMap(({ exam, before, after }) => {
    const roles = new Set([...(before?.geometryRoles ?? []), ...(after?.geometryRoles ?? [])]);
    return exam.series.filter(({ role }) => roles.has(role));
  });
  const geometry =
    placed.length > 0
      ? await findGeometry(
          db(),
          placed.map(({ seriesId }) => seriesId),
        )
      : null;
  for (const series of placed) series.geometry = geometry?.get(series.seriesId) ?? null;
  for (const { exam, before, after } of exams) tally.add(exam, compareVerdicts(exam, before, after));
}

/** Counts as exams go by. */
class Tally {
  private readonly byScanner = new Map<string, { unchanged: number; transitions: Map<string, Transition> }>();
  private readonly examTransitions = new Map<string, Transition>();
  private readonly sample: DryRun["sample"] = [];
  private examsJudged = 0;

  add(exam: ExamFacts, { series, before, after }: ReturnType<typeof compareVerdicts>): void {
    const { scannerId } = exam.scanner;
    this.examsJudged += 1;
    if (before !== after) count(this.examTransitions, before, after);
    const own = this.byScanner.get(scannerId) ?? { unchanged: 0, transitions: new Map() };
    this.byScanner.set(scannerId, own);
    for (const one of series) {
      if (one.before === one.after) {
        own.unchanged += 1;
        continue;
      }
      count(own.transitions, one.before, one.after);
      if (this.sample.length < SAMPLE) {
        const facts = exam.series.find(({ seriesId }) => seriesId === one.seriesId);
        if (!facts) continue;
        const { role, is3D } = facts;
        this.sample.push({ ...one, examId: exam.examId, scannerId, role, is3D });
      }
    }
  }

  scannerIds(): string[] {
    return [...this.byScanner.keys()];
  }

  ofScanner(id: string): Pick<DryRunScanner, "unchanged" | "changed" | "transitions"> {
    const { unchanged, transitions } = this.byScanner.get(id) ?? { unchanged: 0, transitions: new Map() };
    const sorted = bySize(transitions);
    return { unchanged, changed: sum(sorted), transitions: sorted };
  }

  result() {
    const all = [...this.byScanner.keys()].map((id) => this.ofScanner(id));
    const seriesChanged = all.reduce((total, { changed }) => total + changed, 0);
    return {
      examsJudged: this.examsJudged,
      seriesChanged,
      seriesJudged: all.reduce((total, { unchanged }) => total + unchanged, seriesChanged),
      examTransitions: bySize(this.examTransitions),
      sample: this.sample,
    };
  }
}

function count(transitions: Map<string, Transition>, before: Verdict, after: Verdict): void {
  const key = `${before} ${after}`;
  const known = transitions.get(key) ?? { before, after, count: 0 };
  transitions.set(key, { ...known, count: known.count + 1 });
}

function bySize(transitions: ReadonlyMap<string, Transition>): Transition[] {
  return [...transitions.values()].sort((a, b) => b.count - a.count);
}

function sum(transitions: readonly Transition[]): number {
  return transitions.reduce((total, transition) => total + transition.count, 0);
}
