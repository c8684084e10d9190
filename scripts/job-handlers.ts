import { systemActor } from "@/lib/access/actor";
import { completeSeries } from "@/lib/ingest/complete-series";
import { rewriteMerge } from "@/lib/ingest/identity/rewrite-merge";
import type { JobHandlers } from "@/lib/platform/queue";

/** Which code does which job: the one place where jobs are bound. */
export const jobHandlers: JobHandlers = {
  "series.complete": ({ seriesId }) => completeSeries(systemActor("series.complete"), seriesId),
  "subject.merge": ({ mergeId }) => rewriteMerge(systemActor("subject.merge"), mergeId),
};
