import { changeQuestion } from "@/lib/cohort/kept/change-question";
import { archiveCohort } from "@/lib/cohort/kept/archive-cohort";
import { editCohort } from "@/lib/cohort/kept/edit-cohort";
import { getCohort } from "@/lib/cohort/kept/get-cohort";
import { listCohortRuns } from "@/lib/cohort/kept/list-cohort-runs";
import { restoreCohort } from "@/lib/cohort/kept/restore-cohort";
import { runCohort } from "@/lib/cohort/kept/run-cohort";
import { saveCohort } from "@/lib/cohort/kept/save-cohort";
import { shareCohort } from "@/lib/cohort/kept/share-cohort";
import { unshareCohort } from "@/lib/cohort/kept/unshare-cohort";
import { diffFrozenCohort } from "@/lib/cohort/freeze/diff-frozen-cohort";
import { exportFrozenCohort } from "@/lib/cohort/freeze/export-frozen-cohort";
import { freezeCohort } from "@/lib/cohort/freeze/freeze-cohort";
import { getFrozenCohort } from "@/lib/cohort/freeze/get-frozen-cohort";
import { EVERYTHING } from "@/lib/cohort/criteria";
import type { Actor } from "../actor";
import { holding, writePerson } from "./two-sites-store";

/** A kept question, frozen once and shared with a project, and those who meet it. */
export interface KeptQuestion {
  owner: Actor;
  /** Somebody with every right to rows, and none to the question. */
  stranger: Actor;
  projectId: string;
  cohortId: string;
  citationCode: string;
}

/** Its owner may do anything at the network; the project is one of the network's. */
export async function writeKeptQuestion(projectId: string): Promise<KeptQuestion> {
  const owner = holding(await writePerson("owner of a question", []), "export", "network");
  const stranger = holding(await writePerson("stranger to a question", []), "export", "network");
  const question = { name: "SECRET QUESTION", description: "", criteria: EVERYTHING };
  const { cohortId } = await saveCohort(owner, question);
  const { citationCode } = await freezeCohort(owner, { cohortId, reason: "", seenAt: null });
  await shareCohort(owner, { cohortId, with: { kind: "project", projectId }, mayEdit: false });
  return { owner, stranger, projectId, cohortId, citationCode };
}

type Call = (actor: Actor, kept: KeptQuestion) => Promise<unknown>;

/** Verbs on a kept question, with what it takes: to read it, to edit it, or to own it. */
export const OF_A_QUESTION: Record<string, { needs: "read" | "edit" | "owner"; call: Call }> = {
  "lib/cohort/kept/get-cohort.ts": {
    needs: "read",
    call: (actor, { cohortId }) => getCohort(actor, cohortId),
  },
  "lib/cohort/kept/run-cohort.ts": {
    needs: "read",
    call: (actor, { cohortId }) => runCohort(actor, cohortId),
  },
  "lib/cohort/kept/list-cohort-runs.ts": {
    needs: "read",
    call: (actor, { cohortId }) => listCohortRuns(actor, cohortId),
  },
  "lib/cohort/kept/edit-cohort.ts": {
    needs: "edit",
    call: (actor, { cohortId }) => editCohort(actor, { cohortId, name: "SECRET QUESTION", description: "" }),
  },
  "lib/cohort/kept/change-question.ts": {
    needs: "edit",
    call: (actor, { cohortId }) => changeQuestion(actor, { cohortId, criteria: EVERYTHING, seenAt: null }),
  },
  "lib/cohort/kept/archive-cohort.ts": {
    needs: "owner",
    call: (actor, { cohortId }) => archiveCohort(actor, cohortId),
  },
  "lib/cohort/kept/restore-cohort.ts": {
    needs: "owner",
    call: (actor, { cohortId }) => restoreCohort(actor, cohortId),
  },
  "lib/cohort/kept/share-cohort.ts": {
    needs: "owner",
    call: (actor, { cohortId, projectId }) =>
      shareCohort(actor, { cohortId, with: { kind: "project", projectId }, mayEdit: false }),
  },
  "lib/cohort/kept/unshare-cohort.ts": {
    needs: "owner",
    call: async (actor, { owner, cohortId, projectId }) => {
      const again = { cohortId, with: { kind: "project", projectId }, mayEdit: false } as const;
      const { shareId } = await shareCohort(owner, again);
      await unshareCohort(actor, { cohortId, shareId });
      await shareCohort(owner, again);
    },
  },
  "lib/cohort/freeze/freeze-cohort.ts": {
    needs: "edit",
    call: (actor, { cohortId }) => freezeCohort(actor, { cohortId, reason: "", seenAt: null }),
  },
  "lib/cohort/freeze/get-frozen-cohort.ts": {
    needs: "read",
    call: (actor, { citationCode }) => getFrozenCohort(actor, { citationCode, page: 1 }),
  },
  "lib/cohort/freeze/diff-frozen-cohort.ts": {
    needs: "read",
    call: (actor, { citationCode }) => diffFrozenCohort(actor, citationCode),
  },
  "lib/cohort/freeze/export-frozen-cohort.ts": {
    needs: "read",
    call: (actor, { citationCode }) =>
      exportFrozenCohort(actor, { citationCode, list: "exams", format: "csv" }),
  },
};
