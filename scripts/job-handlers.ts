import { systemActor } from "@/lib/access/actor";
import { completeSeries } from "@/lib/ingest/complete-series";
import { expandArchive } from "@/lib/ingest/expand-archive";
import type { JobHandlers } from "@/lib/platform/queue";

/** Which code does which job: the one place where jobs are bound. */
export const jobHandlers: JobHandlers = {
  "series.complete": ({ seriesId }) => completeSeries(systemActor("series.complete"), seriesId),
  "ingest.expand": ({ archiveId }) => expandArchive(systemActor("ingest.expand"), archiveId),
};
