// Which protocols judge an exam, and which version of each. Pure.

export const ASSIGNMENT_KINDS = ["project", "studyDescription", "protocolName"] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];

/** One rule of the ordered list. */
export interface AssignmentRule {
  id: string;
  kind: AssignmentKind;
  /** For `project`. */
  projectId: string | null;
  /** For the other kinds: words, * for anything. */
  pattern: string | null;
  protocolIds: readonly string[];
}

/** What of an exam decides. */
export interface AssignmentFacts {
  projectIds: readonly string[];
  /** StudyDescription, cleaned. */
  description: string | null;
  /** ProtocolName of each series, cleaned. */
  protocolNames: readonly string[];
  /** Protocols that a data manager chose for this exam. */
  chosenIds: readonly string[];
}

export interface Assignment {
  protocolIds: readonly string[];
  byHand: boolean;
  /** The rule that held; null for a choice by hand, or where none held. */
  ruleId: string | null;
}

/** A choice by hand, else the first rule that holds, with all its protocols; none where none holds. */
export function assignProtocols(exam: AssignmentFacts, rules: readonly AssignmentRule[]): Assignment {
  if (exam.chosenIds.length > 0) return { protocolIds: exam.chosenIds, byHand: true, ruleId: null };
  const rule = rules.find((one) => holds(one, exam));
  return { protocolIds: rule?.protocolIds ?? [], byHand: false, ruleId: rule?.id ?? null };
}

function holds({ kind, projectId, pattern }: AssignmentRule, exam: AssignmentFacts): boolean {
  switch (kind) {
    case "project":
      return projectId !== null && exam.projectIds.includes(projectId);
    case "studyDescription":
      return pattern !== null && exam.description !== null && matchesPattern(exam.description, pattern);
    case "protocolName":
      return pattern !== null && exam.protocolNames.some((name) => matchesPattern(name, pattern));
  }
}

/** Words without case, accents and runs of spaces. */
function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether a whole text is as a pattern says: * stands for anything, also for nothing; case and accents do not count. */
export function matchesPattern(text: string, pattern: string): boolean {
  const words = folded(text);
  const [start = "", ...rest] = folded(pattern).split("*");
  const end = rest.pop();
  if (end === undefined) return words === start;
  if (!words.startsWith(start) || words.length < start.length + end.length) return false;
  const last = words.length - end.length;
  if (!words.endsWith(end)) return false;
  let from = start.length;
  for (const part of rest) {
    const found = words.indexOf(part, from);
    if (found < 0 || found + part.length > last) return false;
    from = found + part.length;
  }
  return true;
}

/** A version as far as its validity goes; days are true days, "2024-05-31". */
export interface VersionValidity {
  id: string;
  protocolId: string;
  validFrom: string;
  /** First day on which it no longer applies. */
  validUntil: string | null;
  superseded: boolean;
}

/** The version of a protocol that was valid on a day, or null. */
export function versionOn<V extends VersionValidity>(
  versions: readonly V[],
  protocolId: string,
  day: string,
): V | null {
  return (
    versions.find(
      (version) =>
        version.protocolId === protocolId &&
        !version.superseded &&
        version.validFrom <= day &&
        (version.validUntil === null || day < version.validUntil),
    ) ?? null
  );
}
