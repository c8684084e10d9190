"use server";

import { type ActionResult, runAction } from "@/lib/access/action";
import { type AssignmentDraft, saveAssignmentSchema } from "@/lib/harmonise/assignment/assignment-view";
import { saveAssignment } from "@/lib/harmonise/assignment/save-assignment";

export async function saveRules(draft: AssignmentDraft): Promise<ActionResult<null>> {
  return runAction(saveAssignmentSchema, draft, async (actor, input) => {
    await saveAssignment(actor, input);
    return null;
  });
}
