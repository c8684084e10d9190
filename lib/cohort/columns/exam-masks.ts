import type { ExamFilter } from "@/lib/access/policy";
import type { SearchColumns } from "@/lib/catalogue/search-model/columns";
import { UNDATED_DAY } from "@/lib/catalogue/search-model/columns";
import { intervalDays, type Criteria, type ExamNode, type PairNode, type SeriesNode } from "../criteria";
import { askedGroups } from "../asked-groups";
import { examLeafMask } from "./exam-leaf-masks";
import { kindTable } from "./kind-tables";

/** 1 for an exam of which something is true, by slot; 0 for every exam outside the rights, whatever is asked. */
export type ExamMask = Uint8Array;

/** Masks of one question's nodes over one state of the columns, under one policy. Each node is answered once. */
export class ExamMasks {
  readonly visible: ExamMask;
  private readonly known = new Map<string, ExamMask>();
  private readonly rows = new Map<ExamMask, Int32Array>();
  private readonly tables = new Map<string, Uint8Array>();

  constructor(
    readonly columns: SearchColumns,
    filter: ExamFilter,
  ) {
    this.visible = visibleExams(columns, filter);
  }

  /** The exams that answer a question. */
  answering({ root }: Criteria): ExamMask {
    return this.of(root);
  }

  /** The slots of a mask's exams, those of one subject next to each other. */
  rowsOf(mask: ExamMask): Int32Array {
    const before = this.rows.get(mask);
    if (before) return before;
    const { firstExam, nextExam } = this.columns;
    const rows = new Int32Array(mask.length);
    let count = 0;
    for (let subject = 0; subject < firstExam.length; subject++) {
      for (let at = firstExam[subject] ?? -1; at >= 0; at = nextExam[at] ?? -1) {
        if (mask[at] === 1) rows[count++] = at;
      }
    }
    const found = rows.subarray(0, count);
    this.rows.set(mask, found);
    return found;
  }

  /** Which kinds of series the answer counts; null for all. */
  countedKinds({ root }: Criteria): Uint8Array | null {
    const groups = askedGroups(root);
    return groups.length === 0 ? null : this.tableOf({ kind: "or", of: groups });
  }

  tableOf(node: SeriesNode): Uint8Array {
    const key = JSON.stringify(node);
    const before = this.tables.get(key);
    if (before) return before;
    const table = kindTable(this.columns, node);
    this.tables.set(key, table);
    return table;
  }

  private of(node: ExamNode): ExamMask {
    const key = JSON.stringify(node);
    const before = this.known.get(key);
    if (before) return before;
    const mask = this.answer(node);
    this.known.set(key, mask);
    return mask;
  }

  private answer(node: ExamNode): ExamMask {
    const { visible } = this;
    switch (node.kind) {
      case "and": {
        const all = visible.slice();
        for (const part of node.of) {
          const mask = this.of(part);
          for (let at = 0; at < all.length; at++) all[at] = (all[at] ?? 0) & (mask[at] ?? 0);
        }
        return all;
      }
      case "or": {
        const any = new Uint8Array(visible.length);
        for (const part of node.of) {
          const mask = this.of(part);
          for (let at = 0; at < any.length; at++) any[at] = (any[at] ?? 0) | (mask[at] ?? 0);
        }
        return any;
      }
      case "not": {
        const denied = this.of(node.of);
        return visible.map((seen, at) => seen & (1 - (denied[at] ?? 0)));
      }
      case "series":
        return this.holding(this.tableOf(node.of));
      case "visit":
        return this.spread(this.of(node.of), this.columns.visit, this.columns.visitDay.length);
      case "subject":
        return this.spread(this.of(node.of), this.columns.subject, this.columns.subjects);
      case "visits":
        return this.withVisits(this.of(node.of), node.atLeast);
      case "pair":
        return this.paired(node, this.of(node.of));
      default:
        return examLeafMask(this.columns, visible, node);
    }
  }

