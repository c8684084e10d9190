import type { ActionResult } from "@/lib/access/action";
import type { QcComment, QcRating } from "@/lib/harmonise/qc/rating";

export interface RatingDraft {
  seriesId: string;
  rating: QcRating;
  comments: QcComment[];
}

/** What the page of a series lets people do about its quality; each is a server action. */
export interface QualityActions {
  rate: (draft: RatingDraft) => Promise<ActionResult<null>>;
  undo: (seriesId: string) => Promise<ActionResult<null>>;
}
