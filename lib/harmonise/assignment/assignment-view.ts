import { z } from "zod";
import { ASSIGNMENT_KINDS, type AssignmentKind } from "@/lib/harmonise/protocol/assignment";

// The ordered list that says which protocols judge an exam. Plain data, browser-safe.

export interface Named {
  id: string;
  code: string;
  name: string;
}

export interface AssignmentRuleView {
  id: string;
  kind: AssignmentKind;
  projectId: string | null;
  pattern: string | null;
  protocolIds: string[];
}

export interface AssignmentView {
  /** In the order in which they are tried. */
  rules: AssignmentRuleView[];
  projects: Named[];
  protocols: Named[];
  /** Exams whose protocols were chosen by hand. */
  chosenByHand: number;
}

const ruleSchema = z
  .strictObject({
    kind: z.enum(ASSIGNMENT_KINDS),
    projectId: z.uuid().nullable(),
    pattern: z.string().trim().min(1).max(100).nullable(),
    protocolIds: z.array(z.uuid()).min(1).max(20),
  })
  .superRefine(({ kind, projectId, pattern, protocolIds }, context) => {
    const isProject = kind === "project";
    if ((projectId !== null) !== isProject) context.addIssue({ code: "custom", path: ["projectId"] });
    if ((pattern !== null) === isProject) context.addIssue({ code: "custom", path: ["pattern"] });
    if (new Set(protocolIds).size < protocolIds.length)
      context.addIssue({ code: "custom", path: ["protocolIds"] });
  });

/** The whole list as it is to be, and the ids of the rules that it was made from. */
export const saveAssignmentSchema = z.strictObject({
  seen: z.array(z.uuid()).max(200),
  rules: z.array(ruleSchema).max(200),
});
export type AssignmentDraft = z.infer<typeof saveAssignmentSchema>;
