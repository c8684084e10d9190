import type { Prisma } from "@/lib/platform/db/client";
import { type Db, type Tx } from "@/lib/platform/db/client";
import type { Sex } from "@/lib/catalogue/register-subject-store";

/** One of two subjects who may be one person; nothing here names her. */
export interface MatchedSubject {
  pseudonym: string;
  sex: Sex;
  siteNames: string[];
  examCount: number;
  /** Months of the exams since the subject's first, ascending, each once. */
  months: number[];
  /** Ages at the exams, smallest and largest; null when unknown. */
  ages: [number, number] | null;
}

export interface Match {
  id: string;
  /** Kinds of traits that agree, closed words of lib/catalogue/traits.ts. */
  agreeing: string[];
  state: "open" | "merged" | "apart";
  decidedAt: Date | null;
  subjects: [MatchedSubject, MatchedSubject];
}

const SUBJECT = {
  pseudonym: true,
  sex: true,
  links: { select: { site: { select: { name: true } } } },
  exams: {
    select: {
      ageAtExamYears: true,
      site: { select: { name: true } },
      visit: { select: { monthsFromFirst: true } },
    },
  },
} satisfies Prisma.SubjectSelect;

type SubjectRow = Prisma.SubjectGetPayload<{ select: typeof SUBJECT }>;

/** Matches in a state whose subjects belong to the given sites alone (`null`: to any), newest first. */
export async function findMatches(
  db: Db,
  siteIds: readonly string[] | null,
  state: "open" | "apart",
  limit: number,
): Promise<Match[]> {
  const inside =
    siteIds === null
      ? {}
      : {
          links: { every: { siteId: { in: [...siteIds] } } },
          exams: { every: { siteId: { in: [...siteIds] } } },
        };
  const rows = await db.identityMatch.findMany({
    where: { state, subjectA: inside, subjectB: inside },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    take: limit,
    select: {
      id: true,
      agreeing: true,
      state: true,
      decidedAt: true,
      subjectA: { select: SUBJECT },
      subjectB: { select: SUBJECT },
    },
  });
  return rows.map(({ subjectA, subjectB, ...match }) => ({
    ...match,
    subjects: [matchedSubject(subjectA), matchedSubject(subjectB)],
  }));
}

function matchedSubject({ pseudonym, sex, links, exams }: SubjectRow): MatchedSubject {
  const ages = exams.map((exam) => exam.ageAtExamYears).filter((age) => age !== null);
  return {
    pseudonym,
    sex,
    siteNames: [...new Set([...exams, ...links].map(({ site }) => site.name))].sort(),
    examCount: exams.length,
    months: [...new Set(exams.map((exam) => exam.visit.monthsFromFirst))].sort((a, b) => a - b),
    ages: ages.length > 0 ? [Math.min(...ages), Math.max(...ages)] : null,
  };
}

/** The two subjects of a match, and whether it still waits for its decision; null when there is none. */
export async function findMatch(tx: Db | Tx, matchId: string) {
  return tx.identityMatch.findUnique({
    where: { id: matchId },
    select: { id: true, state: true, subjectAId: true, subjectBId: true },
  });
}

/** Remembers that two subjects are two people. @returns whether the match was still open */
export async function markApart(
  tx: Tx,
  matchId: string,
  decidedById: string | null,
  decidedAt: Date,
): Promise<boolean> {
  const { count } = await tx.identityMatch.updateMany({
    where: { id: matchId, state: "open" },
    data: { state: "apart", decidedById, decidedAt },
  });
  return count > 0;
}
