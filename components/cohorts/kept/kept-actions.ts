import type { ActionResult } from "@/lib/access/action";
import type {
  ChangeQuestion,
  EditCohort,
  SaveCohort,
  ShareCohort,
  UnshareCohort,
} from "@/lib/cohort/kept/kept-cohort";

type Action<Input, Data = void> = (input: Input) => Promise<ActionResult<Data>>;

/** The server actions on kept questions, as pages hand them down. */
export interface KeptActions {
  save: Action<SaveCohort, { cohortId: string }>;
  edit: Action<EditCohort>;
  change: Action<ChangeQuestion>;
  archive: Action<string>;
  restore: Action<string>;
  share: Action<ShareCohort, { shareId: string }>;
  unshare: Action<UnshareCohort>;
  freeze: Action<
    { cohortId: string; reason: string; seenAt: string | null },
    { versionId: string; citationCode: string }
  >;
}
