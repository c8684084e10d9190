import { DAYS_OF_DOUBT } from "../diagnosis-at";
import { SEQUENCE_ROLES } from "../search-query";
import type { ExamProtocolFacts, SeriesKindFacts, SubjectFacts } from "./facts";
import { examProtocolFacts } from "./facts";
import { Interned } from "./interned";
import type { PackedExam } from "./packed-exam";
import { SeriesKinds } from "./series-kinds";

/** Tables of names and codes, which are small and read as a whole. */
export interface SearchNames {
  sites: { id: string; code: string }[];
  projects: { id: string; code: string }[];
  protocols: { ordinal: number; code: string }[];
  scanners: { id: string; manufacturer: string; model: string; field: number }[];
  /** Codes of each term and of all above it. */
  ancestors: ReadonlyMap<string, readonly string[]>;
}

/** What a facet can say of an exam's series and judging; few distinct ones exist. */
export interface ExamProfile {
  /** Bits by SEQUENCE_ROLES: some series has the role; has it in 3D. */
  roles: number;
  roles3D: number;
  /** Positions in kinds.maps. */
  maps: readonly number[];
  /** Bits by VERDICTS. */
  verdicts: number;
  /** Of those that judge the exam now. */
  protocols: readonly ExamProtocolFacts[];
}

/** A statement about a subject; days count from 1970-01-01, and "last" is the last day that a date may mean. */
export interface Statement {
  /** Position in `codes`. */
  code: number;
  refuted: boolean;
  asserted: number;
  assertedLast: number;
  abated: number | null;
  abatedLast: number | null;
}

const NO_STATEMENTS: readonly Statement[] = [];
const NO_SCORES: SubjectFacts["scores"] = [];
const NO_PROJECTS: readonly string[] = [];

/** Day of exams and visits whose date is unknown (UNDATED), and of visits that are not there. */
export const UNDATED_DAY = -25_567;

/**
 * The search read-model in memory, as columns: exams and subjects by slot. A slot that is given up stays empty
 * (`subject` is -1) until the next whole reading.
 */
export class SearchColumns {
  readonly kinds = new SeriesKinds();
  readonly sites = new Interned();
  readonly scanners = new Interned();
  readonly codes = new Interned();
  names: SearchNames = { sites: [], projects: [], protocols: [], scanners: [], ancestors: new Map() };

  private readonly examSlots = new Map<string, number>();
  readonly examIds: string[] = [];
  readonly subject: number[] = [];
  readonly visit: number[] = [];
  readonly site: number[] = [];
  readonly scanner: number[] = [];
  readonly day: number[] = [];
  readonly age: number[] = [];
  readonly field: number[] = [];
  /** Position in `projectSets`. */
  readonly projects: number[] = [];
  /** Position in `profiles`. */
  readonly profile: number[] = [];
  /** Slots of the kinds of an exam's series: `kindCount` of them from `kindStart` in `kindPool`. */
  readonly kindStart: number[] = [];
  readonly kindCount: number[] = [];
  readonly kindPool: number[] = [];
  /** The next exam of the same subject; -1 at the end. */
  readonly nextExam: number[] = [];

  private readonly subjectSlots = new Map<string, number>();
  /** -1 for none. */
  readonly firstExam: number[] = [];
  readonly sex: string[] = [];
  readonly controls: (readonly string[])[] = [];
  readonly statements: (readonly Statement[])[] = [];
  readonly scores: SubjectFacts["scores"][] = [];
  readonly countKey: number[] = [];

  private readonly visitSlots = new Interned();
  readonly visitDay: number[] = [];

  private readonly projectSetSlots = new Interned();
  readonly projectSets: (readonly string[])[] = [];
  private readonly profileSlots = new Interned();
  readonly profiles: ExamProfile[] = [];

  get exams(): number {
    return this.subject.length;
  }

  get subjects(): number {
    return this.firstExam.length;
  }

  addKind(id: number, facts: SeriesKindFacts): void {
    this.kinds.add(id, facts);
  }

