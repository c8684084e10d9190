import { expandArchive } from "@/lib/ingest/expand-archive";
import { systemActor } from "@/lib/access/actor";
import { watchScanners } from "@/lib/harmonise/lifeline/watch-scanners";
import { judgeArrivedExam } from "@/lib/harmonise/judge-arrived-exam";
import { workJudgingTask } from "@/lib/harmonise/work-judging-task";
import { closeAbandonedRuns } from "@/lib/ingest/close-abandoned-runs";
import { compareQuality } from "@/lib/harmonise/compare-quality";
import { measureSeries } from "@/lib/harmonise/measure-series";
import { settleSeriesRoles } from "@/lib/harmonise/settle-series-roles";
import { completeSeries } from "@/lib/ingest/complete-series";
import { expireQuarantine } from "@/lib/ingest/expire-quarantine";
import { rewriteMerge } from "@/lib/ingest/identity/rewrite-merge";
import { workQuarantineTask } from "@/lib/ingest/work-quarantine-task";
import { checkFixity } from "@/lib/ingest/operations/check-fixity";
import { buildNifti } from "@/lib/ingest/nifti/build-nifti";
import { rebuildNifti } from "@/lib/ingest/nifti/rebuild-nifti";
import { env } from "@/lib/platform/env";
import { type JobHandlers, periodSeconds } from "@/lib/platform/queue";

/** Which code does which job: the one place where jobs are bound. */
export const jobHandlers: JobHandlers = {
  "ingest.expand": ({ archiveId }) => expandArchive(systemActor("ingest.expand"), archiveId),
  "ingest.close-abandoned": async () => {
    await closeAbandonedRuns(systemActor("ingest.close-abandoned"));
  },
  "series.complete": ({ seriesId }) => completeSeries(systemActor("series.complete"), seriesId),
  "nifti.build": ({ niftiId }) => buildNifti(systemActor("nifti.build"), niftiId),
  "nifti.rebuild": ({ volumeId }) => rebuildNifti(systemActor("nifti.rebuild"), volumeId),
  "series.measure": ({ seriesId }) => measureSeries(systemActor("series.measure"), seriesId),
  "qc.compare": async () => {
    await compareQuality(systemActor("qc.compare"));
  },
  "quarantine.expire": async () => {
    await expireQuarantine(systemActor("quarantine.expire"));
  },
  "quarantine.work": ({ taskId }) => workQuarantineTask(systemActor("quarantine.work"), taskId),
  "fixity.check": async () => {
    const options = { periodDays: env().fixityDays, everySeconds: periodSeconds("fixity.check") };
    await checkFixity(systemActor("fixity.check"), options);
  },
  "scanner.watch": async () => {
    await watchScanners(systemActor("scanner.watch"));
  },
  "subject.merge": ({ mergeId }) => rewriteMerge(systemActor("subject.merge"), mergeId),
  "exam.judge": ({ examId }) => judgeArrivedExam(systemActor("exam.judge"), examId),
  "harmonise.rejudge": ({ taskId }) => workJudgingTask(systemActor("harmonise.rejudge"), taskId),
  "roles.settle": (series) => settleSeriesRoles(systemActor("roles.settle"), series),
};
