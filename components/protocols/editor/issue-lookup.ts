import type { DocumentIssue } from "@/lib/harmonise/protocol/document-issue";

/** What is wrong at one field: the first issue at its path, or below it. */
export type IssueAt = (...path: (string | number)[]) => DocumentIssue | undefined;

/** Finds issues by path; `base` goes before every path asked for. */
export function issueLookup(issues: readonly DocumentIssue[], ...base: (string | number)[]): IssueAt {
  return (...path) => {
    const asked = [...base, ...path];
    return issues.find((issue) => asked.every((key, index) => issue.path[index] === key));
  };
}