  /** Writes an exam, new or changed. @returns false when a kind of its series is not known */
  putExam(exam: PackedExam): boolean {
    const slots: number[] = [];
    for (const id of exam.kinds) {
      const slot = this.kinds.slotOf(id);
      if (slot === undefined) return false;
      slots.push(slot);
    }
    let at = this.examSlots.get(exam.examId);
    if (at === undefined) {
      at = this.examIds.push(exam.examId) - 1;
      this.examSlots.set(exam.examId, at);
      this.subject[at] = -1;
    }
    const subject = this.subjectSlot(exam.subjectId);
    if (this.subject[at] !== subject) {
      this.unlink(at);
      this.subject[at] = subject;
      this.nextExam[at] = this.firstExam[subject] ?? -1;
      this.firstExam[subject] = at;
    }
    this.visit[at] = this.visitSlot(exam.visitId);
    this.site[at] = this.sites.of(exam.siteId);
    this.scanner[at] = this.scanners.of(exam.scannerId);
    this.day[at] = exam.examDay;
    this.age[at] = exam.age;
    this.field[at] = exam.field;
    this.projects[at] = this.projectSet(exam.projects);
    this.profile[at] = this.profileOf(slots, exam.protocols);
    this.kindStart[at] = this.kindPool.length;
    this.kindCount[at] = slots.length;
    for (const slot of slots) this.kindPool.push(slot);
    return true;
  }

  removeExam(examId: string): void {
    const at = this.examSlots.get(examId);
    if (at === undefined) return;
    this.unlink(at);
    this.subject[at] = -1;
    this.examSlots.delete(examId);
  }

  putSubject(subjectId: string, facts: SubjectFacts, countKey: number): void {
    const at = this.subjectSlot(subjectId);
    this.sex[at] = facts.sex;
    this.controls[at] = facts.controls.length === 0 ? NO_PROJECTS : facts.controls;
    this.scores[at] = facts.scores.length === 0 ? NO_SCORES : facts.scores;
    this.countKey[at] = countKey;
    this.statements[at] =
      facts.diagnoses.length === 0 ? NO_STATEMENTS : facts.diagnoses.map((one) => this.statement(one));
    for (const [id, day] of facts.visits) this.visitDay[this.visitSlot(id)] = day;
  }

  private statement(diagnosis: SubjectFacts["diagnoses"][number]): Statement {
    const [code, verification, asserted, precision, abated, abatedPrecision] = diagnosis;
    return {
      code: this.codes.of(code),
      refuted: verification === "refuted",
      asserted,
      assertedLast: asserted + DAYS_OF_DOUBT[precision],
      abated,
      abatedLast: abated === null ? null : abated + DAYS_OF_DOUBT[abatedPrecision ?? "day"],
    };
  }

  private subjectSlot(id: string): number {
    const known = this.subjectSlots.get(id);
    if (known !== undefined) return known;
    const at = this.firstExam.push(-1) - 1;
    this.subjectSlots.set(id, at);
    this.sex.push("unknown");
    this.controls.push(NO_PROJECTS);
    this.statements.push(NO_STATEMENTS);
    this.scores.push(NO_SCORES);
    this.countKey.push(0);
    return at;
  }

  private visitSlot(id: string): number {
    const at = this.visitSlots.of(id);
    if (at === this.visitDay.length) this.visitDay.push(UNDATED_DAY);
    return at;
  }

  private unlink(at: number): void {
    const subject = this.subject[at] ?? -1;
    if (subject < 0) return;
    const next = this.nextExam[at] ?? -1;
    let before = this.firstExam[subject] ?? -1;
    if (before === at) {
      this.firstExam[subject] = next;
      return;
    }
    while (before >= 0 && this.nextExam[before] !== at) before = this.nextExam[before] ?? -1;
    if (before >= 0) this.nextExam[before] = next;
  }

  private projectSet(projects: readonly string[]): number {
    const at = this.projectSetSlots.of(projects.join());
    if (at === this.projectSets.length) this.projectSets.push(projects);
    return at;
  }

  private profileOf(kinds: readonly number[], packedProtocols: readonly number[]): number {
    let roles = 0;
    let roles3D = 0;
    let verdicts = 0;
    const maps = new Set<number>();
    for (const kind of kinds) {
      const bit = 1 << (this.kinds.role[kind] ?? SEQUENCE_ROLES.length);
      roles |= bit;
      if (this.kinds.dimension[kind] === 3) roles3D |= bit;
      verdicts |= this.kinds.verdictBits[kind] ?? 0;
      const map = this.kinds.map[kind] ?? -1;
      if (map >= 0) maps.add(map);
    }
    const sorted = [...maps].sort((a, b) => a - b);
    const at = this.profileSlots.of(
      `${roles}/${roles3D}/${verdicts}/${sorted.join()}/${packedProtocols.join()}`,
    );
    if (at === this.profiles.length) {
      const protocols = packedProtocols.map(examProtocolFacts);
      this.profiles.push({ roles, roles3D, maps: sorted, verdicts, protocols });
    }
    return at;
  }
}
