import type { ActionResult } from "@/lib/access/action";
import type { SequenceRole } from "@/lib/harmonise/rules/role-features";

/** What came of a correction. */
export interface CorrectedRole {
  /** Series that it concerns. */
  series: number;
  /** So many that they follow in a moment. */
  later: boolean;
}

/** What a data manager can do about a role; each is a server action. */
export interface RoleActions {
  correct: (input: {
    volumeId: string;
    role: SequenceRole;
    map: string | null;
  }) => Promise<ActionResult<CorrectedRole>>;
  takeBack: (volumeId: string) => Promise<ActionResult<CorrectedRole>>;
}
