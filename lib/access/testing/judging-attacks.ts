import { randomUUID } from "node:crypto";
import { chooseProtocols } from "@/lib/harmonise/assignment/choose-protocols";
import { listAssignment } from "@/lib/harmonise/assignment/list-assignment";
import { saveAssignment } from "@/lib/harmonise/assignment/save-assignment";
import { getExamCompliance } from "@/lib/harmonise/compliance/get-exam-compliance";
import { getSeriesCompliance } from "@/lib/harmonise/compliance/get-series-compliance";
import { judgeArrivedExam } from "@/lib/harmonise/judge-arrived-exam";
import { listJudgingTasks } from "@/lib/harmonise/list-judging-tasks";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";
import { type Actor, type GrantLevel, type Role, systemActor } from "../actor";
import type { SiteFixture } from "./two-sites-store";

/** Verbs about what judges the whole network: the right must be for every site. */
export const JUDGING_OF_THE_NETWORK: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/harmonise/assignment/list-assignment.ts": (actor) => listAssignment(actor),
  "lib/harmonise/assignment/save-assignment.ts": async (actor) => {
    const { rules } = await listAssignment(systemActor("test"));
    return saveAssignment(actor, { seen: rules.map(({ id }) => id), rules: [] });
  },
  "lib/harmonise/judge-arrived-exam.ts": (actor) => judgeArrivedExam(actor, randomUUID()),
  "lib/harmonise/list-judging-tasks.ts": (actor) => listJudgingTasks(actor),
  "lib/harmonise/work-judging-task.ts": (actor) => workJudgingTask(actor, randomUUID()),
};

type Call = (actor: Actor, site: SiteFixture) => Promise<unknown>;

/** Verdicts of one exam. */
export const COMPLIANCE_OF_AN_EXAM: Record<string, { level: GrantLevel; call: Call }> = {
  "lib/harmonise/compliance/get-exam-compliance.ts": {
    level: "browse",
    call: (actor, site) => getExamCompliance(actor, site.examId),
  },
  "lib/harmonise/compliance/get-series-compliance.ts": {
    level: "browse",
    call: (actor, site) => getSeriesCompliance(actor, site.seriesId),
  },
};

/** What a site's data manager says of its exams. */
export const JUDGING_OF_A_SITE: Record<string, { role: Role; level: GrantLevel; call: Call }> = {
  "lib/harmonise/assignment/choose-protocols.ts": {
    role: "dataManager",
    level: "browse",
    call: (actor, site) => chooseProtocols(actor, { examId: site.examId, protocolIds: [] }),
  },
};