  /** Exams with a series of one of these kinds. */
  private holding(table: Uint8Array): ExamMask {
    const { kindPool, kindStart, kindCount } = this.columns;
    return this.visible.map((seen, at) => {
      if (seen === 0) return 0;
      const start = kindStart[at] ?? 0;
      const end = start + (kindCount[at] ?? 0);
      for (let series = start; series < end; series++) if (table[kindPool[series] ?? -1] === 1) return 1;
      return 0;
    });
  }

  /** Exams that share a subject or a visit with one of the mask. */
  private spread(mask: ExamMask, owner: readonly number[], owners: number): ExamMask {
    const found = new Uint8Array(owners);
    for (let at = 0; at < mask.length; at++) if (mask[at] === 1) found[owner[at] ?? 0] = 1;
    return this.visible.map((seen, at) => seen & (found[owner[at] ?? 0] ?? 0));
  }

  private withVisits(mask: ExamMask, atLeast: number): ExamMask {
    const { subject, subjects, visit, visitDay } = this.columns;
    const met = new Uint8Array(visitDay.length);
    const count = new Uint32Array(subjects);
    for (let at = 0; at < mask.length; at++) {
      if (mask[at] === 0 || met[visit[at] ?? 0] === 1) continue;
      met[visit[at] ?? 0] = 1;
      count[subject[at] ?? 0] = (count[subject[at] ?? 0] ?? 0) + 1;
    }
    return this.visible.map((seen, at) => (seen === 1 && (count[subject[at] ?? 0] ?? 0) >= atLeast ? 1 : 0));
  }

  private paired(node: PairNode, fulfilling: ExamMask): ExamMask {
    const { columns } = this;
    const { nextExam, firstExam, subject, visit, visitDay, scanner } = columns;
    const { minDays, maxDays } = intervalDays(node.interval);
    const part = node.bothCompliant ? this.compliant(fulfilling) : fulfilling;
    return part.map((own, at) => {
      if (own === 0) return 0;
      const ownVisit = visit[at] ?? 0;
      const ownDay = visitDay[ownVisit] ?? UNDATED_DAY;
      if (ownDay === UNDATED_DAY) return 0;
      for (let other = firstExam[subject[at] ?? 0] ?? -1; other >= 0; other = nextExam[other] ?? -1) {
        const otherVisit = visit[other] ?? 0;
        if (part[other] !== 1 || otherVisit === ownVisit) continue;
        if (node.sameScanner && scanner[other] !== scanner[at]) continue;
        const otherDay = visitDay[otherVisit] ?? UNDATED_DAY;
        if (otherDay === UNDATED_DAY) continue;
        const later = otherDay - ownDay;
        const days = node.part === "first" ? later : node.part === "second" ? -later : Math.abs(later);
        if (days >= minDays && days <= maxDays) return 1;
      }
      return 0;
    });
  }

  /** Of these, the exams that some protocol judges now and none finds worse than compliant. */
  private compliant(mask: ExamMask): ExamMask {
    const { profile, profiles } = this.columns;
    const fine = profiles.map(
      ({ protocols }) => protocols.length > 0 && protocols.every(({ verdict }) => verdict === "compliant"),
    );
    return mask.map((fulfilled, at) => (fulfilled === 1 && fine[profile[at] ?? -1] ? 1 : 0));
  }
}

function visibleExams(
  { subject, site, sites, projects, projectSets }: SearchColumns,
  filter: ExamFilter,
): ExamMask {
  const mask = new Uint8Array(subject.length);
  if (filter.kind === "none") return mask;
  if (filter.kind === "all") {
    for (let at = 0; at < mask.length; at++) mask[at] = (subject[at] ?? -1) >= 0 ? 1 : 0;
    return mask;
  }
  const openSites = new Set(filter.siteIds);
  const openProjects = new Set(filter.projectIds);
  const bySite = sites.keys.map((id) => openSites.has(id));
  const byProjects = projectSets.map((ids) => ids.some((id) => openProjects.has(id)));
  for (let at = 0; at < mask.length; at++) {
    const open = bySite[site[at] ?? -1] === true || byProjects[projects[at] ?? -1] === true;
    mask[at] = open && (subject[at] ?? -1) >= 0 ? 1 : 0;
  }
  return mask;
}
