import type { Db, Tx } from "@/lib/platform/db/client";
import type { AssignmentDraft, AssignmentRuleView, AssignmentView, Named } from "./assignment-view";

/** The rules in their order. */
export async function findRules(tx: Db | Tx): Promise<AssignmentRuleView[]> {
  const rows = await tx.assignmentRule.findMany({
    orderBy: { ordinal: "asc" },
    select: {
      id: true,
      kind: true,
      projectId: true,
      pattern: true,
      protocols: { select: { protocolId: true }, orderBy: { protocol: { code: "asc" } } },
    },
  });
  return rows.map(({ protocols, ...rule }) => ({
    ...rule,
    protocolIds: protocols.map(({ protocolId }) => protocolId),
  }));
}

const NAMED = { orderBy: { code: "asc" }, select: { id: true, code: true, name: true } } as const;

/** Protocols in the order of their codes. */
export function findProtocols(tx: Db | Tx): Promise<Named[]> {
  return tx.protocol.findMany(NAMED);
}

/** The rules, and what they can be about. */
export async function findAssignment(tx: Tx): Promise<AssignmentView> {
  const rules = await findRules(tx);
  const projects = await tx.project.findMany(NAMED);
  const protocols = await findProtocols(tx);
  const [counted] = await tx.$queryRaw<{ exams: number }[]>`
    SELECT count(DISTINCT "examId")::int AS "exams" FROM "ExamProtocolChoice"`;
  return { rules, projects, protocols, chosenByHand: counted?.exams ?? 0 };
}

/** Ids of the rules in their order; nobody else can change them until the transaction ends. */
export async function lockRules(tx: Tx): Promise<string[]> {
  await tx.$executeRaw`LOCK TABLE "AssignmentRule" IN SHARE ROW EXCLUSIVE MODE`;
  const rows = await tx.assignmentRule.findMany({ orderBy: { ordinal: "asc" }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** How many of the projects and protocols that the rules name exist not. */
export async function countUnknown(tx: Tx, rules: AssignmentDraft["rules"]): Promise<number> {
  const projects = new Set(rules.flatMap(({ projectId }) => projectId ?? []));
  const protocols = new Set(rules.flatMap(({ protocolIds }) => protocolIds));
  const foundProjects = await tx.project.count({ where: { id: { in: [...projects] } } });
  const foundProtocols = await tx.protocol.count({ where: { id: { in: [...protocols] } } });
  return projects.size - foundProjects + protocols.size - foundProtocols;
}

/** Puts these rules in the place of all others. */
export async function replaceRules(tx: Tx, rules: AssignmentDraft["rules"]): Promise<void> {
  await tx.assignmentRule.deleteMany();
  for (const [ordinal, { protocolIds, ...rule }] of rules.entries()) {
    await tx.assignmentRule.create({
      data: {
        ...rule,
        ordinal,
        protocols: { create: protocolIds.map((protocolId) => ({ protocolId })) },
      },
      select: { id: true },
    });
  }
}

/** Site of an exam and the protocols that were chosen for it, for this transaction alone; null when it does not exist. */
export async function lockChoice(
  tx: Tx,
  examId: string,
): Promise<{ siteId: string; protocolIds: string[] } | null> {
  const [exam] = await tx.$queryRaw<{ siteId: string }[]>`
    SELECT "siteId" FROM "Exam" WHERE "id" = ${examId}::uuid FOR NO KEY UPDATE`;
  if (!exam) return null;
  const rows = await tx.examProtocolChoice.findMany({ where: { examId }, select: { protocolId: true } });
  return { siteId: exam.siteId, protocolIds: rows.map(({ protocolId }) => protocolId) };
}

/** How many of these protocols exist. */
export function countProtocols(tx: Tx, ids: readonly string[]): Promise<number> {
  return tx.protocol.count({ where: { id: { in: [...ids] } } });
}

/** Puts a choice in the place of the one before; an empty one lets the rules decide again. */
export async function replaceChoice(
  tx: Tx,
  examId: string,
  protocolIds: readonly string[],
  decidedById: string | null,
): Promise<void> {
  await tx.examProtocolChoice.deleteMany({ where: { examId } });
  await tx.examProtocolChoice.createMany({
    data: protocolIds.map((protocolId) => ({ examId, protocolId, decidedById })),
  });
}
